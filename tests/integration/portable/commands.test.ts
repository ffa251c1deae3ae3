// The commands import-weights, export-model and train --from, from the command line to the real engine.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { inProcessEngine } from '../../../src/main/engine/inProcess';
import { readSafetensors, type ReadFile } from '../../../src/main/engine/training/safetensors';
import { tempFolder } from '../../unit/project/helpers';
import { kittiFolder } from '../../unit/studio/fakeEngine';
import { roadbrush as run, type Ran } from '../cli/host';
import { kerasFile, largestDifference } from './support';

const cwd = tempFolder();
const engine = { ...inProcessEngine(), close: async () => {} };
const roadbrush = (...args: string[]): Promise<Ran> => run([...args, '--json'], { cwd, engine });
const done = async (...args: string[]): Promise<Ran['json']> => {
  const ran = await roadbrush(...args);
  if (ran.code !== 0) throw new Error(`roadbrush ${args.join(' ')} ended with ${ran.code}:\n${ran.err}`);
  return ran.json;
};
const checkpoint = (run: number, file: string): string => join(cwd, 'p.roadbrush', 'runs', String(run), file);

function expectSame(given: ReadFile, kept: ReadFile): void {
  for (const [name, { data }] of given.tensors) expect(largestDifference(kept.tensors.get(name)!.data, data), name).toBeLessThan(1e-6);
}

beforeAll(async () => {
  const images = await kittiFolder({ a: 'mask', b: 'mask', c: 'mask', d: 'mask' });
  await done('create', 'p');
  await done('import', 'p', '--images', images);
  await done('split', 'p', '--last', '1');
});

describe('import-weights', () => {
  it('makes a finished run that says where it is from, scored on the held-out frames, and works like any other', async () => {
    const file = kerasFile(cwd, 'unet-two-filter.k3.h5');
    const { run, notices } = (await done('import-weights', 'p', '--file', file, '--name', 'keras 1')) as {
      run: Record<string, unknown>;
      notices: string[];
    };
    expect(run).toMatchObject({ id: 1, name: 'keras 1', state: 'done', epochs: 1, trainFrames: 0, heldOutFrames: 1, bestEpoch: 1 });
    expect(run).toMatchObject({
      origin: 'imported from unet-two-filter.k3.h5 (Keras model)',
      config: { preset: 'imported', base: 2, width: 32 },
    });
    expect(notices.join(' ')).toMatch(/Scored on 1 held-out frame: it counts only if the weights were trained on other frames/);
    expect(await done('evaluate', 'p')).toMatchObject({ run: 1, frames: 1, meanIoU: run['bestMeanIoU'], pooledIoU: run['bestPooledIoU'] });
    expect(await done('predict', 'p')).toMatchObject({ run: 1, frames: 4, computed: 3 });
    const { epochs, checkpoints } = (await done('runs', 'p', '--run', '1')) as { epochs: { loss: unknown }[]; checkpoints: object[] };
    expect(epochs.map(({ loss }) => loss)).toEqual([null]);
    expect(checkpoints).toMatchObject([{ epoch: 1, best: true, last: true }]);
  });

  it('takes the size that is given, and says which it took where nobody knows', async () => {
    const file = kerasFile(cwd, 'unetpp-deep.k3.weights.h5');
    const sized = (await done('import-weights', 'p', '--file', file, '--size', '48x32')) as { run: { name: string; config: object } };
    expect(sized.run).toMatchObject({ name: 'unetpp-deep.k3', config: { net: 'unetpp', deepSupervision: true, width: 48, height: 32 } });
  });

  it('refuses what is no such file with one sentence, and leaves no run and no file', async () => {
    const before = readdirSync(join(cwd, 'p.roadbrush', 'runs'));
    const { runs } = (await done('runs', 'p')) as { runs: object[] };
    writeFileSync(join(cwd, 'photo.h5'), 'no such thing');
    const ran = await roadbrush('import-weights', 'p', '--file', 'photo.h5');
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(`${join(cwd, 'photo.h5')} is not an HDF5 file.`);
    expect((await roadbrush('import-weights', 'p', '--file', 'gone.h5')).err).toMatch(/There is no file .*gone\.h5/);
    expect(readdirSync(join(cwd, 'p.roadbrush', 'runs'))).toEqual(before);
    expect(((await done('runs', 'p')) as { runs: object[] }).runs).toEqual(runs);
  });

  it('that is cancelled while it scores takes everything back', async () => {
    const before = readdirSync(join(cwd, 'p.roadbrush', 'runs'));
    const stopping = { ...engine };
    let stop = (): void => {};
    stopping.call = async (name, input, options) => {
      if (name === 'predict.frames') stop();
      return engine.call(name, input, options);
    };
    const ran = await run(['import-weights', 'p', '--file', 'unet-two-filter.k3.h5'], {
      cwd,
      engine: stopping,
      interrupt: (by) => (stop = by),
    });
    expect(ran.code).toBe(130);
    expect(readdirSync(join(cwd, 'p.roadbrush', 'runs'))).toEqual(before);
  });
});

