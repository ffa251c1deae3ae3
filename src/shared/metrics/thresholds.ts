// Scores at every threshold at once, from two histograms: moving the threshold then costs a sum over 256 numbers.
import { IGNORE, ROAD, type Confusion } from '../domain';
import { type LabelMap } from '../mask/labelMap';
import { cutOf } from '../prediction/probabilities';
import { counted, f1, iou, precision, recall } from './confusion';

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

/** The thresholds that can be set: 0, 0.01 ... 1. */
const STEPS = Array.from({ length: 101 }, (_, i) => i / 100);

/** The step where `of` is highest, in the middle of the first such stretch, as in `bestF`; null when it is undefined at every step. */
function bestStep(of: (cut: number) => number | null): { readonly threshold: number; readonly score: number } | null {
  const scores = STEPS.map((threshold) => of(cutOf(threshold)));
  const highest = Math.max(...scores.map((score) => score ?? -1));
  const first = scores.indexOf(highest);
  if (highest < 0 || first < 0) return null;
  let last = first;
  while (scores[last + 1] === highest) last++;
  return { threshold: STEPS[(first + last) >> 1]!, score: highest };
}

export interface BestPoints {
  /** Of the summed counts. */
  readonly f1: { readonly threshold: number; readonly score: number } | null;
  /** Of the mean over frames of the frame's IoU; frames of ignore pixels alone are left out, as in `setScore`. */
  readonly meanIoU: { readonly threshold: number; readonly score: number } | null;
}

/** Where the scores of a set of frames are highest among the thresholds that can be set. `curve` is that of their sum. */
export function bestPoints(frames: readonly Histograms[], curve: readonly CurvePoint[]): BestPoints {
  const sums = new Float64Array(256);
  let scored = 0;
  for (const frame of frames) {
    const own = thresholdCurve(frame);
    if (counted(own[0]!.counts) === 0) continue;
    scored++;
    for (let cut = 0; cut < 256; cut++) sums[cut] = sums[cut]! + own[cut]!.iou;
  }
  return {
    f1: bestStep((cut) => curve[cut]!.f1),
    meanIoU: scored === 0 ? null : bestStep((cut) => sums[cut]! / scored),
  };
}

/** Highest F1 over all thresholds, 0..1 (KITTI's MaxF); null as in `bestF`. */
export const maxF = (h: Histograms): number | null => bestF(h)?.f1 ?? null;
