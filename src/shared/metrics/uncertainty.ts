// How sure a net is of a frame, without looking at any mask: entropy of one prediction, disagreement of several.
import { cutOf } from '../prediction/probabilities';

/** Binary entropy of each 8-bit probability, in bits. */
const BITS = Float64Array.from({ length: 256 }, (_, value) => {
  const p = value / 255;
  return p === 0 || p === 1 ? 0 : -(p * Math.log2(p) + (1 - p) * Math.log2(1 - p));
});

/** Mean over all pixels of the entropy of `probabilities` (8-bit), in bits, 0..1; 0 without pixels. */
export function meanEntropy(probabilities: Uint8Array): number {
  if (probabilities.length === 0) return 0;
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) sum += BITS[probabilities[i]!]!;
  return sum / probabilities.length;
}

/**
 * How far several predictions of one frame, all of one size, disagree at `threshold`: 1 - (pixels that all call road) / (pixels that any calls road), 0..1;
 * 0 where none sees road. Of two predictions it is 1 - their IoU.
 */
export function disagreement(predictions: readonly Uint8Array[], threshold: number): number {
  const [first, ...others] = predictions;
  if (!first || others.length === 0) throw new RangeError('Two predictions at least can disagree.');
  if (others.some((other) => other.length !== first.length)) throw new RangeError('Predictions of different sizes.');
  const cut = cutOf(threshold);
  let every = 0;
  let any = 0;
  for (let i = 0; i < first.length; i++) {
    let votes = 0;
    for (const prediction of predictions) if (prediction[i]! > cut) votes++;
    if (votes > 0) any++;
    if (votes === predictions.length) every++;
  }
  return any === 0 ? 0 : 1 - every / any;
}
