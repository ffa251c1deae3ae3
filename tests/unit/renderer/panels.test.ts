// Small pure parts of the panels: mask history, split preview, export form, curves, status line, threshold curves.
import { describe, expect, it } from 'vitest';
import { FrameId, RunId, VersionId, type FrameSummary, type MaskVersionSummary } from '../../../src/shared/domain';
import { thresholdCurve } from '../../../src/shared/metrics/thresholds';
import { NO_POST } from '../../../src/shared/prediction/decision';
import { framesBetween, lengthWords, readExport, sizesDiffer, type ExportValues, shapesOf } from '../../../src/renderer/exporting/form';
import { divisible, splitCounts, splitProblem, usualCount } from '../../../src/renderer/importing/split';
import { historyLines } from '../../../src/renderer/inspector/history';

const frame = (n: number, more: Partial<FrameSummary> = {}): FrameSummary => ({
  id: FrameId.parse(n),
  name: `f${n}`,
  width: 1242,
  height: 375,
  split: 'none',
  review: 'unseen',
  note: '',
  mask: VersionId.parse(n),
  edited: false,
  ...more,
});

describe('the history of a mask', () => {
  const minute = 60_000;
  const version = (id: number, author: MaskVersionSummary['author'], note: string, createdAt: number): MaskVersionSummary => ({
    id: VersionId.parse(id),
    frame: FrameId.parse(1),
    parent: null,
    author,
    note,
    changed: 10,
    createdAt,
    name: null,
    runs: [],
  });

  it('says strokes in a row as one line, with what they changed together', () => {
    const lines = historyLines([
      version(4, 'human', 'stroke', 3 * minute),
      version(3, 'human', 'stroke', 2 * minute),
      version(2, 'human', 'stroke', minute),
      version(1, 'import', 'imported from KITTI', 0),
    ]);
    expect(lines).toMatchObject([
      { id: 4, who: 'You', what: '3 strokes', at: 3 * minute, versions: 3, changed: 30 },
      { id: 1, who: 'Import', what: 'KITTI', versions: 1 },
    ]);
  });

  it('tells strokes of different sittings apart, though each is close to the next', () => {
    const lines = historyLines([
      version(3, 'human', 'stroke', 60 * minute),
      version(2, 'human', 'stroke', 1 * minute),
      version(1, 'human', 'stroke', 0),
    ]);
    expect(lines.map((line) => line.what)).toEqual(['1 stroke', '2 strokes']);
  });

  it('does not join what something else lies between', () => {
    const lines = historyLines([version(3, 'human', 'stroke', 2), version(2, 'human', 'undo', 1), version(1, 'human', 'stroke', 0)]);
    expect(lines.map((line) => line.what)).toEqual(['1 stroke', '1 undone', '1 stroke']);
  });

  it('names the run that made a version', () => {
    expect(historyLines([version(1, 'model', 'unet 12, epoch 44', 0)])).toMatchObject([{ who: 'unet 12', what: 'epoch 44' }]);
    expect(historyLines([version(1, 'human', 'named: before lunch', 0)])).toMatchObject([{ who: 'You', what: 'named: before lunch' }]);
  });
});

describe('the split form', () => {
  const frames = [frame(1), frame(2), frame(3), frame(4, { mask: null }), frame(5)];

  it('divides the frames that have a mask, as main does', () => {
    expect(divisible(frames)).toBe(4);
    expect(splitCounts(frames, { kind: 'last', count: 1 })).toEqual({ train: 3, heldOut: 1, none: 1 });
    expect(splitCounts(frames, { kind: 'ratio', ratio: 0.5, seed: 1 })).toEqual({ train: 2, heldOut: 2, none: 1 });
  });

  it('divides all where none has a mask yet', () => {
    expect(splitCounts([frame(1, { mask: null }), frame(2, { mask: null })], { kind: 'last', count: 1 })).toEqual({
      train: 1,
      heldOut: 1,
      none: 0,
    });
  });

  it('counts of lists only names that are there, once', () => {
    const rule = { kind: 'lists' as const, train: ['f1', 'f2', 'f2', 'nobody'], heldOut: ['f3', 'f2'] };
    expect(splitCounts(frames, rule)).toEqual({ train: 1, heldOut: 2, none: 2 });
  });

  it('says what would be wrong with it', () => {
    expect(splitProblem({ train: 3, heldOut: 1, none: 0 })).toBeUndefined();
    expect(splitProblem({ train: 0, heldOut: 4, none: 0 })).toMatch(/train on/);
    expect(splitProblem({ train: 4, heldOut: 0, none: 0 })).toMatch(/held out/);
    expect(splitProblem({ train: 0, heldOut: 0, none: 4 })).toMatch(/lists/);
  });

  it('proposes the reference split for a set like KITTI, and a fifth of a small one', () => {
    expect(usualCount(Array.from({ length: 200 }, (_, n) => frame(n + 1)))).toBe(30);
    expect(usualCount(Array.from({ length: 60 }, (_, n) => frame(n + 1)))).toBe(12);
    expect(usualCount([frame(1)])).toBe(1);
  });
});

