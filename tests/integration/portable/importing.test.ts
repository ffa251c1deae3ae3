// Weights of Keras, as Keras 2 and 3 save them: the same answers as Keras gave, and clear words for whatever is no reference net.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildNet } from '../../../src/shared/nets/net';
import { hdf5 } from '../../../src/main/engine/portable/hdf5';
import { importWeights } from '../../../src/main/engine/portable/importWeights';
import { checkTopology } from '../../../src/main/engine/portable/checkTopology';
import type { KerasLayer } from '../../../src/main/engine/portable/kerasModel';
import { readKeras } from '../../../src/main/engine/portable/readKeras';
import { matchKeras } from '../../../src/main/engine/portable/matchKeras';
import { readWeights } from '../../../src/main/engine/training/checkpoint';
import { context, kerasFile, kerasImage, kerasTruth, largestDifference, ourAnswer, temporaryFolder } from './support';

const folder = temporaryFolder();
const imported = (file: string, size: { width: number; height: number } | null = null) =>
  importWeights({ file, out: join(folder, 'ours.safetensors'), size }, context);
const refused = async (file: string): Promise<string> => {
  const failure = await imported(file).then(
    () => null,
    (error: { failure?: { message: string; hint?: string } }) => error.failure,
  );
  expect(failure, 'it was not refused in words').toBeTruthy();
  return `${failure!.message} ${failure!.hint ?? ''}`;
};

describe('weights from Keras', () => {
  const nets = {
    'unet-two-filter.k3.h5': { net: 'unet', base: 2, head: 'two-filter', deepSupervision: false, width: 32, height: 32 },
    'unet.k2.weights.h5': { net: 'unet', base: 2, head: 'direct', deepSupervision: false, width: 224, height: 224 },
    'unetpp.k2.h5': { net: 'unetpp', base: 2, head: 'direct', deepSupervision: false, width: 32, height: 32 },
    'unetpp-deep.k3.weights.h5': { net: 'unetpp', base: 2, head: 'direct', deepSupervision: true, width: 224, height: 224 },
  };
  it.each(Object.entries(nets))('%s predicts what Keras predicts', async (name, expected) => {
    const { config, checkpoint, sizeKnown } = await imported(kerasFile(folder, name));
    expect(config).toMatchObject(expected);
    expect(sizeKnown).toBe(expected.width === 32);
    const net = buildNet(config);
    const answer = await ourAnswer(net, await readWeights(checkpoint.file, net), kerasImage(), { n: 1, height: 32, width: 32 });
    expect(largestDifference(answer, kerasTruth()[name]!)).toBeLessThan(1e-4);
  });

  it('are found by the layers’ order alone where Keras gave them no numbers of their own', async () => {
    const file = kerasFile(folder, 'unetpp-deep.k3.weights.h5');
    const { convolutions } = await readKeras(file);
    const numbered = matchKeras(file, convolutions).weights;
    const nameless = matchKeras(
      file,
      convolutions.map((each) => ({ ...each, layer: 'layer' })),
    ).weights;
    for (const [name, values] of numbered) expect(nameless.get(name), name).toBe(values);
  });

  it('are found by the numbers in their names where they stand in the order in which they were made', async () => {
    const file = kerasFile(folder, 'unetpp-deep.k3.weights.h5');
    const { convolutions } = await readKeras(file);
    const inOrder = [...convolutions].sort((a, b) => a.layer.localeCompare(b.layer, 'en', { numeric: true }));
    const expected = matchKeras(file, convolutions).weights;
    for (const [name, values] of matchKeras(file, inOrder).weights) expect(expected.get(name), name).toBe(values);
  });
});

