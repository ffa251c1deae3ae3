// Live numbers: whatever is painted, taken back, slipped in underneath or set to another threshold, they are what counting from scratch gives.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IGNORE, OTHER, ROAD, type FrameId } from '../../../src/shared/domain';
import { paintSegment } from '../../../src/shared/mask/brush';
import { boundaryCounts, boundaryIoU } from '../../../src/shared/metrics/boundary';
import { confusion, iou } from '../../../src/shared/metrics/confusion';
import { LABELS } from '../../../src/shared/metrics/meaning';
import { LiveBoundary } from '../../../src/shared/metrics/liveBoundary';
import { thresholded } from '../../../src/shared/prediction/probabilities';
import { ok } from '../../../src/shared/result';
import { LiveNumbers } from '../../../src/renderer/canvas/liveNumbers';
import type { Against } from '../../../src/renderer/state/view';
import { LiveScore, type Opponent } from '../../../src/renderer/canvas/liveScore';
import { MaskDocument } from '../../../src/renderer/canvas/maskDocument';

// Two rows and three columns of tiles, none of them whole.
const WIDTH = 70;
const HEIGHT = 90;
const SIZE = WIDTH * HEIGHT;

/** Blobs rather than noise: noise has an edge everywhere. */
const labels = fc
  .array(fc.tuple(fc.nat(WIDTH), fc.nat(HEIGHT), fc.integer({ min: 1, max: 25 }), fc.nat(3)), { maxLength: 8 })
  .map((blobs) => {
    const map = { width: WIDTH, height: HEIGHT, data: new Uint8Array(SIZE) };
    for (const [x, y, radius, value] of blobs) paintSegment(map, { x, y }, { x, y }, radius, [ROAD, OTHER, IGNORE, 11][value]!);
    return map.data;
  });
const probabilities = fc.array(fc.tuple(fc.nat(WIDTH), fc.nat(HEIGHT), fc.nat(30), fc.nat(255)), { maxLength: 8 }).map((blobs) => {
  const map = { width: WIDTH, height: HEIGHT, data: new Uint8Array(SIZE) };
  for (const [x, y, radius, value] of blobs) paintSegment(map, { x, y }, { x: x + 9, y }, radius, value);
  return map.data;
});
const threshold = fc.double({ min: 0, max: 1, noNaN: true });
const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      x: fc.nat(WIDTH),
      y: fc.nat(HEIGHT),
      radius: fc.integer({ min: 1, max: 20 }),
      value: fc.constantFrom(ROAD, OTHER, IGNORE, 11),
    }),
  },
  fc.constantFrom('undo' as const, 'redo' as const, 'cancelled' as const),
  fc.record({ threshold }),
  fc.record({ theirs: labels }),
);

/** As anybody would count it: pixels that either side ignores are left out of both. */
function fromScratch(document: MaskDocument, opponent: Opponent) {
  if (opponent.is === 'prediction') {
    const predicted = thresholded(opponent.values, opponent.threshold);
    return { counts: confusion(predicted, document), edges: boundaryCounts(predicted, document) };
  }
  const ignored = { width: WIDTH, height: HEIGHT, data: document.data.map((label, i) => (opponent.values[i] === IGNORE ? IGNORE : label)) };
  const other = opponent.values.map((label) => (label === ROAD ? 1 : 0));
  const { tp, fp, fn, tn } = confusion(other, ignored);
  // There the opponent is the truth.
  return { counts: { tp, fp: fn, fn: fp, tn }, edges: boundaryCounts(other, ignored) };
}

