// The queue of runs: who begins when, what holds it, and what is left of it when the program ends. The net is a rule; everything else is real.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PRESETS, type RunConfig } from '../../../src/shared/training/config';
import { unwrap } from '../../../src/shared/result';
import type { RunId } from '../../../src/shared/domain';
import {
  getRun,
  holdQueue,
  listFrames,
  listQueue,
  listRuns,
  openProject,
  placeInQueue,
  queueRuns,
  removeRun,
  resumeRun,
  saveMask,
  splitFrames,
  startNext,
  startRun,
  studioOf,
} from '../../../src/main/studio';
import { pinnedFrames } from '../../../src/main/project/runs';
import { READ, roadMask, WRITE } from '../project/helpers';
import { type fakeEngine, splitProject } from './fakeEngine';

const config: RunConfig = { ...PRESETS.quick, epochs: 2, width: 16, height: 16 };

let engine: ReturnType<typeof fakeEngine>;
let studio: ReturnType<typeof studioOf>;
beforeEach(async () => void ({ engine, studio } = await splitProject(['a', 'b', 'c'], ['d'])));
afterEach(() => studio.project.close());

const queue = async (...names: string[]) =>
  unwrap(
    await queueRuns(
      studio,
      names.map((name) => ({ config, name, sweep: 's' })),
    ),
  );
const line = () => listQueue(studio.project).map(({ name, place }) => `${place} ${name}`);
const stateOf = (id: RunId) => unwrap(getRun(studio.project, id)).run;
/** Trains one queued run after the other, as the window and the command line do. */
async function workThrough(): Promise<string[]> {
  const order: string[] = [];
  for (;;) {
    const next = unwrap(await startNext(studio));
    if (!next) return order;
    const { name, state } = unwrap(await next.finished);
    order.push(`${name} ${state}`);
  }
}

describe('queued runs', () => {
  it('begin one after the other, in their order, and a failure does not stop the others', async () => {
    await queue('one', 'two', 'three');
    expect(line()).toEqual(['1 one', '2 two', '3 three']);
    let trained = 0;
    engine.script.beforeEpoch = (epoch) => (epoch === 2 && ++trained === 2 ? { code: 'diverged', message: 'Not a number.' } : undefined);
    expect(await workThrough()).toEqual(['one done', 'two failed', 'three done']);
    expect(line()).toEqual([]);
    expect(listRuns(studio.project).every((run) => run.place === null && run.sweep === 's')).toBe(true);
  });

  it('see the masks of the moment they begin, not of when they were queued', async () => {
    const [id] = await queue('later');
    const [a] = listFrames(studio.project);
    const edit = { frame: a!.id, base: a!.mask, rle: roadMask(20, 10, 3), author: 'human', note: 'stroke', key: 'k' } as const;
    const saved = unwrap(saveMask(studio.project, edit));
    expect(stateOf(id!)).toMatchObject({ state: 'queued', trainFrames: 0, device: '' });
    await workThrough();
    expect(pinnedFrames(studio.project.db, id!).find((frame) => frame.frame === a!.id)?.version).toBe(saved.version);
    expect(stateOf(id!)).toMatchObject({ state: 'done', trainFrames: 3, heldOutFrames: 1 });
  });

  it('change places, leave the line and come back to it, and are removed', async () => {
    const [one, two, three] = await queue('one', 'two', 'three');
    unwrap(placeInQueue(studio.project, three!, 1));
    expect(line()).toEqual(['1 three', '2 one', '3 two']);
    unwrap(placeInQueue(studio.project, one!, 9));
    expect(line()).toEqual(['1 three', '2 two', '3 one']);
    unwrap(placeInQueue(studio.project, two!, null));
    expect(line()).toEqual(['1 three', '2 one']);
    unwrap(placeInQueue(studio.project, two!, 2));
    expect(line()).toEqual(['1 three', '2 two', '3 one']);
    unwrap(await removeRun(studio, three!));
    expect(line()).toEqual(['1 two', '2 one']);
    expect(await workThrough()).toEqual(['two done', 'one done']);
    expect(placeInQueue(studio.project, one!, 1)).toMatchObject({ ok: false, error: { code: 'not-queued' } });
  });

  it('wait while one trains, and while they are held; one alone may begin all the same', async () => {
    const [, two] = await queue('one', 'two');
    const busy = unwrap(await startRun(studio, { config, name: 'busy' }));
    expect(unwrap(await startNext(studio))).toBeNull();
    unwrap(await busy.finished);
    holdQueue(studio, true);
    expect(await workThrough()).toEqual([]);
    studio.queue.only = two!;
    expect(await workThrough()).toEqual(['two done']);
    holdQueue(studio, false);
    expect(await workThrough()).toEqual(['one done']);
  });

  it('go on when the one that was to begin alone is removed before its turn', async () => {
    const [, two] = await queue('one', 'two');
    studio.queue.only = two!;
    unwrap(await removeRun(studio, two!));
    expect(await workThrough()).toEqual(['one done']);
  });

  it('stay queued when the program ends, and wait for a word when the project is opened again', async () => {
    const [, two] = await queue('one', 'two', 'three');
    unwrap(placeInQueue(studio.project, two!, null));
    studio.project.close();
    const reader = unwrap(openProject(studio.project.folder, READ));
    expect(listRuns(reader).map((run) => run.state)).toEqual(['queued', 'queued', 'queued']);
    reader.close();
    studio = studioOf(unwrap(openProject(studio.project.folder, WRITE)), engine);
    expect(line()).toEqual(['1 one', '2 three', '3 two']);
    expect(studio.queue.held).toBe(true);
    expect(await workThrough()).toEqual([]);
    holdQueue(studio, false);
    expect(await workThrough()).toEqual(['one done', 'three done', 'two done']);
  });

  it('are not begun twice, nor beside one that is just beginning', async () => {
    await queue('one');
    const tried = await Promise.all([startNext(studio), startNext(studio), startRun(studio, { config, name: 'other' })]);
    const begun = tried.flatMap((one) => (one.ok && one.value ? [one.value] : []));
    expect(begun).toHaveLength(1);
    unwrap(await begun[0]!.finished);
    // Whoever came too late waits or was refused; nothing is held by it.
    expect(studio.queue.held).toBe(false);
    await workThrough();
    expect(listRuns(studio.project).every((run) => run.state === 'done' && run.epochs === 2)).toBe(true);
  });
});

