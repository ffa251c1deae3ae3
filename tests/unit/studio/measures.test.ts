// The queue's numbers: measured from what is stored, kept with their mask and epoch, and anew when either changes.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ROAD, type FrameId, type RunId } from '../../../src/shared/domain';
import { emptyLabelMap } from '../../../src/shared/mask/labelMap';
import { meanEntropy, disagreement } from '../../../src/shared/metrics/uncertainty';
import { suspicion } from '../../../src/shared/metrics/suspicion';
import { PRESETS, type RunConfig } from '../../../src/shared/training/config';
import { unwrap } from '../../../src/shared/result';
import {
  goalOf,
  importFrames,
  listFrames,
  listMeasures,
  loadMask,
  lookAtSource,
  measureAll,
  measureFrames,
  removeRun,
  saveMask,
  setGoal,
  splitFrames,
  startRun,
  studioOf,
} from '../../../src/main/studio';
import { newProject, roadMask } from '../project/helpers';
import { fakeEngine, kittiFolder } from './fakeEngine';

const config: RunConfig = { ...PRESETS.quick, epochs: 2, keepEvery: 1, width: 16, height: 16 };
let studio: ReturnType<typeof studioOf>;
let run: RunId;
let frames: Record<string, FrameId>;
beforeEach(async () => {
  const folder = await kittiFolder({ a: 'mask', b: 'mask', c: 'mask', bare: null });
  const engine = fakeEngine({ road: (epoch) => [0.25, 0.5][epoch - 1]! });
  studio = studioOf(newProject(), engine);
  unwrap(await importFrames(studio, unwrap(await lookAtSource(folder)), { copy: true }));
  unwrap(splitFrames(studio.project, { kind: 'lists', train: ['a', 'b'], heldOut: ['c'] }));
  const begun = unwrap(await startRun(studio, { config, name: '' }));
  unwrap(await begun.finished);
  run = begun.run;
  frames = Object.fromEntries(listFrames(studio.project).map((frame) => [frame.name, frame.id]));
});
afterEach(() => studio.project.close());

const wish = (measure: 'iou' | 'suspicion' | 'entropy' | 'boundary' | 'epochs' | 'runs') => ({
  run,
  epoch: 2 as const,
  measure,
  others: [],
});

it('says what is stale, what is not predicted, and what the run scored itself', () => {
  const list = unwrap(listMeasures(studio.project, wish('iou')));
  expect(list.rows.map((row) => row.frame)).toEqual([frames['c']]);
  expect(list.stale).toEqual([]);
  expect(list.unpredicted).toEqual([frames['a'], frames['b']]);
  const entropy = unwrap(listMeasures(studio.project, wish('entropy')));
  expect([entropy.stale, entropy.unpredicted]).toEqual([[frames['c']], [frames['a'], frames['b'], frames['bare']]]);
});

it('predicts and measures all, and keeps every number of the one reading', async () => {
  expect(unwrap(await measureAll(studio, { ...wish('suspicion'), predict: true }))).toEqual({ measured: 3, left: 0 });
  for (const measure of ['suspicion', 'boundary', 'iou'] as const) {
    const list = unwrap(listMeasures(studio.project, wish(measure)));
    expect([list.rows.length, list.stale, list.unpredicted], measure).toEqual([3, [], []]);
  }
  expect(unwrap(listMeasures(studio.project, wish('iou'))).rows.every((row) => row.value === 1)).toBe(true);
});

it('is stale once the mask changes, and new after the stroke', async () => {
  await measureAll(studio, { ...wish('boundary'), predict: true });
  const frame = frames['a']!;
  const { version, width, height } = unwrap(loadMask(studio.project, frame));
  const rle = roadMask(width, height, 0.25);
  unwrap(saveMask(studio.project, { frame, base: version, rle, author: 'human', note: 'stroke', key: 'k' }));
  expect(unwrap(listMeasures(studio.project, wish('iou'))).stale).toEqual([frame]);
  expect(unwrap(listMeasures(studio.project, wish('suspicion'))).stale).toEqual([frame]);
  expect(unwrap(listMeasures(studio.project, wish('entropy'))).stale).toEqual([]);
  const [row] = unwrap(await measureFrames(studio, { ...wish('iou'), frames: [frame] }));
  expect(row!.value).toBeLessThan(0.7);
  expect(unwrap(listMeasures(studio.project, wish('iou'))).stale).toEqual([]);
});

it('keeps the number of an earlier epoch until the new one has predicted the frame', async () => {
  await measureAll(studio, { ...wish('suspicion'), epoch: 1, predict: true });
  const list = unwrap(listMeasures(studio.project, wish('suspicion')));
  expect(list.rows.map((row) => row.epoch)).toEqual([1, 1, 1]);
  expect([list.stale, list.unpredicted]).toEqual([[frames['c']], [frames['a'], frames['b']]]);
});

it('holds epochs against each other, and refuses runs that are one', async () => {
  await measureAll(studio, { ...wish('epochs'), predict: true });
  const rows = unwrap(listMeasures(studio.project, wish('epochs'))).rows;
  expect(rows.map((row) => [row.version, Math.round(row.value * 10) / 10])).toEqual([...Array<unknown>(4)].map(() => [null, 0.5]));
  expect(listMeasures(studio.project, wish('runs'))).toMatchObject({ ok: false, error: { code: 'bad-input' } });
});

it('of a run that is removed meanwhile nothing is kept', async () => {
  const measuring = measureAll(studio, { ...wish('suspicion'), predict: true });
  unwrap(await removeRun(studio, run));
  expect(await measuring).toMatchObject({ ok: false, error: { code: 'not-found' } });
});

it('remembers the goal, and takes one of another version for none', () => {
  expect(unwrap(goalOf(studio.project))).toEqual({ kind: 'none' });
  unwrap(setGoal(studio.project, { kind: 'iou', least: 0.95, set: 'held-out' }));
  expect(unwrap(goalOf(studio.project))).toEqual({ kind: 'iou', least: 0.95, set: 'held-out' });
});

it('measures uncertainty in bits, and disagreement as one minus the IoU of two', () => {
  expect(meanEntropy(Uint8Array.of(0, 255))).toBe(0);
  expect(meanEntropy(Uint8Array.of(127, 128))).toBeCloseTo(1, 4);
  expect(disagreement([Uint8Array.of(255, 255, 0), Uint8Array.of(255, 0, 0)], 0.5)).toBe(0.5);
  expect(disagreement([Uint8Array.of(0), Uint8Array.of(0)], 0.5)).toBe(0);
});

it('suspects a thick confident patch, and neither a thin edge, nor doubt, nor ignore', () => {
  const [width, height] = [120, 100];
  const truth = emptyLabelMap(width, height);
  const p = new Uint8Array(width * height);
  for (let y = 50; y < height; y++) for (let x = 0; x < width; x++) p[y * width + x] = 250;
  // The mask lacks the right half below, and is two rows off besides.
  for (let y = 52; y < height; y++) for (let x = 0; x < 60; x++) truth.data[y * width + x] = ROAD;
  const { value, found } = suspicion(p, truth);
  expect(value).toBeGreaterThan(0.05);
  expect([found[80 * width + 90], found[80 * width + 20], found[20 * width + 20]]).toEqual([1, 0, 0]);
  expect(
    suspicion(
      p.map((q) => (q > 0 ? 160 : 0)),
      truth,
    ).value,
  ).toBe(0);
  for (let i = 0; i < truth.data.length; i++) if (truth.data[i] !== ROAD) truth.data[i] = 255;
  expect(suspicion(p, truth).value).toBe(0);
});
