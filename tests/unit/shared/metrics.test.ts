// Scores: right against a plain count, the same from histograms and in steps, and ignore pixels never matter.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IGNORE, OTHER, ROAD } from '../../../src/shared/domain';
import { type LabelMap } from '../../../src/shared/mask/labelMap';
import { boundaryCounts, boundaryIoU } from '../../../src/shared/metrics/boundary';
import { confusion, ConfusionTracker, f1, iou, precision, recall, setScore } from '../../../src/shared/metrics/confusion';
import {
  addHistograms,
  bestF,
  bestPoints,
  confusionAt,
  histograms,
  maxF,
  noHistograms,
  thresholdCurve,
} from '../../../src/shared/metrics/thresholds';
import { cutOf, quantise, roadAt, thresholded } from '../../../src/shared/prediction/probabilities';

const label = fc.constantFrom(ROAD, ROAD, OTHER, OTHER, 26, IGNORE);
const scene = fc.record({ width: fc.integer({ min: 1, max: 17 }), height: fc.integer({ min: 1, max: 13 }) }).chain(({ width, height }) => {
  const n = width * height;
  return fc.record({
    truth: fc.array(label, { minLength: n, maxLength: n }).map((labels): LabelMap => ({ width, height, data: Uint8Array.from(labels) })),
    probabilities: fc.uint8Array({ minLength: n, maxLength: n }),
  });
});
const threshold = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.integer({ min: 0, max: 255 }).map((k) => k / 255),
);

/** The definition, pixel by pixel. */
function counted(probabilities: Uint8Array, truth: LabelMap, t: number) {
  const c = { tp: 0, fp: 0, fn: 0, tn: 0 };
  truth.data.forEach((id, i) => {
    if (id === IGNORE) return;
    const road = probabilities[i]! / 255 > t;
    if (id === ROAD) c[road ? 'tp' : 'fn']++;
    else c[road ? 'fp' : 'tn']++;
  });
  return c;
}

test('counts are those of the definition, straight and from histograms, at any threshold', () => {
  fc.assert(
    fc.property(scene, threshold, ({ truth, probabilities }, t) => {
      const c = counted(probabilities, truth, t);
      expect(confusion(thresholded(probabilities, t), truth)).toEqual(c);
      expect(confusionAt(histograms(probabilities, truth), t)).toEqual(c);
      expect(thresholdCurve(histograms(probabilities, truth))[cutOf(t)]!.counts).toEqual(c);
    }),
  );
});

test('value > cutOf(t) is value / 255 > t for all 256 values', () => {
  const agrees = (t: number): boolean => Array.from({ length: 256 }, (_, v) => v).every((v) => v > cutOf(t) === v / 255 > t);
  for (let k = 0; k <= 255; k++) {
    const t = k / 255;
    expect([t - Number.EPSILON / 2, t, t + Number.EPSILON].map(agrees)).toEqual([true, true, true]);
  }
  fc.assert(fc.property(fc.double({ min: -0.5, max: 1.5, noNaN: true }), (t) => agrees(t)));
  expect([cutOf(-0.1), cutOf(0), cutOf(0.5), cutOf(1), cutOf(2)]).toEqual([-1, 0, 127, 255, 255]);
  expect([roadAt(127, 0.5), roadAt(128, 0.5)]).toEqual([false, true]);
  expect(() => cutOf(NaN)).toThrow(RangeError);
});

test('probabilities become 8 bit by rounding, and nothing outside 0..1 wraps around', () => {
  expect(Array.from(quantise(Float32Array.of(0, 1, 0.5, 0.001, 0.003, -2, 7)))).toEqual([0, 255, 128, 0, 1, 0, 255]);
});

