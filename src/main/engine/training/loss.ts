// Binary cross-entropy from logits, ignore pixels left out.
import { TARGET_IGNORE } from '../data/batch';
import type { Scalar, Tensor4D } from '../tensorflow/runtime';
import { tensorflow } from '../tensorflow/runtime';

export { TARGET_IGNORE };

export interface LossParts {
  /** Summed over the known pixels. */
  readonly sum: Scalar;
  /** Known pixels. */
  readonly known: Scalar;
}

/** @param targets float32 of logits' shape: 0 other, 1 road, 2 ignore. */
export function crossEntropyParts(logits: Tensor4D, targets: Tensor4D): LossParts {
  const tf = tensorflow();
  const known = tf.cast(tf.less(targets, TARGET_IGNORE), 'float32');
  // -y log p - (1 - y) log(1 - p) = softplus(z) - y z, which no logit, however large, turns into infinity.
  const perPixel = tf.sub(tf.softplus(logits), tf.mul(logits, targets));
  return { sum: tf.sum(tf.mul(perPixel, known)), known: tf.sum(known) };
}

/** Mean over the known pixels; 0 when there are none. */
export function crossEntropy(logits: Tensor4D, targets: Tensor4D): Scalar {
  const { sum, known } = crossEntropyParts(logits, targets);
  return tensorflow().div(sum, tensorflow().maximum(known, 1));
}