describe('what is no reference net', () => {
  it('is refused with the layer, the shape that was expected and the one that was found', async () => {
    const file = kerasFile(folder, 'unet.k2.weights.h5');
    const { convolutions } = await readKeras(file);
    const [, , , odd] = convolutions;
    const changed = convolutions.map((each) => (each === odd ? { ...each, kernel: { ...each.kernel, shape: [2, 2, 4, 4] } } : each));
    expect(() => matchKeras(file, changed)).toThrow(
      `the layer ${odd!.layer} should be down2.conv2 with kernel and bias of 3x3x4x4 and 4, and has 2x2x4x4 and 4.`,
    );
  });

  type Layers = { config: { layers: { config: Record<string, unknown>; class_name: string; inbound_nodes: unknown }[] } };
  const firstOf = (kind: string, model: Layers) => model.config.layers.find(({ class_name }) => class_name === kind)!;
  it.each<[string, RegExp, (model: Layers) => void]>([
    [
      'joins in another order',
      /there should be a Concatenate layer that reads from \S+, \S+, in this order, and there is none/,
      (model) => {
        const joined = firstOf('Concatenate', model);
        const [[first, second]] = joined.inbound_nodes as [[unknown, unknown]];
        joined.inbound_nodes = [[second, first]];
      },
    ],
    [
      'up-samples otherwise',
      /the layer \S+ should have interpolation "nearest", and has "bilinear"/,
      (model) => (firstOf('UpSampling2D', model).config['interpolation'] = 'bilinear'),
    ],
    [
      'has other activations',
      /the layer \S+ should have activation "relu", and has "elu"/,
      (model) => (firstOf('Conv2D', model).config['activation'] = 'elu'),
    ],
    [
      'reads from elsewhere',
      /the layer \S+ \(x00\.conv2\) should read from conv2d\S*, and reads from input/,
      (model) => {
        const [first, second] = model.config.layers.filter(({ class_name }) => class_name === 'Conv2D');
        second!.inbound_nodes = first!.inbound_nodes;
      },
    ],
  ])('a model that %s is refused, though every shape fits', async (_what, words, change) => {
    const file = kerasFile(folder, 'unetpp.k2.h5');
    const { File } = await hdf5();
    const opened = new File(file, 'a');
    const model = JSON.parse(opened.attrs['model_config']!.value as string) as Layers;
    const untouched = JSON.stringify(model);
    change(model);
    expect(JSON.stringify(model)).not.toBe(untouched);
    opened.delete_attribute('model_config');
    opened.create_attribute('model_config', JSON.stringify(model));
    opened.close();
    expect(await refused(file)).toMatch(words);
  });

  it('but a model whose activations are layers of their own, and whose last sigmoid is left out, is the same net', async () => {
    const file = kerasFile(folder, 'unetpp.k2.h5');
    const { convolutions, model } = await readKeras(file);
    const { net, layers } = matchKeras(file, convolutions);
    const description = buildNet({ ...net, batchNorm: false, dropout: 0.5 });
    const taken = (changed: readonly KerasLayer[]) => checkTopology(file, changed, description, layers);
    const apart = model!.flatMap((layer) => {
      if (layer.kind !== 'Conv2D') return [layer];
      const linear = { ...layer, config: { ...layer.config, activation: 'linear' } };
      if (layer.config['activation'] === 'sigmoid') return [linear];
      const own = { name: `${layer.name}_relu`, kind: 'Activation', config: { activation: 'relu' }, inputs: [layer.name] };
      return [linear, own];
    });
    const relus = new Set(apart.filter(({ kind }) => kind === 'Activation').map(({ name }) => name));
    const moved = apart.map((layer) =>
      layer.kind === 'Activation'
        ? layer
        : { ...layer, inputs: layer.inputs.map((name) => (relus.has(`${name}_relu`) ? `${name}_relu` : name)) },
    );
    taken(model!);
    taken(moved);
    expect(() => taken(apart)).toThrow(/should read from|should be a/);
  });

  it('is refused with the number of its layers', async () => {
    const file = kerasFile(folder, 'unet.k2.weights.h5');
    const { convolutions } = await readKeras(file);
    expect(() => matchKeras(file, convolutions.slice(1))).toThrow(/holds 22 convolutions.*23 \(U-Net\), 24 .*41 \(U-Net\+\+\), 44/);
  });

  it('a layer with other weights than a kernel and a bias', async () => {
    const { File } = await hdf5();
    const file = join(folder, 'norm.weights.h5');
    const opened = new File(file, 'w');
    const vars = opened.create_group('layers').create_group('batch_normalization').create_group('vars');
    for (const i of [0, 1, 2, 3]) vars.create_dataset({ name: String(i), data: new Float32Array(4), shape: [4] });
    opened.close();
    expect(await refused(file)).toMatch(/the layer batch_normalization holds arrays of 4, 4, 4, 4/);
  });

  it('a file that is missing, of another kind, of another program, or cut off', async () => {
    expect(await refused(join(folder, 'gone.h5'))).toMatch(/There is no file .*gone\.h5/);
    expect(await refused(folder)).toMatch(/cannot be read: it is a folder/);
    const text = join(folder, 'text.h5');
    writeFileSync(text, 'hello, this is text');
    expect(await refused(text)).toMatch(/is not an HDF5 file/);
    const zip = join(folder, 'model.keras');
    writeFileSync(zip, Buffer.from('PK\x03\x04 and so on'));
    expect(await refused(zip)).toMatch(/zip archive \(\.keras\).*save_weights/);
    const { File } = await hdf5();
    const other = join(folder, 'other.h5');
    const opened = new File(other, 'w');
    opened.create_dataset({ name: 'x', data: new Float32Array(4), shape: [4] });
    opened.close();
    expect(await refused(other)).toMatch(/not one of Keras/);
    const whole = kerasFile(folder, 'unet.k2.weights.h5');
    writeFileSync(join(folder, 'cut.h5'), readFileSync(whole).subarray(0, 40_000));
    expect(await refused(join(folder, 'cut.h5'))).toMatch(/is damaged/);
  });

  it('leaves no checkpoint behind', async () => {
    const out = join(folder, 'nothing', '..', 'refused.safetensors');
    await importWeights({ file: join(folder, 'text.h5'), out, size: null }, context).catch(() => undefined);
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.includes('.writing'))).toEqual([]);
  });
});
