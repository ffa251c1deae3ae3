// The nets' parameters and the weights they start from.
import { describe, expect, it } from 'vitest';
import { countParameters, parametersOf, sizeOf } from '../../../src/shared/nets/layers';
import { buildNet, buildPruned, type NetConfig } from '../../../src/shared/nets/net';
import { initialWeights, zeros } from '../../../src/main/engine/nets/weights';
import { PRESETS } from '../../../src/shared/training/config';

const config = (base: number, head: NetConfig['head'] = 'two-filter'): NetConfig => ({ ...PRESETS.reference, base, head });
const count = (base: number, head?: NetConfig['head']) => countParameters(parametersOf(buildNet(config(base, head))));

describe('U-Net', () => {
  it('has the 34,514,437 parameters of the reference at 64 base filters', () => {
    expect(count(64)).toBe(34_514_437);
  });

  // As Keras 3.15 counts them (count_params of the peer).
  it('has the parameters of the Keras peer at other widths and with the direct head', () => {
    expect(count(8, 'direct')).toBe(540_217);
    expect(count(8)).toBe(540_357);
    expect(count(16, 'direct')).toBe(2_158_705);
  });

  it('names every parameter once, so that a checkpoint can hold it', () => {
    const names = parametersOf(buildNet(config(8))).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('up1.conv2.kernel');
  });
});

describe('U-Net++', () => {
  const plusPlus: NetConfig = { ...PRESETS.reference, net: 'unetpp', base: 64 };
  const count = (config: NetConfig) => countParameters(parametersOf(buildNet(config)));

  it('has the 40,745,473 parameters of the reference at 64 base filters, and three more heads with deep supervision', () => {
    expect(count(plusPlus)).toBe(40_745_473);
    expect(count({ ...plusPlus, deepSupervision: true })).toBe(40_745_473 + 3 * 65);
  });

  it('is pruned to a part of its own parameters, fewer at every depth', () => {
    const config = { ...plusPlus, base: 4, deepSupervision: true };
    const whole = new Map(parametersOf(buildNet(config)).map(({ name, shape }) => [name, shape.join()]));
    const sizes = [1, 2, 3, 4].map((depth) => {
      const parameters = parametersOf(buildPruned({ ...config, depth }));
      for (const { name, shape } of parameters) expect(whole.get(name), name).toBe(shape.join());
      return countParameters(parameters);
    });
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(sizes[3]).toBe(count(config));
    expect(sizes[0]).toBeLessThan(sizes[3]! / 50);
  });
});

describe('batch normalisation', () => {
  it('puts scale, offset and moving statistics in the place of each bias; gradients move no statistics', () => {
    const config: NetConfig = { ...PRESETS.road, base: 4, batchNorm: true };
    const parameters = parametersOf(buildNet(config));
    const ofFirst = parameters
      .filter(({ name }) => name.startsWith('down1.conv1.'))
      .map(({ name, trainable }) => [name.split('.')[2], trainable]);
    expect(ofFirst).toEqual([
      ['kernel', true],
      ['scale', true],
      ['offset', true],
      ['mean', false],
      ['variance', false],
    ]);
    expect([...zeros(buildNet(config)).keys()].filter((name) => /mean|variance/.test(name))).toEqual([]);
    expect(initialWeights(buildNet(config), 1).get('down1.conv1.variance')).toEqual(new Float32Array(4).fill(1));
  });
});

describe('initial weights', () => {
  const net = buildNet(config(16));

  it('are the same for the same seed, and others for another', () => {
    const [a, b, c] = [initialWeights(net, 3), initialWeights(net, 3), initialWeights(net, 4)];
    for (const [name, values] of a) expect(values, name).toEqual(b.get(name));
    expect(a.get('down1.conv1.kernel')).not.toEqual(c.get('down1.conv1.kernel'));
  });

  it('do not depend on the layers that come after', () => {
    const direct = initialWeights(buildNet(config(16, 'direct')), 3);
    expect(initialWeights(net, 3).get('up1.conv2.kernel')).toEqual(direct.get('up1.conv2.kernel'));
  });

  it('are he-normal: variance 2 / fan-in, nothing beyond two standard deviations of the normal that was cut', () => {
    const weights = initialWeights(net, 1);
    for (const parameter of parametersOf(net)) {
      const values = weights.get(parameter.name)!;
      expect(values).toHaveLength(sizeOf(parameter));
      if (parameter.initial === 'zeros') expect(values.every((value) => value === 0)).toBe(true);
      else if (parameter.initial !== 'ones' && values.length > 10_000) {
        const wanted = 2 / parameter.initial.fanIn;
        const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
        expect(variance / wanted).toBeGreaterThan(0.95);
        expect(variance / wanted).toBeLessThan(1.05);
        const limit = (2 * Math.sqrt(wanted)) / 0.8796;
        expect(values.every((value) => Math.abs(value) <= limit)).toBe(true);
      }
    }
  });
});
