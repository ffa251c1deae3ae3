// What runs predict and how they are scored: stored, computed, and never mixed up.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setScore } from '../../../src/shared/metrics/confusion';
import { PRESETS, type RunConfig } from '../../../src/shared/training/config';
import { fail, unwrap } from '../../../src/shared/result';
import type { FrameId, RunId } from '../../../src/shared/domain';
import {
  evaluate,
  exportVideo,
  getRun,
  importFrames,
  listFrames,
  lookAtSource,
  openProject,
  predict,
  prediction,
  saveMask,
  scores,
  setDecision,
  splitFrames,
  startRun,
  studioOf,
} from '../../../src/main/studio';
import { PictureStyle } from '../../../src/shared/overlay/pictureStyle';
import { READ, newProject, roadMask, tempFolder } from '../project/helpers';
import { answer, fakeEngine, kittiFolder } from './fakeEngine';

const config: RunConfig = { ...PRESETS.quick, epochs: 4, keepEvery: 0, width: 16, height: 16 };
let engine: ReturnType<typeof fakeEngine>;
let studio: ReturnType<typeof studioOf>;
let run: RunId;
let frames: Record<string, FrameId>;
beforeEach(async () => {
  const folder = await kittiFolder({ a: 'mask', b: 'mask', c: 'mask', d: 'mask', other: 'mask', bare: null });
  // Half of every mask is road; epoch 2 predicts exactly that, epoch 4 less.
  engine = fakeEngine({ road: (epoch) => [0.9, 0.5, 0.2, 0.25][epoch - 1] ?? 0 });
  studio = studioOf(newProject(), engine);
  unwrap(await importFrames(studio, unwrap(await lookAtSource(folder)), { copy: true }));
  unwrap(splitFrames(studio.project, { kind: 'lists', train: ['a', 'b'], heldOut: ['c', 'd'] }));
  const begun = unwrap(await startRun(studio, { config, name: '' }));
  unwrap(await begun.finished);
  run = begun.run;
  frames = Object.fromEntries(listFrames(studio.project).map((frame) => [frame.name, frame.id]));
  engine.calls.length = 0;
});
afterEach(() => studio.project.close());
const asked = () => engine.calls.filter((call) => call.name === 'predict.frames').length;

describe('what follows the threshold', () => {
  it('is scored, and said', async () => {
    const post = { low: null, smallest: 1_000_000, holes: 0 };
    const found = unwrap(await evaluate(studio, { run, epoch: 'best', threshold: 0.5, set: 'held-out', post }));
    expect(found).toMatchObject({ post, meanIoU: 0, pooledIoU: 0, recall: 0, precision: null });
  });

  it('is remembered with the run until it is forgotten', () => {
    const of = () => unwrap(getRun(studio.project, run)).run.decision;
    expect(of()).toBeNull();
    const decision = { threshold: 0.46, low: 0.2, smallest: 200, holes: 50 };
    expect(unwrap(setDecision(studio.project, run, decision)).decision).toEqual(decision);
    expect(of()).toEqual(decision);
    expect(unwrap(setDecision(studio.project, run, null)).decision).toBeNull();
    expect(setDecision(studio.project, 99 as RunId, null)).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });
});

