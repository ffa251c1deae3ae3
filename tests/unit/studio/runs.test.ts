// Runs: what is recorded of them, and that nothing stops them from going on. The net is a rule; everything else is real.
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, afterEach, describe, expect, it } from 'vitest';
import { PRESETS, type RunConfig } from '../../../src/shared/training/config';
import { unwrap, type Failure } from '../../../src/shared/result';
import type { RunNews } from '../../../src/main/studio';
import {
  controlRun,
  evaluate,
  getRun,
  importFrames,
  listFrames,
  listRuns,
  lookAtSource,
  openProject,
  removeRun,
  renameRun,
  resumeRun,
  saveMask,
  scores,
  splitFrames,
  startRun,
  studioOf,
} from '../../../src/main/studio';
import type { EngineInput } from '../../../src/main/engine/protocol';
import { pinnedFrames } from '../../../src/main/project/runs';
import { READ, WRITE, newProject, roadMask } from '../project/helpers';
import { fakeEngine, kittiFolder } from './fakeEngine';

const config: RunConfig = { ...PRESETS.quick, epochs: 6, keepEvery: 3, width: 16, height: 16 };
const died: Failure = { code: 'engine-died', message: 'The engine died.', hint: 'Resume the run.' };

let engine: ReturnType<typeof fakeEngine>;
let studio: ReturnType<typeof studioOf>;
beforeEach(async () => {
  const folder = await kittiFolder({ a: 'mask', b: 'mask', c: 'mask', d: 'mask', e: 'mask', bare: null });
  engine = fakeEngine();
  studio = studioOf(newProject(), engine);
  unwrap(await importFrames(studio, unwrap(await lookAtSource(folder)), { copy: true }));
  unwrap(splitFrames(studio.project, { kind: 'lists', train: ['a', 'b', 'c', 'bare'], heldOut: ['d', 'e'] }));
});
afterEach(() => studio.project.close());

const start = async (name = '', options = {}) => unwrap(await startRun(studio, { config, name }, options));
const trained = async (name = '') => {
  const begun = await start(name);
  return unwrap(await begun.finished);
};
const files = (run: number) => readdirSync(join(studio.project.folder, 'runs', String(run))).sort();