function play(document: MaskDocument, score: LiveScore, opponent: Opponent, actions: readonly unknown[]): Opponent {
  let now = opponent;
  let base: Uint8Array = document.data.slice();
  // Read before each change: only then can a tile be thought to hold that does not.
  score.read();
  for (const one of actions as (
    string | { x: number; y: number; radius: number; value: number } | { threshold: number } | { theirs: Uint8Array }
  )[]) {
    if (one === 'undo') document.undo();
    else if (one === 'redo') document.redo();
    else if (one === 'cancelled') {
      document.begin();
      document.paint(ROAD, (map, onSpan) => paintSegment(map, { x: 30, y: 60 }, { x: 50, y: 65 }, 9, ROAD, onSpan));
      document.cancel();
    } else if (typeof one === 'string') throw new Error(one);
    else if ('threshold' in one) {
      score.setThreshold(one.threshold);
      if (now.is === 'prediction') now = { ...now, threshold: one.threshold };
    } else if ('theirs' in one) {
      document.rebase(base, one.theirs);
      base = one.theirs;
    } else {
      document.begin();
      document.paint(one.value, (map, onSpan) => paintSegment(map, one, one, one.radius, one.value, onSpan));
      document.commit('stroke');
    }
    score.read();
  }
  return now;
}

function watch(data: Uint8Array, opponent: Opponent) {
  const document = new MaskDocument({ width: WIDTH, height: HEIGHT, data: data.slice() });
  const score = new LiveScore(opponent, document);
  document.observer = score.observer;
  document.listen({ painted: (rect) => score.painted(rect) });
  return { document, score };
}

describe('live numbers', () => {
  const opponents = fc.oneof(
    probabilities.map((values): Opponent => ({ is: 'prediction', values, threshold: 0.5 })),
    labels.map((values): Opponent => ({ is: 'labels', values })),
  );

  it('after any strokes, undo, redo, newer versions underneath and other thresholds, are the numbers counted from scratch', () => {
    fc.assert(
      fc.property(labels, opponents, fc.array(action, { maxLength: 12 }), (data, opponent, actions) => {
        const { document, score } = watch(data, opponent);
        const truth = fromScratch(document, play(document, score, opponent, actions));
        const read = score.read();
        expect(read.counts).toEqual(truth.counts);
        expect(read.iou).toBe(iou(truth.counts));
        expect(read.boundary).toBe(boundaryIoU(truth.edges));
      }),
      { numRuns: 150 },
    );
  });

  it('count edges in noise as boundaryCounts does, tile by tile', () => {
    const noise = fc
      .uint8Array({ minLength: SIZE, maxLength: SIZE, max: 9 })
      .map((all) => all.map((v) => (v === 0 ? OTHER : v === 1 ? IGNORE : ROAD)));
    fc.assert(
      fc.property(noise, noise, (mine, other) => {
        const live = new LiveBoundary({ width: WIDTH, height: HEIGHT, data: mine }, other, LABELS);
        live.settle();
        const ignored = mine.map((label, i) => (other[i] === IGNORE ? IGNORE : label));
        const road = other.map((label) => (label === ROAD ? 1 : 0));
        expect(live.read()).toEqual(boundaryCounts(road, { width: WIDTH, height: HEIGHT, data: ignored }));
      }),
      { numRuns: 20 },
    );
  });

  it('notice a single pixel beside any border of tiles', () => {
    const document = new MaskDocument({ width: WIDTH, height: HEIGHT, data: new Uint8Array(SIZE).fill(ROAD) });
    const other = new Uint8Array(SIZE).fill(ROAD);
    const live = new LiveBoundary(document, other, LABELS);
    document.listen({ painted: (rect) => live.changed(rect) });
    const road = other.map(() => 1);
    for (const [x, y] of [25, 26, 27, 28, 29, 30].flatMap((at) => [[at, 5] as const, [5, at + 36] as const])) {
      live.settle();
      document.begin();
      document.paint(OTHER, (map, onSpan) => paintSegment(map, { x, y }, { x, y }, 0.5, OTHER, onSpan));
      live.settle();
      expect(live.read()).toEqual(boundaryCounts(road, document));
      document.cancel();
    }
  });

  it('count a stroke again only around it, and stop when told to', () => {
    const mask = { width: 3840, height: 2160, data: new Uint8Array(3840 * 2160) };
    const live = new LiveBoundary(mask, new Uint8Array(mask.data.length), LABELS);
    expect(live.settle(() => true)).toBe(false);
    expect(live.read()).toBeNull();
    live.settle();
    expect(live.pending).toBe(0);
    live.changed({ x: 1000, y: 1000, width: 200, height: 200 });
    // 28 x 64 pixels a tile: 9 columns, 4 rows.
    expect(live.pending).toBeLessThanOrEqual(9 * 5);
    expect(live.pending).toBeGreaterThanOrEqual(8 * 4);
    live.changed({ x: 1000, y: 1000, width: 200, height: 200 });
    live.settle();
    expect(live.read()).toEqual({ intersection: 0, union: 0 });
  });

  it("give a stroke's own gain, which a change of threshold ends", () => {
    const values = new Uint8Array(SIZE);
    for (let y = 10; y < 30; y++) values.fill(255, y * WIDTH + 10, y * WIDTH + 60);
    const { document, score } = watch(new Uint8Array(SIZE), { is: 'prediction', values, threshold: 0.5 });
    expect(score.read()).toMatchObject({ iou: 0, gain: null });
    score.mark();
    document.begin();
    document.paint(ROAD, (map, onSpan) => paintSegment(map, { x: 15, y: 20 }, { x: 55, y: 20 }, 5, ROAD, onSpan));
    const { gain, iou: now } = score.read();
    expect(gain).toBeCloseTo(now);
    expect(gain).toBeGreaterThan(0.3);
    score.setThreshold(0.6);
    expect(score.read().gain).toBeNull();
  });
});