describe('evaluate', () => {
  it('of the held-out frames comes from the store, and equals what the run recorded', async () => {
    const found = unwrap(await evaluate(studio, { run, epoch: 'best', threshold: 0.5, set: 'held-out' }));
    expect(Object.keys(found)).toEqual([
      'run',
      'epoch',
      'depth',
      'set',
      'post',
      'threshold',
      'frames',
      'meanIoU',
      'pooledIoU',
      'precision',
      'recall',
      'f1',
      'perFrame',
    ]);
    expect(found).toMatchObject({
      run,
      epoch: 2,
      set: 'held-out',
      threshold: 0.5,
      frames: 2,
      meanIoU: 1,
      pooledIoU: 1,
      precision: 1,
      recall: 1,
      f1: 1,
    });
    expect(found.perFrame.map(({ name, split, iou }) => [name, split, iou])).toEqual([
      ['c', 'held-out', 1],
      ['d', 'held-out', 1],
    ]);
    expect(asked()).toBe(0);
    const last = unwrap(await evaluate(studio, { run, epoch: 'last', threshold: 0.5, set: 'held-out' }));
    expect(last.perFrame.map(({ tp, fp, fn, tn }) => ({ tp, fp, fn, tn }))).toEqual(
      unwrap(scores(studio.project, { run, epoch: 4 })).rows.map((row) => row.counts),
    );
    expect(setScore(last.perFrame, 0.5).meanIoU).toBe(last.meanIoU);
  });

  it('at a depth is refused where the run has one head', async () => {
    const refused = await evaluate(studio, { run, epoch: 'best', threshold: 0.5, set: 'held-out', depth: 2 });
    expect(refused).toMatchObject({ ok: false, error: { code: 'bad-input', message: expect.stringContaining('one head') } });
  });

  it('of other sets asks the engine once, and says of every frame what it was to the run', async () => {
    const all = unwrap(await evaluate(studio, { run, epoch: 'best', threshold: 0.5, set: 'all' }));
    expect(all.perFrame.map(({ name, split }) => [name, split])).toEqual([
      ['a', 'train'],
      ['b', 'train'],
      ['c', 'held-out'],
      ['d', 'held-out'],
      ['other', 'none'],
    ]);
    expect(asked()).toBe(1);
    expect(unwrap(await evaluate(studio, { run, epoch: 'best', threshold: 0.5, set: 'train' })).frames).toBe(2);
    expect(asked()).toBe(1);
    expect(unwrap(scores(studio.project, { run, epoch: 'best' })).rows).toHaveLength(5);
    expect(unwrap(scores(studio.project, { run, epoch: 'best' })).heldOut.frames).toBe(2);
  });

  it('keeps to the sets that the run had, however frames are split since', async () => {
    unwrap(splitFrames(studio.project, { kind: 'lists', train: ['c'], heldOut: ['a', 'd'] }));
    const found = unwrap(await evaluate(studio, { run, epoch: 'best', threshold: 0.5, set: 'held-out' }));
    expect(found.perFrame.map((frame) => frame.name)).toEqual(['c', 'd']);
  });

  it('scores against the masks as they are now', async () => {
    const frame = frames['c'] as FrameId;
    const base = listFrames(studio.project).find((entry) => entry.id === frame)?.mask ?? null;
    unwrap(saveMask(studio.project, { frame, base, rle: roadMask(20, 10, 200), author: 'human', note: 'stroke', key: 'all-of-it' }));
    const found = unwrap(await evaluate(studio, { run, epoch: 'best', threshold: 0.5, set: 'held-out' }));
    expect(found.perFrame[0]?.iou).toBe(0.5);
    expect(found.meanIoU).toBe(0.75);
  });

  it('moves with the threshold and refuses one that is none', async () => {
    expect(unwrap(await evaluate(studio, { run, epoch: 'best', threshold: 1, set: 'held-out' })).recall).toBe(0);
    expect(await evaluate(studio, { run, epoch: 'best', threshold: 1.5, set: 'held-out' })).toMatchObject({
      ok: false,
      error: { code: 'bad-input' },
    });
  });

  it('works on a project opened to be read, and stores nothing', async () => {
    const project = unwrap(openProject(studio.project.folder, READ));
    const reading = studioOf(project, engine);
    expect(unwrap(await evaluate(reading, { run, epoch: 'best', threshold: 0.5, set: 'train' })).frames).toBe(2);
    expect(unwrap(await evaluate(reading, { run, epoch: 'best', threshold: 0.5, set: 'train' })).frames).toBe(2);
    expect(asked()).toBe(2);
    project.close();
  });
});

