// What the window knows: one stroke changes one frame and nothing else; jobs, runs and epochs replace what they follow.
import { describe, expect, it, vi } from 'vitest';
import type { JobStatus } from '../../../src/shared/contract/app';
import type { RunDetail } from '../../../src/shared/contract/runs';
import { FrameId, JobId, VersionId, type EpochRecord, type FrameSummary } from '../../../src/shared/domain';
import { ok, fail } from '../../../src/shared/result';

const frame = (n: number, mask: number | null = n): FrameSummary => ({
  id: FrameId.parse(n),
  name: `f${n}`,
  width: 10,
  height: 10,
  split: 'train',
  review: 'unseen',
  note: '',
  mask: mask === null ? null : VersionId.parse(mask),
  edited: false,
});

type Listener = (payload: unknown) => void;

/** A studio whose answers the test holds in its hand. */
function fakeStudio(answers: Record<string, (input: never) => unknown>) {
  const listeners = new Map<string, Listener[]>();
  const domain = (name: string) =>
    new Proxy(
      {},
      { get: (_, call: string) => async (input: never) => (answers[`${name}.${call}`] ?? (() => fail('none', 'no answer')))(input) },
    );
  return {
    studio: {
      app: domain('app'),
      frames: domain('frames'),
      masks: domain('masks'),
      project: domain('project'),
      runQueue: domain('runQueue'),
      runs: domain('runs'),
      on: (event: string, listener: Listener) => {
        listeners.set(event, [...(listeners.get(event) ?? []), listener]);
        return () => undefined;
      },
      droppedPath: () => '',
    },
    emit: (event: string, payload: unknown) => listeners.get(event)?.forEach((listener) => listener(payload)),
  };
}

async function open(answers: Record<string, (input: never) => unknown>) {
  vi.resetModules();
  const fake = fakeStudio(answers);
  vi.stubGlobal('studio', fake.studio);
  const { useSession } = await import('../../../src/renderer/state/session');
  const events = await import('../../../src/renderer/state/sessionEvents');
  await events.startSession();
  return { ...fake, ...events, get: useSession.getState, subscribe: useSession.subscribe };
}

const PROJECT = { name: 'p', folder: '/p', frames: 2, classes: [], readOnly: null, sample: false };
const basics = {
  'project.current': () => ok(PROJECT),
  'project.recent': () => ok([]),
  'app.jobs': () => ok([]),
  'frames.list': () => ok([frame(1), frame(2), frame(3)]),
  'runs.list': () => ok([]),
};