test('counts kept while the mask is painted are those counted from scratch', () => {
  const stroke = fc.record({
    x: fc.nat(16),
    y: fc.nat(12),
    width: fc.integer({ min: 1, max: 9 }),
    height: fc.integer({ min: 1, max: 9 }),
    label,
  });
  fc.assert(
    fc.property(scene, fc.array(stroke, { maxLength: 8 }), ({ truth, probabilities }, strokes) => {
      const predicted = thresholded(probabilities, 0.5);
      const tracker = new ConfusionTracker(confusion(predicted, truth));
      const byRect = new ConfusionTracker(confusion(predicted, truth));
      for (const s of strokes) {
        const rect = { ...s, width: Math.min(s.width, truth.width - s.x), height: Math.min(s.height, truth.height - s.y) };
        if (rect.width < 1 || rect.height < 1) continue;
        const before = new Uint8Array(rect.width * rect.height);
        for (let i = 0; i < before.length; i++) {
          const at = (rect.y + Math.floor(i / rect.width)) * truth.width + rect.x + (i % rect.width);
          before[i] = truth.data[at]!;
          tracker.change(truth.data[at]!, s.label, predicted[at]!);
          truth.data[at] = s.label;
        }
        byRect.changeRect(before, truth, predicted, rect);
      }
      expect(tracker.counts()).toEqual(confusion(predicted, truth));
      expect(byRect.counts()).toEqual(tracker.counts());
    }),
  );
});

describe('scores', () => {
  const c = { tp: 6, fp: 2, fn: 4, tn: 88 };
  test('are the textbook ratios', () => {
    expect([iou(c), precision(c), recall(c), f1(c)]).toEqual([0.5, 0.75, 0.6, 12 / 18]);
  });
  test('say null, not 0, where nothing can be said', () => {
    const none = { tp: 0, fp: 0, fn: 0, tn: 9 };
    expect([iou(none), precision(none), recall(none), f1(none)]).toEqual([1, null, null, null]);
    expect(f1({ tp: 0, fp: 3, fn: 0, tn: 0 })).toBe(0);
  });
  test('of a set: mean over frames and pooled over pixels are two numbers', () => {
    const small = { tp: 1, fp: 0, fn: 0, tn: 0 };
    const large = { tp: 0, fp: 0, fn: 99, tn: 0 };
    const score = setScore([small, large], 0.4);
    expect(score).toMatchObject({ threshold: 0.4, frames: 2, meanIoU: 0.5, pooledIoU: 0.01, precision: 1, recall: 0.01 });
  });
  test('of a set: a frame of ignore pixels alone says nothing, and no frames give no score', () => {
    const nothing = { tp: 0, fp: 0, fn: 0, tn: 0 };
    expect(setScore([c, nothing], 0.5)).toEqual(setScore([c], 0.5));
    expect(setScore([], 0.5)).toEqual({
      threshold: 0.5,
      frames: 0,
      meanIoU: null,
      pooledIoU: null,
      precision: null,
      recall: null,
      f1: null,
    });
  });
});

describe('the threshold curve', () => {
  test('has its best F where no other threshold is better', () => {
    fc.assert(
      fc.property(scene, ({ truth, probabilities }) => {
        const h = histograms(probabilities, truth);
        const all = thresholdCurve(h).map((p) => p.f1 ?? -1);
        expect(bestF(h)?.f1 ?? -1).toBe(Math.max(...all));
        expect(maxF(h)).toBe(bestF(h)?.f1 ?? null);
      }),
    );
  });
  test('marks the middle of the stretch that shares the best F', () => {
    const h = noHistograms();
    (h.road as number[])[200] = 5;
    (h.notRoad as number[])[100] = 5;
    expect(bestF(h)).toMatchObject({ threshold: 149 / 255, f1: 1 });
    expect(bestF(addHistograms(h, h))).toMatchObject({ threshold: 149 / 255, counts: { tp: 10, fp: 0, fn: 0, tn: 10 } });
  });
  test('the best points are thresholds that can be set, and no other of those is better', () => {
    const value = fc.record({ p: fc.integer({ min: 0, max: 255 }), label: fc.constantFrom(7, 0, 255) });
    const one = fc.array(value, { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 3 }), (frames) => {
        const each = frames.map((pixels) =>
          histograms(
            Uint8Array.from(pixels, ({ p }) => p),
            { width: 4, height: 3, data: Uint8Array.from(pixels, ({ label }) => label) },
          ),
        );
        const sum = each.reduce(addHistograms, noHistograms());
        const at = (t: number) =>
          setScore(
            each.map((h) => confusionAt(h, t)),
            t,
          );
        const all = Array.from({ length: 101 }, (_, i) => at(i / 100));
        const best = bestPoints(each, thresholdCurve(sum));
        const highest = (of: (number | null)[]): number | null =>
          of.every((v) => v === null) ? null : Math.max(...of.map((v) => v ?? -1));
        expect(best.f1?.score ?? null).toBe(highest(all.map(({ f1 }) => f1)));
        expect(best.meanIoU?.score ?? -1).toBeCloseTo(highest(all.map(({ meanIoU }) => meanIoU)) ?? -1, 12);
        if (best.f1) expect(at(best.f1.threshold).f1).toBe(best.f1.score);
        if (best.meanIoU) expect(at(best.meanIoU.threshold).meanIoU).toBeCloseTo(best.meanIoU.score, 12);
      }),
    );
  });

  test('has no best where there is no road and none is predicted', () => expect(bestF(noHistograms())).toBeNull());
});

