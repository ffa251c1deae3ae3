// Counts of road against not-road and the scores made of them. Ignore pixels (255) are never counted.
import { IGNORE, ROAD, type Confusion, type SetScore } from '../domain';
import { type LabelMap } from '../mask/labelMap';
import { type Rect } from '../mask/rect';

export const noCounts = (): Confusion => ({ tp: 0, fp: 0, fn: 0, tn: 0 });

/** `prediction` [height*width]: 1 = road, 0 = not, at the truth's size. */
export function confusion(prediction: Uint8Array, truth: LabelMap): Confusion {
  const labels = truth.data;
  if (prediction.length !== labels.length)
    throw new RangeError(`A prediction of ${prediction.length} pixels does not fit a mask of ${truth.width} x ${truth.height}.`);
  // Index: truth is road (2) + predicted road (1); ignore goes to 4 and 5 and is dropped.
  const counts = new Uint32Array(6);
  for (let i = 0; i < labels.length; i++) {
    const predicted = prediction[i] === 0 ? 0 : 1;
    counts[truthIndex[labels[i]!]! + predicted]!++;
  }
  return { tp: counts[3]!, fp: counts[1]!, fn: counts[2]!, tn: counts[0]! };
}

const truthIndex = new Uint8Array(256);
truthIndex[ROAD] = 2;
truthIndex[IGNORE] = 4;

export const addConfusion = (a: Confusion, b: Confusion): Confusion => ({
  tp: a.tp + b.tp,
  fp: a.fp + b.fp,
  fn: a.fn + b.fn,
  tn: a.tn + b.tn,
});

/** Intersection over union of road, 0..1; 1 when neither has any road. */
export function iou(c: Confusion): number {
  const union = c.tp + c.fp + c.fn;
  return union === 0 ? 1 : c.tp / union;
}

/** Share of what was predicted road that is road, 0..1; null when nothing was predicted road. */
export const precision = (c: Confusion): number | null => ratio(c.tp, c.tp + c.fp);

/** Share of the road that was predicted, 0..1; null when there is no road. */
export const recall = (c: Confusion): number | null => ratio(c.tp, c.tp + c.fn);

/** Harmonic mean of precision and recall, 0..1 (0 as soon as anything is wrong and nothing right); null when neither has any road. */
export const f1 = (c: Confusion): number | null => ratio(2 * c.tp, 2 * c.tp + c.fp + c.fn);

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** Pixels that were counted. */
export const counted = (c: Confusion): number => c.tp + c.fp + c.fn + c.tn;

/**
 * Scores of a set: `meanIoU` is the mean of the frames' IoU, the others are of the summed counts.
 * A frame of ignore pixels alone says nothing: it is left out, of `frames` too.
 */
export function setScore(perFrame: readonly Confusion[], threshold: number): SetScore {
  const frames = perFrame.filter((c) => counted(c) > 0);
  if (frames.length === 0) return { threshold, frames: 0, meanIoU: null, pooledIoU: null, precision: null, recall: null, f1: null };
  const sum = frames.reduce(addConfusion, noCounts());
  const meanIoU = frames.reduce((total, c) => total + iou(c), 0) / frames.length;
  return { threshold, frames: frames.length, meanIoU, pooledIoU: iou(sum), precision: precision(sum), recall: recall(sum), f1: f1(sum) };
}

/** Counts kept right while the truth is painted: only the pixels that change are looked at. */
export class ConfusionTracker {
  // Laid out as in `confusion`: tn, fp, fn, tp, ignored, ignored.
  readonly #counts = new Float64Array(6);

  constructor(start: Confusion) {
    this.#counts.set([start.tn, start.fp, start.fn, start.tp]);
  }

  /** One pixel's truth went from `oldLabel` to `newLabel`; `predicted` is 1 where road is predicted. */
  change(oldLabel: number, newLabel: number, predicted: number): void {
    const bit = predicted === 0 ? 0 : 1;
    this.#counts[truthIndex[oldLabel]! + bit]!--;
    this.#counts[truthIndex[newLabel]! + bit]!++;
  }

  /** The truth changed inside `rect`: `before` holds its old labels [rect.height*rect.width], `after` is the whole map, `prediction` [height*width] as in `confusion`. */
  changeRect(before: Uint8Array, after: LabelMap, prediction: Uint8Array, rect: Rect): void {
    for (let y = 0; y < rect.height; y++) {
      const row = (rect.y + y) * after.width + rect.x;
      for (let x = 0; x < rect.width; x++) {
        const old = before[y * rect.width + x]!;
        const now = after.data[row + x]!;
        if (old !== now) this.change(old, now, prediction[row + x]!);
      }
    }
  }

  counts(): Confusion {
    const c = this.#counts;
    return { tp: c[3]!, fp: c[1]!, fn: c[2]!, tn: c[0]! };
  }
}