describe('train --from', () => {
  it('begins with the weights, in their net and size, and records where they are from', async () => {
    const trained = await done('train', 'p', '--from', 'keras 1:1', '--epochs', '1', '--batch', '2', '--lr', '1e-9');
    expect(trained).toMatchObject({ state: 'done', origin: 'starts from keras 1, epoch 1' });
    expect(trained['config']).toMatchObject({ base: 2, head: 'two-filter', width: 32, height: 32 });
    // With a learning rate of next to nothing the weights stay what they were; the optimiser began afresh.
    const kept = await readSafetensors(checkpoint(Number(trained['id']), 'epoch-0001.safetensors'));
    expectSame(await readSafetensors(checkpoint(1, 'epoch-0001.safetensors')), kept);
    expect(kept.metadata['steps']).toBe('2');
  });

  it('keeps them: a run that has to begin anew does so from them, though the other run is gone', async () => {
    const other = (await done('import-weights', 'p', '--file', 'unet-two-filter.k3.h5')) as { run: { id: number } };
    let stop = (): void => {};
    const stopping = { ...engine };
    stopping.call = async (name, input, options) => {
      if (name === 'train.run') stop();
      return engine.call(name, input, options);
    };
    const train = ['train', 'p', '--from', String(other.run.id), '--epochs', '1', '--batch', '2', '--lr', '1e-9', '--json'];
    const ran = await run(train, { cwd, engine: stopping, interrupt: (by) => (stop = by) });
    expect(ran).toMatchObject({ code: 130, json: { state: 'interrupted', epochs: 0 } });
    const given = await readSafetensors(checkpoint(other.run.id, 'epoch-0001.safetensors'));
    rmSync(join(cwd, 'p.roadbrush', 'runs', String(other.run.id)), { recursive: true });
    expect(await done('resume', 'p', '--run', String(ran.json['id']))).toMatchObject({ state: 'done', epochs: 1 });
    expectSame(given, await readSafetensors(checkpoint(Number(ran.json['id']), 'epoch-0001.safetensors')));
  });

  it('refuses weights of another net and says in what it differs', async () => {
    const ran = await roadbrush('train', 'p', '--from', '1', '--base', '4', '--epochs', '1');
    expect(ran.code).toBe(2);
    expect(ran.err).toContain("The run cannot start from the weights of 'keras 1': its net is another one (base 4 instead of 2).");
    expect((await roadbrush('train', 'p', '--from', '99')).err).toContain("has no run '99'");
    expect((await roadbrush('train', 'p', '--from', '1:7')).err).toContain('has no epoch 7');
  });
});

describe('export-model', () => {
  it('writes what was asked for, and says what it is', async () => {
    const made = await done('export-model', 'p', '--run', '1', '--format', 'onnx', '--out', 'road.onnx');
    expect(made).toMatchObject({ run: 1, epoch: 1, format: 'onnx', width: 32, height: 32, depth: 4, out: join(cwd, 'road.onnx') });
    expect(made['files']).toEqual([{ file: join(cwd, 'road.onnx'), bytes: readFileSync(join(cwd, 'road.onnx')).length }]);
    const plain = await run(['export-model', 'p', '--run', '1', '--format', 'tfjs', '--out', 'web'], { cwd, engine });
    expect(plain.out).toMatch(/in +images +float32 \[n, 32, 32, 3\], RGB, 0\.\.1/);
    expect(readFileSync(join(cwd, 'web', 'README.txt'), 'utf8')).toMatch(/held-out mean IoU of road 0\.\d{4}.*1 frames? at their own size/);
  });

  it('cuts a U-Net++ with deep supervision short, and does not claim the score of another depth', async () => {
    const made = await done('export-model', 'p', '--run', '2', '--depth', '2', '--format', 'savedmodel', '--out', 'shallow');
    expect(made).toMatchObject({ depth: 2 });
    const whole = await done('export-model', 'p', '--run', '2', '--format', 'savedmodel', '--out', 'whole');
    expect(made['parameters']).toBeLessThan(whole['parameters'] as number);
    expect(readFileSync(join(cwd, 'shallow', 'README.txt'), 'utf8')).toMatch(/depth 2[\s\S]*score: +not scored/);
    expect(await roadbrush('export-model', 'p', '--run', '1', '--depth', '2', '--format', 'onnx', '--out', 'no.onnx')).toMatchObject({
      code: 2,
      err: expect.stringContaining("Run 'keras 1' cannot be exported at depth 2: Only a U-Net++ with deep supervision"),
    });
  });

  it.each([
    ['road.bin', 2, /does not end in \.onnx/],
    ['road.onnx', 1, /is there already/],
    ['nowhere/road.onnx', 1, /There is no folder/],
  ])('--out %s is refused', async (out, code, words) => {
    const ran = await roadbrush('export-model', 'p', '--run', '1', '--format', 'onnx', '--out', out);
    expect(ran.code).toBe(code);
    expect(ran.err).toMatch(words);
  });
});