describe('the session', () => {
  it('knows the frames of the project that is open', async () => {
    const { get } = await open(basics);
    expect(get().status).toBe('ready');
    expect(get().frameIds).toEqual([1, 2, 3]);
    expect(get().framesById.get(FrameId.parse(2))?.name).toBe('f2');
  });

  it('changes one frame after a stroke, and keeps the list of ids and all other frames as they are', async () => {
    const { get, emit } = await open(basics);
    const before = get();
    emit('frames', { all: false, changed: [{ ...frame(2), mask: VersionId.parse(77), edited: true }] });
    expect(get().framesById.get(FrameId.parse(2))).toMatchObject({ mask: 77, edited: true });
    expect(get().frameIds).toBe(before.frameIds);
    expect(get().frames[0]).toBe(before.frames[0]);
    expect(get().frames[2]).toBe(before.frames[2]);
    expect(before.frames[1]?.mask).toBe(2);
    expect(get().changed).toEqual([get().frames[1]]);
  });

  it('keeps the very list when only the version of a mask is another one: a stroke costs the same with 10,000 frames', async () => {
    const { get, emit } = await open(basics);
    const { frames } = get();
    emit('frames', { all: false, changed: [{ ...frame(2), mask: VersionId.parse(77) }] });
    expect(get().frames).toBe(frames);
    expect(get().frames[1]?.mask).toBe(77);
    expect(get().framesById.get(FrameId.parse(2))?.mask).toBe(77);
    expect(get().changed.map(({ id }) => id)).toEqual([2]);
  });

  it('does nothing at all for frames it does not know', async () => {
    const { get, emit } = await open(basics);
    const { frames, framesById } = get();
    emit('frames', { all: false, changed: [frame(99)] });
    expect(get().frames).toBe(frames);
    expect(get().framesById).toBe(framesById);
  });

  it('says why the frames could not be read', async () => {
    const { get } = await open({ ...basics, 'frames.list': () => fail('damaged', 'The database is damaged.') });
    expect(get().framesFailure).toMatchObject({ code: 'damaged' });
    expect(get().framesLoaded).toBe(true);
  });

  it('drops what an earlier project still answers', async () => {
    let answerFirst: (value: unknown) => void = () => undefined;
    let asked = 0;
    const { get, emit } = await open({
      ...basics,
      'frames.list': () => (++asked === 2 ? new Promise((resolve) => (answerFirst = resolve)) : ok([frame(asked)])),
    });
    emit('project', { project: { ...PROJECT, folder: '/second' } });
    emit('project', { project: { ...PROJECT, folder: '/third' } });
    await vi.waitFor(() => expect(get().frameIds).toEqual([3]));
    answerFirst(ok([frame(2)]));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(get().frameIds).toEqual([3]);
    expect(get().project?.folder).toBe('/third');
  });

  it('forgets everything of a project that was closed', async () => {
    const { get, emit } = await open(basics);
    emit('project', { project: null });
    expect(get()).toMatchObject({ project: null, frameIds: [], runs: [], status: 'ready' });
  });

  it('puts the records that came with the queue in their places, and leaves the others', async () => {
    const { get, emit } = await open({ ...basics, 'runs.list': () => ok([{ id: 3 }, { id: 1, place: 1 }]) });
    const state = { held: true, why: 'No frame is in the held-out set.' };
    emit('runQueue', {
      state,
      runs: [
        { id: 1, place: 2 },
        { id: 4, place: 1 },
      ],
    });
    expect(get().runs).toEqual([{ id: 4, place: 1 }, { id: 3 }, { id: 1, place: 2 }]);
    expect(get().runQueue).toEqual(state);
  });

  it('asks for scores once, and again after a new epoch', async () => {
    const scores = vi.fn(() =>
      ok({
        epoch: 1,
        rows: [],
        heldOut: { threshold: 0.5, frames: 0, meanIoU: null, pooledIoU: null, precision: null, recall: null, f1: null },
      }),
    );
    const { get, emit, loadScores } = await open({ ...basics, 'runs.scores': scores });
    const run = 5 as never;
    await Promise.all([loadScores(run, 'best'), loadScores(run, 'best')]);
    await loadScores(run, 'best');
    expect(scores).toHaveBeenCalledTimes(1);
    emit('run', { run: { id: 5, state: 'running' }, epoch: { epoch: 2 } });
    expect(get().scores.size).toBe(0);
    await loadScores(run, 'best');
    expect(scores).toHaveBeenCalledTimes(2);
  });

  it('drops scores that arrive after the epoch that made them stale', async () => {
    let answer: (value: unknown) => void = () => undefined;
    const { get, emit, loadScores } = await open({ ...basics, 'runs.scores': () => new Promise((resolve) => (answer = resolve)) });
    const loading = loadScores(5 as never, 'best');
    emit('run', { run: { id: 5, state: 'running' }, epoch: { epoch: 2 } });
    answer(ok({ epoch: 1, rows: [], heldOut: {} }));
    await loading;
    expect(get().scores.size).toBe(0);
  });

  it('keeps a run no longer than it is there', async () => {
    const { get, emit } = await open({
      ...basics,
      'runs.list': () =>
        ok([
          { id: 1, state: 'done' },
          { id: 2, state: 'running' },
        ]),
    });
    await vi.waitFor(() => expect(get().runs.map((run) => run.id)).toEqual([2, 1]));
    emit('runProgress', { run: 2, epoch: 1 });
    expect(get().progress.size).toBe(1);
    emit('run', { run: { id: 2, state: 'done' }, epoch: null });
    expect(get().progress.size).toBe(0);
    emit('runRemoved', { run: 1 });
    expect(get().runs.map((run) => run.id)).toEqual([2]);
  });
});

describe('the pieces of the session', () => {
  it('replaces a job by its newer word and puts a new one first', async () => {
    const { withJob } = await open(basics);
    const job = (id: number, done: number): JobStatus => ({
      id: JobId.parse(id),
      kind: 'import',
      title: '',
      state: 'running',
      done,
      total: 9,
      secondsLeft: null,
      message: '',
      hasFile: false,
    });
    const jobs = withJob(withJob([], job(1, 0)), job(2, 0));
    expect(jobs.map((one) => one.id)).toEqual([2, 1]);
    expect(withJob(jobs, job(1, 5)).map((one) => one.done)).toEqual([0, 5]);
  });

  it('replaces an epoch that is run again after a resume, and those after it', async () => {
    const { withEpoch } = await open(basics);
    const epoch = (n: number, loss: number) => ({ epoch: n, loss }) as EpochRecord;
    const detail = { run: {}, checkpoints: [], epochs: [epoch(1, 3), epoch(2, 2), epoch(3, 1)] } as unknown as RunDetail;
    expect(withEpoch(detail, epoch(2, 9)).epochs).toEqual([epoch(1, 3), epoch(2, 9)]);
    expect(withEpoch(detail, epoch(4, 0)).epochs).toHaveLength(4);
    expect(withEpoch(detail, null)).toBe(detail);
  });
});