describe('a run', () => {
  it('pins its frames, records every epoch and keeps best, last and every k-th checkpoint', async () => {
    // Epoch 2 is the best: the masks are half road.
    engine.script.road = (epoch) => [0.2, 0.5, 0.4, 0.3, 0.2, 0.1][epoch - 1] ?? 0;
    const news: RunNews[] = [];
    const begun = await start('', { onNews: (item: RunNews) => news.push(item) });
    expect(begun.notices).toEqual(['1 train frame without a mask is left out.']);
    const run = unwrap(await begun.finished);
    expect(run).toMatchObject({
      name: 'unet 1',
      state: 'done',
      reason: '',
      epochs: 6,
      trainFrames: 3,
      heldOutFrames: 2,
      bestEpoch: 2,
      bestMeanIoU: 1,
      ...{ device: 'A processor, 2 cores (CPU, eager, float32)', path: 'eager', precision: 'float32' },
    });
    const { epochs, checkpoints } = unwrap(getRun(studio.project, run.id));
    expect(epochs.map((record) => record.epoch)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(checkpoints.map(({ epoch, best, last, kept }) => [epoch, best, last, kept])).toEqual([
      [2, true, false, false],
      [3, false, false, true],
      [6, false, true, true],
    ]);
    expect(files(run.id)).toEqual(['epoch-0002.safetensors', 'epoch-0003.safetensors', 'epoch-0006.safetensors']);
    const held = unwrap(scores(studio.project, { run: run.id, epoch: 1 }));
    expect(held.rows.map((row) => row.split)).toEqual(['held-out', 'held-out']);
    expect(held.heldOut).toEqual(epochs[0]?.heldOut);
    expect(news.filter((item) => item.kind === 'run' && item.epoch !== null)).toHaveLength(6);
    expect(news.at(-1)).toMatchObject({ kind: 'run', run: { state: 'done' } });
    expect(studio.active.size).toBe(0);
  });

  it('sees the masks of the moment it began, whatever is painted later', async () => {
    const [a] = listFrames(studio.project);
    if (!a) throw new Error('no frame');
    const begun = await start();
    const rle = roadMask(20, 10, 3);
    unwrap(saveMask(studio.project, { frame: a.id, base: a.mask, rle, author: 'human', note: 'stroke', key: 'painted-later' }));
    const run = unwrap(await begun.finished);
    expect(pinnedFrames(studio.project.db, run.id).find((frame) => frame.frame === a.id)?.version).toBe(a.mask);
    expect(unwrap(getRun(studio.project, run.id)).run.maskVersion).toBe(5);
  });

  it('gets the next number as its name, or the name it was given, and can be renamed', async () => {
    expect([(await trained()).name, (await trained('wide')).name, (await trained()).name]).toEqual(['unet 1', 'wide', 'unet 2']);
    const [newest] = listRuns(studio.project);
    if (!newest) throw new Error('no run');
    expect(unwrap(renameRun(studio.project, newest.id, '  unet 7 ')).name).toBe('unet 7');
    expect(renameRun(studio.project, newest.id, ' ')).toMatchObject({ ok: false, error: { code: 'bad-input' } });
    expect((await trained()).name).toBe('unet 8');
  });

  it('is alone: a second one is refused while it goes on, and its own record cannot be removed', async () => {
    const begun = await start();
    expect(await startRun(studio, { config, name: '' })).toMatchObject({
      ok: false,
      error: { code: 'busy', message: expect.stringContaining('unet 1') },
    });
    expect(await removeRun(studio, begun.run)).toMatchObject({ ok: false, error: { code: 'busy' } });
    unwrap(await begun.finished);
    unwrap(await removeRun(studio, begun.run));
    expect(listRuns(studio.project)).toEqual([]);
    expect(existsSync(join(studio.project.folder, 'runs', String(begun.run)))).toBe(false);
  });
});

describe('a run that ended by itself before its last epoch', () => {
  it.each([
    ['patience', 'Ended early: no better held-out mean IoU for 3 epochs; the best is epoch 2.'],
    ['budget', 'Ended early: its time budget of 1 minute is spent; the best is epoch 2.'],
  ] as const)('is done, and says why (%s); its best epoch is what it predicts and is scored with', async (end, reason) => {
    engine.script.end = end;
    engine.script.road = (epoch) => (epoch === 2 ? 0.5 : 0.1);
    const begun = unwrap(await startRun(studio, { config: { ...config, patience: 3, timeBudget: 1 }, name: '' }));
    const run = unwrap(await begun.finished);
    expect(run).toMatchObject({ state: 'done', reason, bestEpoch: 2 });
    expect(files(run.id)).toContain('epoch-0002.safetensors');
    const scored = unwrap(await evaluate(studio, { run: run.id, epoch: 'best', threshold: 0.5, set: 'held-out' }));
    expect(scored).toMatchObject({ epoch: 2, meanIoU: 1 });
    const again = await resumeRun(studio, run.id);
    expect(again).toMatchObject({ ok: false, error: { code: 'done', message: expect.stringContaining(reason.slice(1)) } });
  });

  it('has had its earlier time when it goes on', async () => {
    engine.script.beforeEpoch = async (epoch) => (await sleep(30), epoch === 3 ? died : undefined);
    const run = await trained();
    expect(run.state).toBe('interrupted');
    engine.script = {};
    unwrap(await unwrap(await resumeRun(studio, run.id)).finished);
    const jobs = engine.calls.flatMap(({ name, input }) =>
      name === 'train.run' ? [(input as EngineInput<'train.run'>).secondsBefore] : [],
    );
    expect(jobs).toEqual([0, run.seconds]);
    expect(run.seconds).toBeGreaterThan(0.05);
  });
});

describe('what a run tells of itself', () => {
  const told = (news: readonly RunNews[]) =>
    news.flatMap((item) => (item.kind === 'progress' && item.progress.step > 0 ? [item.progress] : []));
  const startWith = async (more: Partial<RunConfig>) => {
    const news: RunNews[] = [];
    const begun = unwrap(await startRun(studio, { config: { ...config, ...more }, name: '' }, { onNews: (item) => news.push(item) }));
    return { news, run: unwrap(await begun.finished) };
  };

  it('is on what it runs, once that is known, and why bfloat16 was not taken', async () => {
    engine.script.note = 'bfloat16 was not taken: the self-test differs.';
    const { news } = await startWith({});
    const runs = news.flatMap((item) => (item.kind === 'run' ? [item.run.device] : []));
    expect(runs[0]).toBe('A processor, 2 cores (CPU)');
    expect(runs[1]).toBe('A processor, 2 cores (CPU, eager, float32)');
    expect(news).toContainEqual({ kind: 'notice', message: 'bfloat16 was not taken: the self-test differs.' });
  });

  it('is what a step takes and what it waits, apart, live and in the record', async () => {
    const { news, run } = await startWith({});
    expect(told(news).find((progress) => progress.step === 2)).toMatchObject({ stepSeconds: 1, waitSeconds: 0.5, budgetLeft: null });
    expect(unwrap(getRun(studio.project, run.id)).epochs.at(-1)).toMatchObject({ epoch: 6, stepSeconds: 1, waitSeconds: 0.5 });
  });

  it('is its learning rate, its epochs without a better score, and what is left of its time', async () => {
    engine.script.road = (epoch) => (epoch === 2 ? 0.5 : 0.2);
    const { news } = await startWith({ timeBudget: 5, patience: 9 });
    const steps = told(news).filter((progress) => progress.state === 'running' && !progress.scoring);
    const of = (epoch: number) => steps.find((progress) => progress.epoch === epoch && progress.withoutBetter === Math.max(0, epoch - 3));
    expect(of(1)).toMatchObject({ learningRate: 1e-3, yielding: false });
    expect(of(6)?.withoutBetter).toBe(3);
    expect(of(6)?.budgetLeft).toBeGreaterThan(290);
    expect(of(6)?.budgetLeft).toBeLessThanOrEqual(300);
  });

  it('goes on counting where a resumed run left off', async () => {
    engine.script.road = (epoch) => (epoch === 1 ? 0.5 : 0.2);
    engine.script.beforeEpoch = (epoch) => (epoch === 4 ? died : undefined);
    const stopped = await trained();
    delete engine.script.beforeEpoch;
    const news: RunNews[] = [];
    unwrap(await unwrap(await resumeRun(studio, stopped.id, { onNews: (item) => news.push(item) })).finished);
    expect(news.find((item) => item.kind === 'progress')).toMatchObject({ progress: { withoutBetter: 2 } });
  });
});

describe('a run is refused, in a sentence that says what to do,', () => {
  const refusal = async () => {
    const result = await startRun(studio, { config, name: '' });
    return result.ok ? expect.fail('it should be refused') : result.error;
  };

  it('where a set is empty or has no mask', async () => {
    unwrap(splitFrames(studio.project, { kind: 'lists', train: ['a', 'b'], heldOut: [] }));
    expect(await refusal()).toMatchObject({
      code: 'no-split',
      message: 'No frame is in the held-out set.',
      hint: expect.stringContaining('Split'),
    });
    unwrap(splitFrames(studio.project, { kind: 'lists', train: ['a', 'b'], heldOut: ['bare'] }));
    expect(await refusal()).toMatchObject({ code: 'no-masks', message: 'None of the held-out frames has a mask.' });
    expect(listRuns(studio.project)).toEqual([]);
  });

  it('where its settings are out of range, or the device does not work', async () => {
    expect(await startRun(studio, { config: { ...config, width: 30 }, name: '' })).toMatchObject({
      ok: false,
      error: { code: 'bad-input', message: expect.stringContaining('width') },
    });
    engine.script.device = { code: 'not-set-up', message: 'No TensorFlow.' };
    expect(await refusal()).toMatchObject({ code: 'not-set-up' });
    expect(listRuns(studio.project)).toEqual([]);
  });

  it('where an image is gone, and its record says why', async () => {
    rmSync(join(studio.project.folder, 'frames', 'b.png'));
    expect(await refusal()).toMatchObject({ code: 'not-found', message: expect.stringContaining('frame b ') });
    expect(listRuns(studio.project)).toMatchObject([{ state: 'failed', reason: expect.stringContaining('frame b ') }]);
    expect(await refusal()).toMatchObject({ code: 'not-found' });
  });
});

describe('a run whose engine', () => {
  it('dies is interrupted, and goes on from its last checkpoint to the same record', async () => {
    engine.script.beforeEpoch = (epoch) => (epoch === 4 ? died : undefined);
    const stopped = await trained();
    expect(stopped).toMatchObject({ state: 'interrupted', epochs: 3, reason: 'The engine died. Resume the run.' });
    delete engine.script.beforeEpoch;
    const run = unwrap(await unwrap(await resumeRun(studio, stopped.id)).finished);
    expect(run).toMatchObject({ state: 'done', epochs: 6, reason: '' });
    const resumed = engine.calls.filter((call) => call.name === 'train.run')[1]?.input as { resume: string };
    expect(resumed.resume).toContain('epoch-0003');
    expect(await resumeRun(studio, run.id)).toMatchObject({ ok: false, error: { code: 'done' } });
  });

  it('fails says why, and can be resumed', async () => {
    engine.script.beforeEpoch = (epoch) => (epoch === 2 ? { code: 'diverged', message: 'The loss is not a number.' } : undefined);
    const failed = await trained();
    expect(failed).toMatchObject({ state: 'failed', reason: 'The loss is not a number.', epochs: 1 });
    delete engine.script.beforeEpoch;
    expect(unwrap(await unwrap(await resumeRun(studio, failed.id)).finished).state).toBe('done');
  });

  it('is interrupted by the person leaves no run behind that seems to go on', async () => {
    const abort = new AbortController();
    engine.script.beforeEpoch = (epoch) => {
      if (epoch === 3) abort.abort();
    };
    const begun = await start('', { signal: abort.signal });
    expect(unwrap(await begun.finished)).toMatchObject({ state: 'interrupted', epochs: 2 });
    expect(await controlRun(studio, begun.run, 'pause')).toMatchObject({ ok: false, error: { code: 'not-running' } });
  });
});

it('a run that its program left running is interrupted when the project is opened again, but not when it is only read', async () => {
  let release = (): void => undefined;
  engine.script.beforeEpoch = (epoch) => (epoch === 2 ? new Promise<void>((resolve) => (release = resolve)) : undefined);
  const begun = await start();
  while (unwrap(getRun(studio.project, begun.run)).epochs.length < 1) await new Promise((resolve) => setTimeout(resolve, 5));
  const reader = unwrap(openProject(studio.project.folder, READ));
  expect(listRuns(reader)[0]?.state).toBe('running');
  reader.close();
  // As a killed program leaves it: the record as it is, nobody training.
  begun.finished.catch(() => undefined);
  studio.project.close();
  const project = unwrap(openProject(studio.project.folder, WRITE));
  expect(listRuns(project)[0]).toMatchObject({ state: 'interrupted', reason: expect.stringContaining('resumed') });
  studio = studioOf(project, engine);
  delete engine.script.beforeEpoch;
  expect(unwrap(await unwrap(await resumeRun(studio, begun.run)).finished)).toMatchObject({ state: 'done', epochs: 6 });
  release();
});

describe('resuming, when the last checkpoint', () => {
  const interrupted = async () => {
    engine.script.beforeEpoch = (epoch) => (epoch === 6 ? died : undefined);
    const run = await trained();
    delete engine.script.beforeEpoch;
    expect(files(run.id)).toEqual(['epoch-0002.safetensors', 'epoch-0003.safetensors', 'epoch-0005.safetensors']);
    return run.id;
  };

  it('is damaged, goes on from the newest whole one and says so', async () => {
    const id = await interrupted();
    writeFileSync(join(studio.project.folder, 'runs', String(id), 'epoch-0005.safetensors'), 'weights of epoch 5, seed 2');
    const begun = unwrap(await resumeRun(studio, id));
    expect(begun.notices).toEqual(['The checkpoint of epoch 5 is missing or damaged; the run goes on from epoch 3.']);
    expect(unwrap(await begun.finished)).toMatchObject({ state: 'done', epochs: 6 });
  });

  it('is gone with all others, begins anew', async () => {
    const id = await interrupted();
    rmSync(join(studio.project.folder, 'runs'), { recursive: true });
    const begun = unwrap(await resumeRun(studio, id));
    expect(begun.notices[0]).toMatch(/missing or damaged; the run goes on from its beginning/);
    expect(unwrap(await begun.finished)).toMatchObject({ state: 'done', epochs: 6 });
    expect(unwrap(getRun(studio.project, id)).checkpoints.map((checkpoint) => checkpoint.epoch)).toEqual([2, 3, 6]);
  });
});

it('a run whose checkpoint file is not what the engine says fails, and keeps only what is true', async () => {
  engine.script.cutShort = (epoch) => epoch === 3;
  const run = await trained();
  expect(run).toMatchObject({ state: 'failed', epochs: 2, reason: expect.stringContaining('epoch-0003.safetensors has') });
  engine.script.cutShort = () => false;
  expect(unwrap(await unwrap(await resumeRun(studio, run.id)).finished)).toMatchObject({ state: 'done', epochs: 6 });
});
