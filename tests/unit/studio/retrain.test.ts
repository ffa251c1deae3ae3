// Retraining from corrections: what counts as corrected, how often it is seen, and what is said to have become better and worse.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Random } from '../../../src/shared/random';
import { PRESETS, type RunConfig } from '../../../src/shared/training/config';
import { unwrap } from '../../../src/shared/result';
import type { FrameId, RunId } from '../../../src/shared/domain';
import { planEpoch } from '../../../src/main/engine/data/plan';
import type { EngineFrame, EngineInput } from '../../../src/main/engine/protocol';
import {
  getRun,
  keepRetrained,
  listFrames,
  queueRuns,
  removeRun,
  retrainingStart,
  retrainReport,
  saveMask,
  splitFrames,
  startNext,
  startRun,
  type studioOf,
} from '../../../src/main/studio';
import { roadMask } from '../project/helpers';
import { type fakeEngine, splitProject } from './fakeEngine';

const config: RunConfig = { ...PRESETS.quick, epochs: 2, width: 16, height: 16 };
let engine: ReturnType<typeof fakeEngine>;
let studio: ReturnType<typeof studioOf>;
beforeEach(async () => void ({ engine, studio } = await splitProject(['a', 'b', 'c'], ['d', 'e'])));
afterEach(() => studio.project.close());

let key = 0;
/** The masks are half road to begin with: 100 of 200 pixels. */
function correct(name: string, road: number, author: 'human' | 'model' = 'human'): void {
  const frame = listFrames(studio.project).find((one) => one.name === name)!;
  const edit = { frame: frame.id, base: frame.mask, rle: roadMask(20, 10, road), author, note: 'stroke', key: `k${++key}` };
  unwrap(saveMask(studio.project, edit));
}
const parent = async (): Promise<RunId> => {
  // Best at its first epoch: 0.4 of the frame is road where the masks say 0.5.
  engine.script.road = (epoch) => (epoch === 1 ? 0.4 : 0.1);
  return unwrap(await unwrap(await startRun(studio, { config, name: 'unet 1' })).finished).id;
};
const startOf = (run: RunId, weight = 3, minutes = 5) =>
  unwrap(retrainingStart(studio.project, { from: { run, epoch: 'best' }, minutes, weight }));
const lastJob = () => engine.calls.filter(({ name }) => name === 'train.run').at(-1)!.input as EngineInput<'train.run'>;
const times = () => Object.fromEntries(lastJob().train.map(({ name, times: n }) => [name, n]));

describe('a retraining', () => {
  it('starts from the best epoch with the settings of the run, within its budget, and sees corrected train frames several times', async () => {
    const run = await parent();
    correct('b', 80);
    correct('c', 60, 'model');
    correct('d', 80);
    const begun = unwrap(await startRun(studio, startOf(run)));
    expect(begun.notices).toEqual(['1 corrected train frame counts 3 times.']);
    const made = unwrap(await begun.finished);
    expect(made).toMatchObject({
      ...{ name: 'unet 1 retrained', origin: 'starts from unet 1, epoch 1; corrected frames count 3 times' },
      ...{ retrain: { of: run, epoch: 1, verdict: 'open' }, config: { ...config, timeBudget: 5 } },
    });
    expect(times()).toEqual({ a: 1, b: 3, c: 1 });
    expect(lastJob().start).toContain('start.safetensors');
    expect(startOf(made.id).name).toBe('unet 1 retrained 2');
    expect(unwrap(keepRetrained(studio.project, made.id)).retrain?.verdict).toBe('kept');
  });

  it('takes what is corrected until it begins, when it waits in the queue', async () => {
    const run = await parent();
    unwrap(await queueRuns(studio, [startOf(run, 2)], true));
    correct('a', 20);
    unwrap(await unwrap(await startNext(studio))!.finished);
    expect(times()).toEqual({ a: 2, b: 1, c: 1 });
  });

  it('counts what was corrected since the run that it starts from, not since one before', async () => {
    const run = await parent();
    correct('a', 20);
    const second = unwrap(await unwrap(await startRun(studio, startOf(run))).finished);
    correct('b', 20);
    unwrap(await unwrap(await startRun(studio, startOf(second.id))).finished);
    expect(times()).toEqual({ a: 1, b: 3, c: 1 });
  });

  it('says when there is nothing new to learn from, and refuses odd numbers', async () => {
    const run = await parent();
    const begun = unwrap(await startRun(studio, startOf(run)));
    expect(begun.notices).toEqual([
      'No train frame was corrected since the run that it starts from: it learns from the same masks as before.',
    ]);
    unwrap(await begun.finished);
    expect(retrainingStart(studio.project, { from: { run, epoch: 'best' }, minutes: 0, weight: 1 })).toMatchObject({ ok: false });
    expect(await startRun(studio, { ...startOf(run), retrain: { weight: 0 } })).toMatchObject({ ok: false, error: { code: 'bad-input' } });
  });
});

