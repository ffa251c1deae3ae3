// The threads that make batches: the same batches in the same order as without them, failures with their sentences, and nothing left behind.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Batch } from '../../../src/main/engine/data/batch';
import { batches, planEpoch, planPlain } from '../../../src/main/engine/data/batches';
import { threaded, type MakeBatch } from '../../../src/main/engine/data/batchThreads';
import { FrameCache } from '../../../src/main/engine/data/frameCache';
import { makeBatch } from '../../../src/main/engine/data/makeBatch';
import type { EngineFrame } from '../../../src/main/engine/protocol';
import { FrameId } from '../../../src/shared/domain';
import { encodeRle } from '../../../src/shared/mask/rle';
import { Random } from '../../../src/shared/random';
import { ExpectedFailure } from '../../../src/shared/result';
import { PRESETS } from '../../../src/shared/training/config';
import { bundled, source } from './build';

const program = bundled({
  batches: source('src/main/engine/data/worker.ts'),
  abandoning: source('tests/integration/engine/abandoning.ts'),
});

const SIZE = { width: 60, height: 40 };
let folder: string;
let frames: readonly EngineFrame[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'roadbrush-threads-'));
  const random = Random.seeded(3);
  const noise = (length: number): Uint8Array => Uint8Array.from({ length }, () => random.integer(0, 255));
  frames = await Promise.all(
    Array.from({ length: 11 }, async (_, n): Promise<EngineFrame> => {
      const path = join(folder, `${n}.png`);
      await sharp(noise(SIZE.width * SIZE.height * 3), { raw: { ...SIZE, channels: 3 } })
        .png()
        .toFile(path);
      const mask = encodeRle({ ...SIZE, data: noise(SIZE.width * SIZE.height).map((value) => [0, 7, 26, 255][value & 3]!) });
      return { id: FrameId.parse(n + 1), name: `frame ${n}`, path, ...SIZE, mask: n === 4 ? null : mask };
    }),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const config = {
  ...{ ...PRESETS.road, width: 32, height: 48, batch: 4 },
  crop: { ...PRESETS.road.crop, minHeight: 20, maxHeight: 38, aspect: 1.4 },
  augment: { probability: 0.5, brightness: 0.2, contrast: 0.2, hue: 20, blur: 5, noise: 0.1, shadow: 0.5, rotation: 8 },
};
const inThisThread = (): MakeBatch => {
  const cache = new FrameCache(2 ** 24);
  return (job) => makeBatch(job, cache);
};

/** Two epochs, drawn from one seed. */
async function epochs(make: MakeBatch): Promise<{ batch: Batch; names: string[] }[]> {
  const random = Random.seeded(8);
  const got = [];
  for (let epoch = 0; epoch < 2; epoch++) {
    for await (const loaded of batches(planEpoch(random, frames, config), config, make)) {
      got.push({ batch: loaded.batch, names: loaded.frames.map(({ name }) => name) });
    }
  }
  return got;
}

describe('threads that make batches', () => {
  it('make the very batches that this thread makes, in their order, be there one thread or three, and room for frames or none', async () => {
    const truth = await epochs(inThisThread());
    expect(truth.map(({ batch }) => batch.size)).toEqual([4, 4, 3, 4, 4, 3]);
    expect(await epochs(threaded(program('batches'), 1))).toEqual(truth);
    expect(await epochs(threaded(program('batches'), 3))).toEqual(truth);
    expect(await epochs(threaded(program('batches'), 2, 1))).toEqual(truth);
  });

  it('go on from a saved random state as if nothing had been between', async () => {
    const make = threaded(program('batches'), 2);
    const random = Random.seeded(8);
    planEpoch(random, frames, config);
    const resumed = [];
    for await (const { batch } of batches(planEpoch(Random.fromState(random.state()), frames, config), config, make)) resumed.push(batch);
    expect(resumed).toEqual((await epochs(make)).slice(3).map(({ batch }) => batch));
  });

  it('tell what is wrong in the words of this thread, when the batch is asked for, and go on after it', async () => {
    const make = threaded(program('batches'), 2);
    const gone = { ...frames[1]!, path: join(folder, 'gone.png') };
    const loading = batches(planPlain([frames[0]!, gone, frames[2]!], 1), config, make);
    expect((await loading.next()).value?.batch.size).toBe(1);
    const failure = await loading.next().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ExpectedFailure);
    expect((failure as ExpectedFailure).failure).toMatchObject({ code: 'unreadable', message: expect.stringContaining('gone.png'), hint: expect.any(String) }); // prettier-ignore
    expect((await loading.next()).done).toBe(true);
    expect((await batches(planPlain([frames[2]!], 1), config, make).next()).value?.batch.size).toBe(1);
  });

  it('fail what they were making when one of them ends, and are started anew', async () => {
    const file = join(folder, 'ends.cjs');
    writeFileSync(file, "require('node:worker_threads').parentPort.on('message', () => process.exit(3));");
    const make = threaded(file, 1);
    const job = { items: planPlain([frames[0]!], 1)[0]!, width: 16, height: 16 };
    await expect(Promise.all([make(job), make(job)])).rejects.toThrow(/ended with code 3/);
    await expect(make(job)).rejects.toThrow(/ended with code 3/);
  });

  it.each(['leave', 'exit'])('let the program go that has lost interest in its epoch (%s)', async (how) => {
    const args = [program('abandoning'), program('batches'), frames[0]!.path, how];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 });
    expect(stdout.trim()).toBe('took 8');
    expect(stderr).toBe('');
  });
});
