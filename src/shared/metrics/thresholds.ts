// Scores at every threshold at once, from two histograms: moving the threshold then costs a sum over 256 numbers.
import { IGNORE, ROAD, type Confusion } from '../domain';
import { type LabelMap } from '../mask/labelMap';
import { cutOf } from '../prediction/probabilities';
import { f1, iou, precision, recall } from './confusion';

/** Pixels by 8-bit probability, [256] each, of road and of not-road truth; ignore pixels are in neither. */
export interface Histograms {
  readonly road: readonly number[];
  readonly notRoad: readonly number[];
}

export const noHistograms = (): Histograms => ({ road: new Array<number>(256).fill(0), notRoad: new Array<number>(256).fill(0) });

/** `probabilities` [height*width] at the truth's size. */
export function histograms(probabilities: Uint8Array, truth: LabelMap): Histograms {
  const labels = truth.data;
  if (probabilities.length !== labels.length)
    throw new RangeError(`${probabilities.length} probabilities do not fit a mask of ${truth.width} x ${truth.height}.`);
  const counts = new Uint32Array(3 * 256);
  for (let i = 0; i < labels.length; i++) {
    counts[histogramOf[labels[i]!]! + probabilities[i]!]!++;
  }
  return { road: Array.from(counts.subarray(0, 256)), notRoad: Array.from(counts.subarray(256, 512)) };
}

const histogramOf = new Uint16Array(256).fill(256);
histogramOf[ROAD] = 0;
histogramOf[IGNORE] = 512;

export const addHistograms = (a: Histograms, b: Histograms): Histograms => ({
  road: a.road.map((n, i) => n + b.road[i]!),
  notRoad: a.notRoad.map((n, i) => n + b.notRoad[i]!),
});

/** Exactly what `confusion` counts on the same pixels, road being `value / 255 > threshold`. */
export function confusionAt(h: Histograms, threshold: number): Confusion {
  const cut = cutOf(threshold);
  const counts = { tp: 0, fp: 0, fn: 0, tn: 0 };
  for (let value = 0; value < 256; value++) {
    if (value > cut) {
      counts.tp += h.road[value]!;
      counts.fp += h.notRoad[value]!;
    } else {
      counts.fn += h.road[value]!;
      counts.tn += h.notRoad[value]!;
    }
  }
  return counts;
}

export interface CurvePoint {
  readonly threshold: number;
  readonly counts: Confusion;
  readonly iou: number;
  /** Null where undefined, as in metrics/confusion. */
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

/** All 256 outcomes that a threshold in 0..1 can have, at thresholds 0/255, 1/255 ... 255/255. */
export function thresholdCurve(h: Histograms): CurvePoint[] {
  const points = new Array<CurvePoint>(256);
  let tp = 0;
  let fp = 0;
  let fn = h.road.reduce((a, b) => a + b, 0);
  let tn = h.notRoad.reduce((a, b) => a + b, 0);
  for (let cut = 255; cut >= 0; cut--) {
    const counts = { tp, fp, fn, tn };
    points[cut] = {
      threshold: cut / 255,
      counts,
      iou: iou(counts),
      precision: precision(counts),
      recall: recall(counts),
      f1: f1(counts),
    };
    tp += h.road[cut]!;
    fn -= h.road[cut]!;
    fp += h.notRoad[cut]!;
    tn -= h.notRoad[cut]!;
  }
  return points;
}

/**
 * The threshold where F1 is highest, null when there is no road and none is ever predicted. Many thresholds often share the best F1:
 * the middle of the first such stretch is taken, so that the mark sits still and far from both slopes.
 */
export function bestF(h: Histograms): CurvePoint | null {
  const curve = thresholdCurve(h);
  let first = -1;
  let best = -1;
  curve.forEach((point, i) => {
    if (point.f1 !== null && point.f1 > best) [best, first] = [point.f1, i];
  });
  if (first < 0) return null;
  let last = first;
  while (last < 255 && curve[last + 1]!.f1 === best) last++;
  return curve[(first + last) >> 1]!;
}

/** Highest F1 over all thresholds, 0..1 (KITTI's MaxF); null as in `bestF`. */
export const maxF = (h: Histograms): number | null => bestF(h)?.f1 ?? null;
