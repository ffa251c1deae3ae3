// A frame's numbers for the queue, from its stored predictions and its mask. Pure work of some milliseconds a frame: it runs in a thread (thread.ts).
import { inflateSync } from 'node:zlib';
import { decodeRle } from '../../../shared/mask/rle';
import { boundaryCounts, boundaryIoU } from '../../../shared/metrics/boundary';
import { confusion, iou } from '../../../shared/metrics/confusion';
import { suspicion } from '../../../shared/metrics/suspicion';
import { disagreement, meanEntropy } from '../../../shared/metrics/uncertainty';
import { thresholded, upsampleProbabilities } from '../../../shared/prediction/probabilities';

/** 8-bit probabilities at the net's size, deflated. */
export interface PackedPrediction {
  readonly width: number;
  readonly height: number;
  readonly deflated: Uint8Array;
}
/** `kind` 'one': all that a prediction says of the frame, against the mask where there is one. 'several': how far predictions disagree. */
export interface MeasureItem {
  readonly kind: 'one' | 'several';
  /** The shown run's first. */
  readonly predictions: readonly PackedPrediction[];
  readonly rle: Uint8Array | null;
  readonly threshold: number;
}
export type FrameNumbers = Partial<Record<'iou' | 'boundary' | 'entropy' | 'suspicion' | 'disagreement', number>>;

export function measureFrame({ kind, predictions, rle, threshold }: MeasureItem): FrameNumbers {
  const [first, ...others] = predictions.map((one) => ({ ...one, q: new Uint8Array(inflateSync(one.deflated)) }));
  if (!first) throw new RangeError('A frame is measured from a prediction at least.');
  if (kind === 'several') {
    // Nets of different sizes are held against each other at the first one's.
    const same = others.map(({ q, width, height }) => upsampleProbabilities(q, width, height, first.width, first.height));
    return { disagreement: disagreement([first.q, ...same], threshold) };
  }
  const entropy = meanEntropy(first.q);
  if (rle === null) return { entropy };
  const truth = decodeRle(rle);
  const full = upsampleProbabilities(first.q, first.width, first.height, truth.width, truth.height);
  const road = thresholded(full, threshold);
  return {
    entropy,
    iou: iou(confusion(road, truth)),
    boundary: 1 - boundaryIoU(boundaryCounts(road, truth)),
    suspicion: suspicion(full, truth).value,
  };
}
