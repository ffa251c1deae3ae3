// Weights of Keras, as Keras 2 and 3 save them: the same answers as Keras gave, and clear words for whatever is no reference net.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildNet } from '../../../src/shared/nets/net';
import { hdf5 } from '../../../src/main/engine/portable/hdf5';
import { importWeights } from '../../../src/main/engine/portable/importWeights';
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
    const { File, Group } = await hdf5();
    const file = kerasFile(folder, 'unet.k2.weights.h5');
    const opened = new File(file, 'a');
    const layer = opened.keys().filter((name) => name.startsWith('conv2d'))[7]!;
    const inner = (opened.get(`${layer}/${layer}`) as InstanceType<typeof Group>)!;
    const dataset = inner.keys().find((name) => name.startsWith('kernel'))!;
    const shape = inner.get(dataset)! as unknown as { shape: number[] };
    const [, , channelsIn = 0, channelsOut = 0] = shape.shape;
    expect(channelsIn).toBeGreaterThan(0);
    opened.close();
    const words = await refusedWith(file, layer, [2, 2, channelsIn, channelsOut]);
    expect(words).toContain(`the layer ${layer} should be`);
    expect(words).toContain(`3x3x${channelsIn}x${channelsOut}`);
    expect(words).toContain(`2x2x${channelsIn}x${channelsOut}`);
  });

  /** The message for a file one kernel of which has another shape. */
  async function refusedWith(file: string, layer: string, shape: readonly number[]): Promise<string> {
    const { convolutions } = await readKeras(file);
    const changed = convolutions.map((each) => (each.layer === layer ? { ...each, kernel: { ...each.kernel, shape } } : each));
    try {
      matchKeras(file, changed);
    } catch (error) {
      return (error as { failure: { message: string } }).failure.message;
    }
    throw new Error('it was taken');
  }

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
    const { readFileSync } = await import('node:fs');
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