describe('what the numbers are held against', () => {
  const numbers = (reference: Uint8Array | null) => {
    const told: Record<string, unknown> = {};
    const wanted = { against: 'prediction' as Against, threshold: 0.5 };
    const live = new LiveNumbers({
      hasMask: () => true,
      wanted: () => wanted,
      reference: () => Promise.resolve(ok(reference)),
      tell: (values) => Object.assign(told, values),
      clock: { now: () => 0, after: () => () => {} },
    });
    const document = new MaskDocument({ width: WIDTH, height: HEIGHT, data: new Uint8Array(SIZE).fill(ROAD, 0, SIZE / 2) });
    document.listen({ began: () => live.began(), painted: (rect) => live.painted(rect) });
    live.show({ frame: 1 as FrameId, mask: document, probabilities: new Uint8Array(SIZE).fill(255) });
    const stroke = (): void => {
      document.begin();
      document.paint(ROAD, (map, onSpan) => paintSegment(map, { x: 0, y: 60 }, { x: WIDTH, y: 60 }, 5, ROAD, onSpan));
      document.commit('stroke');
      live.read();
    };
    return { live, told, wanted, document, stroke };
  };

  it('is the prediction, the mask as the frame was opened with, or its newest import, and each follows the strokes', async () => {
    const half = new Uint8Array(SIZE).fill(ROAD, 0, SIZE / 2);
    const { live, told, wanted, stroke } = numbers(half);
    expect(told['iou']).toBe(0.5);
    stroke();
    const more = told['iou'] as number;
    expect(more).toBeGreaterThan(0.5);
    expect(told['gain']).toBeCloseTo(more - 0.5);

    wanted.against = 'before';
    live.follow();
    expect(told['iou']).toBeCloseTo(0.5 / more);
    expect(told['counts']).toMatchObject({ fn: 0, tp: SIZE / 2 });
    live.markBefore();
    expect(told['iou']).toBe(1);

    wanted.against = 'reference';
    live.follow();
    expect(told['iou']).toBeNull();
    await Promise.resolve();
    expect(told['iou']).toBeCloseTo(0.5 / more);
    expect(told['opponent']).toEqual({ is: 'ready', message: '' });
  });

  it('says so when there is no imported mask, and when it does not fit', async () => {
    for (const [reference, is] of [
      [null, 'missing'],
      [new Uint8Array(3), 'failed'],
    ] as const) {
      const { live, told, wanted } = numbers(reference);
      wanted.against = 'reference';
      live.follow();
      await Promise.resolve();
      expect(told['opponent']).toMatchObject({ is });
      expect(told['iou']).toBeNull();
    }
  });
});