describe('a queue that cannot go on', () => {
  it('says why when the moment comes, keeps every run, and goes on once it is put right', async () => {
    await queue('one', 'two');
    unwrap(splitFrames(studio.project, { kind: 'lists', train: ['a', 'b', 'c', 'd'], heldOut: [] }));
    expect(await startNext(studio)).toMatchObject({ ok: false, error: { code: 'no-split' } });
    expect(studio.queue).toMatchObject({ held: true, why: expect.stringContaining('No frame is in the held-out set. Split') });
    unwrap(splitFrames(studio.project, { kind: 'lists', train: ['a', 'b', 'c'], heldOut: ['d'] }));
    holdQueue(studio, false);
    expect(studio.queue.why).toBe('');
    expect(await workThrough()).toEqual(['one done', 'two done']);
  });

  it('puts a run back as the next, with nothing pinned, where a picture is gone', async () => {
    const [one] = await queue('one', 'two');
    rmSync(join(studio.project.folder, 'frames', 'b.png'));
    expect(await startNext(studio)).toMatchObject({ ok: false, error: { message: expect.stringContaining('frame b ') } });
    expect(line()).toEqual(['1 one', '2 two']);
    expect(pinnedFrames(studio.project.db, one!)).toEqual([]);
  });

  it('passes over a run whose start weights are lost', async () => {
    const parent = unwrap(await unwrap(await startRun(studio, { config, name: 'parent' })).finished);
    const from = { run: parent.id, epoch: 'best' } as const;
    const [lost] = unwrap(await queueRuns(studio, [{ config, name: 'lost', from }]));
    await queue('whole');
    // The parent itself is not needed any more: its weights were copied.
    unwrap(await removeRun(studio, parent.id));
    rmSync(join(studio.project.folder, 'runs', String(lost), 'start.safetensors'));
    expect(await workThrough()).toEqual(['whole done']);
    expect(stateOf(lost!)).toMatchObject({ state: 'failed', place: null, reason: expect.stringContaining('start.safetensors') });
  });

  it('takes all runs or none, and no resuming of what has not begun', async () => {
    const bad = { config: { ...config, width: 30 }, name: 'bad' };
    expect(await queueRuns(studio, [{ config, name: 'good' }, bad])).toMatchObject({ ok: false, error: { code: 'bad-input' } });
    expect(line()).toEqual([]);
    const [one] = await queue('one');
    expect(await resumeRun(studio, one!)).toMatchObject({ ok: false, error: { code: 'queued' } });
    const reader = unwrap(openProject(studio.project.folder, READ));
    expect(await queueRuns(studioOf(reader, engine), [{ config, name: 'x' }])).toMatchObject({ ok: false, error: { code: 'read-only' } });
    reader.close();
  });
});
