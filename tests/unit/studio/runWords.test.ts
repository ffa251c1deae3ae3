// Tags and notes of runs, and what a change of the split says of the runs before it.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PRESETS, type RunConfig } from '../../../src/shared/training/config';
import { unwrap } from '../../../src/shared/result';
import {
  annotateRun,
  countMoved,
  importFrames,
  listFrames,
  listRuns,
  lookAtSource,
  markFrames,
  splitFrames,
  startRun,
  studioOf,
} from '../../../src/main/studio';
import { runsToCount } from '../../../src/main/project/runs';
import { newProject } from '../project/helpers';
import { fakeEngine, kittiFolder } from './fakeEngine';

const config: RunConfig = { ...PRESETS.quick, epochs: 1, width: 16, height: 16 };
let studio: ReturnType<typeof studioOf>;
beforeEach(async () => {
  studio = studioOf(newProject(), fakeEngine());
  const folder = await kittiFolder({ a: 'mask', b: 'mask', c: 'mask', d: 'mask' });
  unwrap(await importFrames(studio, unwrap(await lookAtSource(folder)), { copy: true }));
  unwrap(splitFrames(studio.project, { kind: 'lists', train: ['a', 'b'], heldOut: ['c', 'd'] }));
  unwrap(await unwrap(await startRun(studio, { config, name: 'one' })).finished);
});
afterEach(() => studio.project.close());
const only = () => listRuns(studio.project)[0]!;
const frame = (name: string) => listFrames(studio.project).find((one) => one.name === name)!.id;

it('keeps tags and a note, each once; what is not given stays, what is too much is refused', () => {
  expect(only()).toMatchObject({ tags: [], note: '', moved: 0, moves: [] });
  unwrap(annotateRun(studio.project, only().id, { tags: ['wide', ' wide', 'night'], note: ' sees far ' }));
  expect(only()).toMatchObject({ tags: ['wide', 'night'], note: 'sees far' });
  unwrap(annotateRun(studio.project, only().id, { note: '' }));
  expect(only()).toMatchObject({ tags: ['wide', 'night'], note: '' });
  const many = Array.from({ length: 21 }, (_, i) => `t${i}`);
  expect(annotateRun(studio.project, only().id, { tags: many })).toMatchObject({ ok: false, error: { code: 'bad-input' } });
  expect(only().tags).toEqual(['wide', 'night']);
});

it('tells of a run whose frames were moved between the sets, at once and after counting, and of none once they are back', async () => {
  unwrap(markFrames(studio.project, [{ frame: frame('c'), split: 'train' }]));
  expect(only()).toMatchObject({ moved: 1, moves: [{ from: 'held-out', to: 'train', frames: 1 }] });
  unwrap(splitFrames(studio.project, { kind: 'lists', train: ['b', 'c', 'd'], heldOut: ['a'] }));
  const counted = unwrap(await countMoved(studio.project));
  expect(counted.map((run) => run.moved)).toEqual([3]);
  expect(runsToCount(studio.project.db)).toEqual([]);
  expect(only().moves).toEqual([
    { from: 'held-out', to: 'train', frames: 2 },
    { from: 'train', to: 'held-out', frames: 1 },
  ]);
  // A run that begins now saw the sets of now.
  unwrap(await unwrap(await startRun(studio, { config, name: 'two' })).finished);
  expect(only()).toMatchObject({ name: 'two', moved: 0 });
  unwrap(splitFrames(studio.project, { kind: 'lists', train: ['a', 'b'], heldOut: ['c', 'd'] }));
  expect(listRuns(studio.project).map((run) => run.moved)).toEqual([3, 0]);
  // A review alone moves nothing, and nothing is counted anew.
  unwrap(await countMoved(studio.project));
  unwrap(markFrames(studio.project, [{ frame: frame('a'), state: 'reviewed' }]));
  expect(runsToCount(studio.project.db)).toEqual([]);
});
