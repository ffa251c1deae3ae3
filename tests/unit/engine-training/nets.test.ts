// The nets' parameters and the weights they start from.
import { describe, expect, it } from 'vitest';
import { countParameters, parametersOf, sizeOf } from '../../../src/main/engine/nets/layers';
import { buildNet, initialWeights, type NetConfig } from '../../../src/main/engine/nets/net';

const config = (base: number, head: NetConfig['head'] = 'two-filter'): NetConfig => ({ net: 'unet', base, dropout: 0.5, head });
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
      else if (values.length > 10_000) {
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