describe('a prediction', () => {
  it('of a held-out frame is there for every epoch, also those whose weights are gone', async () => {
    for (const epoch of [1, 2, 3, 4]) {
      const made = unwrap(await prediction(studio, { run, epoch, frame: frames['d'] as FrameId }));
      expect(made).toMatchObject({ epoch, width: 16, height: 16 });
    }
    expect(asked()).toBe(0);
  });

  it('of another frame is computed once and stored', async () => {
    const frame = frames['bare'] as FrameId;
    const first = unwrap(await prediction(studio, { run, epoch: 'best', frame }));
    expect(Buffer.from(first.deflated).equals(answer(frame, 0.5).deflated)).toBe(true);
    expect(unwrap(await prediction(studio, { run, epoch: 2, frame }))).toEqual(first);
    expect(asked()).toBe(1);
  });

  it('that needs weights that were not kept is refused with the epochs that have some', async () => {
    const result = await prediction(studio, { run, epoch: 3, frame: frames['a'] as FrameId });
    expect(result).toMatchObject({ ok: false, error: { code: 'no-checkpoint', hint: 'Epochs with weights: 2, 4.' } });
    rmSync(join(studio.project.folder, 'runs', String(run), 'epoch-0002.safetensors'));
    expect(await prediction(studio, { run, epoch: 2, frame: frames['a'] as FrameId })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
    expect(await prediction(studio, { run, epoch: 9, frame: frames['a'] as FrameId })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
  });
});

it('predict stores what is missing and nothing twice', async () => {
  expect(unwrap(await predict(studio, { run, epoch: 'best', frames: [] }))).toEqual({ run, epoch: 2, frames: 6, computed: 4 });
  expect(unwrap(await predict(studio, { run, epoch: 'best', frames: [] }))).toMatchObject({ computed: 0 });
});

it('predict takes a set by what its frames were to the run', async () => {
  expect(unwrap(await predict(studio, { run, epoch: 4, frames: 'held-out' }))).toMatchObject({ frames: 2, computed: 0 });
  expect(unwrap(await predict(studio, { run, epoch: 4, frames: 'train' }))).toMatchObject({ frames: 2, computed: 2 });
  expect(unwrap(await predict(studio, { run, epoch: 4, frames: 'all' }))).toMatchObject({ frames: 6, computed: 2 });
});

it('a prediction that is cancelled on its way keeps what it has, and goes on after it', async () => {
  const abort = new AbortController();
  const whole = engine.call.bind(engine);
  const call: typeof engine.call = async (name, input, options) =>
    whole(name, input, {
      ...options,
      onEvent: (event) => {
        options?.onEvent?.(event);
        abort.abort();
      },
    } as typeof options);
  const stopping = studioOf(studio.project, {
    ...engine,
    call: async (...asked: Parameters<typeof call>) => {
      const answered = await call(...asked);
      return abort.signal.aborted ? (fail('cancelled', 'The prediction was cancelled.') as typeof answered) : answered;
    },
  } as typeof engine);
  const cancelled = await predict(stopping, { run, epoch: 2, frames: [frames['a'] as FrameId] }, { signal: abort.signal });
  expect(cancelled).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  engine.calls.length = 0;
  expect(unwrap(await predict(studio, { run, epoch: 2, frames: [frames['a'] as FrameId] }))).toMatchObject({ computed: 0 });
});

it('a prediction that is only looked for is answered from the store or refused, and never computed', async () => {
  const frame = frames['bare'] as FrameId;
  expect(await prediction(studio, { run, epoch: 2, frame, stored: true })).toMatchObject({ ok: false, error: { code: 'not-stored' } });
  expect(asked()).toBe(0);
  unwrap(await prediction(studio, { run, epoch: 2, frame }));
  expect(await prediction(studio, { run, epoch: 2, frame, stored: true })).toMatchObject({ ok: true, value: { epoch: 2 } });
});

describe('an exported video', () => {
  const style = PictureStyle.parse({ show: 'both', threshold: 0.5, readout: true });
  const request = { ...style, run: null, epoch: 'best' as const, frames: [], fps: 10 };

  it('holds every frame in order with its current mask, the newest run’s prediction and its part in that run', async () => {
    const out = join(tempFolder(), 'drive.mp4');
    expect(unwrap(await exportVideo(studio, { ...request, show: 'both', out }))).toMatchObject({ file: out, frames: 6 });
    const job = engine.calls.at(-1)?.input as {
      frames: { name: string; split: string; mask: unknown; prediction: unknown }[];
      style: { runName: string };
    };
    expect(job.style.runName).toBe('unet 1, epoch 2');
    expect(job.frames.map((frame) => [frame.name, frame.split, frame.mask !== null, frame.prediction !== null])).toEqual([
      ['a', 'train', true, true],
      ['b', 'train', true, true],
      ['bare', 'none', false, true],
      ['c', 'held-out', true, true],
      ['d', 'held-out', true, true],
      ['other', 'none', true, true],
    ]);
  });

  it('of masks alone needs no run and asks for no prediction', async () => {
    const out = join(tempFolder(), 'masks.mp4');
    unwrap(await exportVideo(studio, { ...request, show: 'mask', frames: [frames['b'] as FrameId], out }));
    expect(engine.calls.map((call) => call.name)).toEqual(['video.write']);
    expect(engine.calls[0]?.input).toMatchObject({ frames: [{ name: 'b', split: 'train', prediction: null }], style: { runName: '' } });
  });

  it('is refused before anything is drawn when its file cannot be', async () => {
    expect(await exportVideo(studio, { ...request, show: 'mask', out: '/nowhere/at/all.mp4' })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
    expect(await exportVideo(studio, { ...request, show: 'mask', out: join(tempFolder(), 'x.avi') })).toMatchObject({
      ok: false,
      error: { code: 'bad-input' },
    });
    expect(await exportVideo(studio, { ...request, fps: 60, out: join(tempFolder(), 'x.gif') })).toMatchObject({
      ok: false,
      error: { code: 'bad-input', message: 'A GIF cannot show 60 frames a second.' },
    });
    expect(engine.calls).toEqual([]);
  });
});
