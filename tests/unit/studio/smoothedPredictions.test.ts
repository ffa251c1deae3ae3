// Exports of predictions that are smoothed over neighbouring frames: what the engine is given, and what is said of it.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FrameId, RunId } from '../../../src/shared/domain';
import { PictureStyle } from '../../../src/shared/overlay/pictureStyle';
import { unwrap } from '../../../src/shared/result';
import { PRESETS } from '../../../src/shared/training/config';
import { putPrediction } from '../../../src/main/project/predictions';
import {
  exportMasks,
  exportVideo,
  importFrames,
  listFrames,
  loadMask,
  lookAtSource,
  saveMask,
  splitFrames,
  startRun,
  studioOf,
} from '../../../src/main/studio';
import type { PredictionBlob } from '../../../src/main/engine/protocol';
import { newProject, roadMask, tempFolder } from '../project/helpers';
import { fakeEngine, kittiFolder } from './fakeEngine';

const window3 = { kind: 'window', radius: 1 } as const;
let engine: ReturnType<typeof fakeEngine>;
let studio: ReturnType<typeof studioOf>;
let run: RunId;
let frames: Record<string, FrameId>;
beforeEach(async () => {
  engine = fakeEngine();
  studio = studioOf(newProject(), engine);
  const folder = await kittiFolder({ s1: 'mask', s2: 'mask', s3: 'mask', s7: 'mask' });
  unwrap(await importFrames(studio, unwrap(await lookAtSource(folder)), { copy: true }));
  unwrap(splitFrames(studio.project, { kind: 'lists', train: ['s1', 's2'], heldOut: ['s3'] }));
  const begun = unwrap(await startRun(studio, { config: { ...PRESETS.quick, epochs: 1, width: 16, height: 16 }, name: '' }));
  unwrap(await begun.finished);
  run = begun.run;
  frames = Object.fromEntries(listFrames(studio.project).map((frame) => [frame.name, frame.id]));
  const values: Record<string, number> = { s1: 10, s2: 100, s3: 220, s7: 50 };
  for (const [name, value] of Object.entries(values)) {
    const deflated = new Uint8Array(deflateSync(new Uint8Array(256).fill(value)));
    putPrediction(studio.project.write!, run, 1, { frame: frames[name]!, width: 16, height: 16, deflated });
  }
  engine.calls.length = 0;
});
afterEach(() => studio.project.close());

const style = PictureStyle.parse({ show: 'prediction', threshold: 0.5, readout: true });
const valueOf = ({ deflated }: PredictionBlob): number => new Uint8Array(inflateSync(deflated))[0]!;

it('a video has the means of neighbours, those that are not exported among them, and names what was done', async () => {
  const of = [frames['s2']!, frames['s3']!, frames['s7']!];
  const request = { ...style, run, epoch: 'best' as const, frames: of, fps: 10, out: join(tempFolder(), 'a.mp4') };
  unwrap(await exportVideo(studio, { ...request, temporal: window3 }));
  const job = engine.calls.at(-1)!.input as {
    frames: { prediction: PredictionBlob; untreated?: boolean }[];
    style: { treatment: string[] };
  };
  // (10 + 100 + 220) / 3, (100 + 220) / 2, and a frame without neighbours.
  expect(job.frames.map(({ prediction, untreated }) => [valueOf(prediction), untreated ?? false])).toEqual([
    [110, false],
    [160, false],
    [50, true],
  ]);
  expect(job.style.treatment).toEqual(['smoothed over 3 frames']);
  unwrap(await exportVideo(studio, request));
  expect(engine.calls.at(-1)!.input).toMatchObject({ style: { treatment: [] } });
});

it('scores of a curve are not mixed up with those of predictions as they are', async () => {
  const request = { ...style, strip: true, run, epoch: 'best' as const, frames: [], fps: 10, out: join(tempFolder(), 'a.mp4') };
  unwrap(await exportVideo(studio, request));
  unwrap(await exportVideo(studio, { ...request, temporal: window3 }));
  const scored = engine.calls.filter(({ name }) => name === 'frames.score').map(({ input }) => input as { frames: PredictionBlob[] });
  expect(scored).toHaveLength(2);
});

it('the score of a frame whose mask was painted on is counted anew, and of no other', async () => {
  const request = { ...style, strip: true, run, epoch: 'best' as const, frames: [], fps: 10, out: join(tempFolder(), 'a.mp4') };
  unwrap(await exportVideo(studio, request));
  const { version, width, height } = unwrap(loadMask(studio.project, frames['s2']!));
  const rle = roadMask(width, height, 0.25);
  unwrap(saveMask(studio.project, { frame: frames['s2']!, base: version, rle, author: 'human', note: 'stroke', key: 'k' }));
  unwrap(await exportVideo(studio, request));
  const scored = engine.calls.filter(({ name }) => name === 'frames.score').map(({ input }) => input as { frames: { id: FrameId }[] });
  expect(scored.map((one) => one.frames.map(({ id }) => id))).toEqual([Object.values(frames), [frames['s2']]]);
});

it('masks are those of the means, and a note says so', async () => {
  const of = { run, epoch: 'best' as const, threshold: 0.5, keepIgnore: false, temporal: window3 };
  const request = { format: 'cityscapes' as const, frames: [frames['s3']!], classes: null, of, out: join(tempFolder(), 'masks') };
  const made = unwrap(await exportMasks(studio, request));
  expect(made.notes[0]).toContain('threshold 0.50, smoothed over 3 frames');
  const asked = engine.calls.find(({ name }) => name === 'predictions.mask')!.input as { frame: { prediction: PredictionBlob } };
  expect(valueOf(asked.frame.prediction)).toBe(160);
});

it('masks that fail leave no folder behind, nor those around it', async () => {
  const around = tempFolder();
  const stop = new AbortController();
  const of = { run, epoch: 'best' as const, threshold: 0.5, keepIgnore: false };
  const request = { format: 'cityscapes' as const, frames: [frames['s3']!], classes: null, of, out: join(around, 'a', 'b', 'masks') };
  const options = { signal: stop.signal, onProgress: () => stop.abort() };
  expect(await exportMasks(studio, request, options)).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(readdirSync(around)).toEqual([]);
  unwrap(await exportMasks(studio, request));
  expect(readdirSync(join(around, 'a', 'b'))).toEqual(['masks']);
});