describe('boundary IoU', () => {
  /** The authors' way: erode with a 3x3 square as often as the band is wide, outside the picture counting as background. */
  function bandBySteps(road: boolean[], width: number, height: number, band: number): boolean[] {
    let inside = road;
    for (let step = 0; step < band; step++) {
      const before = inside;
      inside = before.map((_, i) => {
        const [x, y] = [i % width, Math.floor(i / width)];
        for (let dy = -1; dy <= 1; dy++)
          for (let dx = -1; dx <= 1; dx++)
            if (x + dx < 0 || y + dy < 0 || x + dx >= width || y + dy >= height || !before[i + dy * width + dx]) return false;
        return true;
      });
    }
    return road.map((is, i) => is && !inside[i]);
  }

  test('is that of the definition', () => {
    fc.assert(
      fc.property(scene, fc.integer({ min: 1, max: 4 }), ({ truth, probabilities }, band) => {
        const { width, height, data } = truth;
        const predicted = thresholded(probabilities, 0.3);
        const ignored = Array.from(data, (id) => id === IGNORE);
        const a = bandBySteps(
          Array.from(data, (id, i) => id === ROAD || ignored[i]!),
          width,
          height,
          band,
        );
        const b = bandBySteps(
          Array.from(predicted, (p, i) => p === 1 || ignored[i]!),
          width,
          height,
          band,
        );
        const intersection = a.filter((is, i) => is && b[i] && !ignored[i]).length;
        const union = a.filter((is, i) => (is || b[i]) && !ignored[i]).length;
        expect(boundaryCounts(predicted, truth, band)).toEqual({ intersection, union });
      }),
    );
  });

  test('is 1 for the same road whatever is predicted on ignore pixels', () => {
    fc.assert(
      fc.property(scene, ({ truth, probabilities }) => {
        const predicted = truth.data.map((id, i) => (id === ROAD || (id === IGNORE && probabilities[i]! > 127) ? 1 : 0));
        expect(boundaryIoU(boundaryCounts(predicted, truth))).toBe(1);
      }),
    );
  });

  test('notices a shifted edge that IoU hardly sees', () => {
    const [width, height] = [100, 100];
    const truth: LabelMap = { width, height, data: new Uint8Array(width * height) };
    const predicted = new Uint8Array(width * height);
    for (let y = 10; y < 90; y++) {
      truth.data.fill(ROAD, y * width + 10, y * width + 90);
      predicted.fill(1, y * width + 12, y * width + 92);
    }
    expect(iou(confusion(predicted, truth))).toBeGreaterThan(0.94);
    // Top and bottom bands of two rows share 78 of 82 columns; the sides' bands no longer meet.
    const { intersection, union } = boundaryCounts(predicted, truth, 2);
    expect(intersection).toBe(4 * 78);
    expect(union).toBe(2 * (80 * 80 - 76 * 76) - 4 * 78);
  });
});
