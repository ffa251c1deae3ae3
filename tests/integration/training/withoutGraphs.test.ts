// A machine on which no graph can be made: runs and predictions go on operation by operation. In a file of its own: a process that fell back stays so.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { predictFrames } from '../../../src/main/engine/prediction/handler';
import type { EngineFrame } from '../../../src/main/engine/protocol';
import { stepPath } from '../../../src/main/engine/tensorflow/path';
import { temporaryFolder, tinyConfig, tinyFrames, trainTiny } from './support';

vi.mock('../../../src/main/engine/tensorflow/hardware', async (original) => ({
  ...(await original<object>()),
  hasBfloat16: async () => true,
}));

const folder = temporaryFolder();
const config = { ...tinyConfig, base: 2, epochs: 1, precision: 'float32' as const };
let frames: readonly EngineFrame[];
let checkpoint: string;
beforeAll(async () => {
  frames = await tinyFrames(join(folder, 'frames'), 6);
  const job = { config, train: frames.slice(0, 4), heldOut: frames.slice(4), folder: join(folder, 'whole'), resume: null };
  checkpoint = (await trainTiny(job)).epochs[0]!.checkpoint.file;
  expect(stepPath()).toBe('graph');
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  // Where graphs are written on their way into TensorFlow.
  vi.stubEnv('TMPDIR', join(folder, 'not there'));
});
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

it('a run that asks for auto is told that bfloat16 could not be tried, and trains', async () => {
  const job = { config: { ...config, precision: 'auto' as const }, train: frames.slice(0, 4), heldOut: frames.slice(4) };
  const { events, epochs, outcome } = await trainTiny({ ...job, folder: join(folder, 'auto'), resume: null });
  expect(events[0]).toMatchObject({
    kind: 'started',
    path: 'eager',
    precision: 'float32',
    note: expect.stringContaining('could not be run'),
  });
  expect([outcome.end, epochs.length]).toEqual(['done', 1]);
});

it('the prediction that finds it out is made all the same', async () => {
  vi.resetModules();
  const fresh = await import('../../../src/main/engine/prediction/handler');
  expect(fresh.predictFrames).not.toBe(predictFrames);
  const ask = { config, checkpoint, frames, threshold: 0.5 };
  expect(await fresh.predictFrames(ask, { emit: () => undefined, signal: new AbortController().signal })).toEqual({ frames: 6 });
});