describe('the export form', () => {
  const frames = [frame(1), frame(2), frame(3, { mask: null }), frame(4)];
  const values: ExportValues = {
    kind: 'video',
    from: null,
    to: null,
    show: 'both',
    panels: null,
    arrange: 'fit',
    borders: null,
    as: 'mp4',
    fps: '10',
    readout: true,
    strip: false,
    title: '',
    titleAs: 'line',
    width: '',
    masksOf: 'masks',
    keepIgnore: false,
    format: 'kitti' as const,
    without: new Set<number>(),
    shapes: null,
  };
  const context = {
    frames,
    run: RunId.parse(3),
    epoch: 'best' as const,
    threshold: 0.46,
    maskOpacity: 0.3,
    predictionOpacity: 0.6,
    outlineOnly: false,
    post: NO_POST,
    temporal: null,
  };

  it('asks for all frames in order when no range is chosen', () => {
    expect(readExport(values, context).request).toMatchObject({ run: 3, frames: [1, 2, 3, 4], threshold: 0.46, fps: 10, show: 'both' });
  });

  it('asks for opacities and outlines as the canvas has them, and for its own where they were chosen', () => {
    expect(readExport(values, context).request).toMatchObject({ alphaMask: 0.3, alphaPrediction: 0.6, borders: 'with', width: null });
    expect(readExport(values, { ...context, outlineOnly: true }).request).toMatchObject({ borders: 'only' });
    expect(readExport({ ...values, borders: 'none', width: '640' }, context).request).toMatchObject({ borders: 'none', width: 640 });
  });

  it('takes a range either way round, and its ends', () => {
    expect(framesBetween(frames, FrameId.parse(4), FrameId.parse(2)).map((one) => one.id)).toEqual([2, 3, 4]);
    expect(framesBetween(frames, FrameId.parse(3), FrameId.parse(3)).map((one) => one.id)).toEqual([3]);
    expect(framesBetween(frames, FrameId.parse(99), null).map((one) => one.id)).toEqual([1, 2, 3, 4]);
  });

  it('names no run when only masks are shown', () => {
    expect(readExport({ ...values, show: 'mask' }, context).request).toMatchObject({ run: null });
  });

  it.each([
    [{ ...values, fps: '0' }, context, 'fps'],
    [{ ...values, fps: 'x' }, context, 'fps'],
    [{ ...values, fps: '121' }, context, 'fps'],
    [{ ...values, as: 'gif', fps: '60' }, context, 'fps'],
    [{ ...values, panels: [] }, context, 'panels'],
    [{ ...values, width: '12' }, context, 'width'],
    [{ ...values, title: 'x'.repeat(121) }, context, 'title'],
    [{ ...values, show: 'mask', strip: true }, { ...context, run: null }, 'run'],
    [values, { ...context, run: null }, 'run'],
    [values, { ...context, frames: [] }, 'range'],
    [{ ...values, show: 'mask' as const, from: FrameId.parse(3), to: FrameId.parse(3) }, context, 'mask'],
  ] as const)('asks for nothing that cannot be made (%#)', (wish, where, field) => {
    const { request, problems } = readExport(wish, where);
    expect(request).toBeUndefined();
    expect(Object.keys(problems)).toEqual([field]);
  });

  it('does not mind the frame rate of pictures', () => {
    expect(readExport({ ...values, kind: 'overlays', fps: 'x' }, context).problems).toEqual({});
  });

  it('says how long the video will be, and when its frames differ in size', () => {
    expect(lengthWords(200, 10)).toBe('200 frames · 20 s');
    expect(lengthWords(36, 10)).toBe('36 frames · 3.6 s');
    expect(sizesDiffer(frames)).toBe(false);
    expect(sizesDiffer([...frames, frame(9, { width: 1226 })])).toBe(true);
  });
});

describe('the threshold ruler', () => {
  it('leaves gaps in its curve where a score has no meaning', async () => {
    const { curvePath } = await import('../../../src/renderer/inspector/curvePath');
    const road = new Array<number>(256).fill(0);
    const notRoad = new Array<number>(256).fill(0);
    road[200] = 10;
    notRoad[50] = 10;
    const curve = thresholdCurve({ road, notRoad });
    // Above every value nothing is predicted: precision has no meaning there, recall is 0.
    expect(curvePath(curve, 'precision')).toMatch(/^M0\.0 /);
    expect(curvePath(curve, 'precision').split(/[ML]/)).toHaveLength(1 + 200);
    expect(curvePath(curve, 'recall').split(/[ML]/)).toHaveLength(1 + 256);
  });
});

describe('shapes of annotation files', () => {
  it('a choice that a format does not have falls back to its own, and comes back with a format that has it', () => {
    expect(shapesOf('kitti', 'polygons')).toBeNull();
    expect(shapesOf('coco', null)).toEqual({ value: 'masks', ask: { shapes: 'masks', tolerance: 0 } });
    expect(shapesOf('yolo', 'masks')).toEqual({ value: 'polygons', ask: { shapes: 'polygons', tolerance: 0 } });
    expect(shapesOf('labelme', 'fewer-points')).toEqual({ value: 'fewer-points', ask: { shapes: 'polygons', tolerance: 1 } });
  });
});