describe('what became better and worse', () => {
  it('is told of held-out frames and corrected train frames, both nets against the masks of now at one threshold', async () => {
    const run = await parent();
    correct('b', 100 - 20);
    correct('d', 200);
    engine.script.road = () => 0.6;
    const made = unwrap(await unwrap(await startRun(studio, startOf(run))).finished);
    // Either net is a rule of its epoch alone: the parent's predictions of held-out frames are stored, those of b are made now, with 0.4.
    engine.script.road = (epoch) => (epoch === 1 ? 0.4 : 0.6);
    const report = unwrap(await retrainReport(studio, made.id));
    expect(report).toMatchObject({
      parent: { run, epoch: 1, name: 'unet 1' },
      run: { run: made.id, epoch: 1 },
      threshold: config.threshold,
      heldOut: { frames: 2, better: 2, worse: 0 },
    });
    const byName = Object.fromEntries(report.frames.map((frame) => [frame.name, frame]));
    expect(Object.keys(byName).sort()).toEqual(['b', 'd', 'e']);
    expect(byName['b']).toMatchObject({ split: 'train', corrected: true });
    expect(byName['d']).toMatchObject({ split: 'held-out', corrected: true });
    expect(byName['e']).toMatchObject({ split: 'held-out', corrected: false });
    // All of d is road now: the parent calls 0.4 of it so, the new run 0.6.
    expect(byName['d']!.before).toBeCloseTo(0.4, 1);
    expect(byName['d']!.after).toBeCloseTo(0.6, 1);
    const { mean } = report.heldOut;
    expect(mean.before).toBeCloseTo((byName['d']!.before + byName['e']!.before) / 2, 9);
    expect(mean.after).toBeCloseTo((byName['d']!.after + byName['e']!.after) / 2, 9);
    const deltas = report.frames.map(({ before, after }) => after - before);
    expect(deltas).toEqual([...deltas].sort((a, b) => a - b));
  });

  it('counts no frame as held out that either run was trained on', async () => {
    const run = await parent();
    // b was trained on, and is held out from now on.
    unwrap(splitFrames(studio.project, { kind: 'lists', train: ['a', 'c'], heldOut: ['b', 'd', 'e'] }));
    correct('b', 50);
    const made = unwrap(await unwrap(await startRun(studio, startOf(run))).finished);
    const { frames, heldOut } = unwrap(await retrainReport(studio, made.id));
    expect(heldOut.frames).toBe(2);
    expect(frames.find(({ name }) => name === 'b')).toMatchObject({ split: 'train', corrected: true });
  });

  it('cannot be told once the run that it started from is gone, nor of a run that retrains none', async () => {
    const run = await parent();
    const made = unwrap(await unwrap(await startRun(studio, startOf(run))).finished);
    expect(await retrainReport(studio, run)).toMatchObject({ ok: false, error: { code: 'bad-input' } });
    unwrap(await removeRun(studio, run));
    expect(await retrainReport(studio, made.id)).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(unwrap(getRun(studio.project, made.id)).run.retrain?.of).toBe(run);
  });
});

describe('an epoch', () => {
  const frame = (n: number, often?: number): EngineFrame => ({
    ...{ id: n as FrameId, name: `f${n}`, path: '', width: 20, height: 10, mask: null },
    ...(often === undefined ? {} : { times: often }),
  });

  it('sees a frame as often as it counts, each time augmented anew, and the same for the same seed', () => {
    const frames = [frame(1), frame(2, 3), frame(3, 1)];
    const plan = (seed: number) => planEpoch(Random.seeded(seed), frames, { ...config, batch: 2 });
    const seen = plan(1).flat();
    expect(seen.map(({ frame: { id } }) => id).sort()).toEqual([1, 2, 2, 2, 3]);
    expect(plan(1).map((batch) => batch.length)).toEqual([2, 2, 1]);
    expect(
      new Set(seen.filter(({ frame: { id } }) => id === 2).map(({ augmentation }) => JSON.stringify(augmentation))).size,
    ).toBeGreaterThan(1);
    expect(plan(1)).toEqual(plan(1));
    expect(plan(2)).not.toEqual(plan(1));
  });

  it('of frames that count once is what it was before there were weights', () => {
    const plain = [frame(1), frame(2), frame(3)];
    const once = plain.map((one) => ({ ...one, times: 1 }));
    const drawn = (frames: readonly EngineFrame[]) =>
      planEpoch(Random.seeded(7), frames, { ...config, batch: 2 }).map((batch) =>
        batch.map(({ frame: { id }, augmentation }) => [id, augmentation]),
      );
    expect(drawn(once)).toEqual(drawn(plain));
  });
});
