// What a step makes smaller, from logits, ignore pixels left out: cross-entropy, with Dice or focal, mean over the heads.
import type { RunConfig } from '../../../shared/training/config';
import { TARGET_IGNORE } from '../data/batch';
import type { Scalar, Tensor4D } from '../tensorflow/runtime';
import { tensorflow } from '../tensorflow/runtime';

export { TARGET_IGNORE };
export type LossSettings = Pick<RunConfig, 'loss' | 'roadWeight'>;

/** Targets are float32 of logits' shape everywhere here: 0 other, 1 road, 2 ignore. */
const knownOf = (targets: Tensor4D): Tensor4D => {
  const tf = tensorflow();
  return tf.cast<Tensor4D>(tf.less(targets, TARGET_IGNORE), 'float32');
};
/** -y log p - (1 - y) log(1 - p) = softplus(z) - y z, which no logit, however large, turns into infinity. */
const perPixel = (logits: Tensor4D, targets: Tensor4D): Tensor4D => {
  const tf = tensorflow();
  return tf.sub(tf.softplus(logits), tf.mul(logits, targets));
};

export interface LossParts {
  /** Summed over the known pixels. */
  readonly sum: Scalar;
  /** Known pixels. */
  readonly known: Scalar;
}

/** Plain cross-entropy, whatever the run trains by: what held-out losses are told in. */
export function crossEntropyParts(logits: Tensor4D, targets: Tensor4D): LossParts {
  const tf = tensorflow();
  const known = knownOf(targets);
  return { sum: tf.sum(tf.mul(perPixel(logits, targets), known)), known: tf.sum(known) };
}

/** Lin et al. 2017 (arXiv 1708.02002), equation 4, without its alpha: `roadWeight` stands for that. */
const FOCAL_GAMMA = 2;

/** Mean over the known pixels, a road pixel counted `roadWeight` times; 0 when there are none. */
function weighted(logits: Tensor4D, targets: Tensor4D, { loss, roadWeight }: LossSettings): Scalar {
  const tf = tensorflow();
  const known = knownOf(targets);
  const weight = roadWeight === 1 ? known : tf.mul<Tensor4D>(known, tf.add(1, tf.mul(tf.minimum(targets, 1), roadWeight - 1)));
  const entropy = perPixel(logits, targets);
  if (loss !== 'focal') return tf.div(tf.sum(tf.mul(entropy, weight)), tf.maximum(tf.sum(weight), 1));
  // 1 - p of the truth = sigmoid(-z) of road, sigmoid(z) of other.
  const doubt = tf.sigmoid(tf.mul(logits, tf.sub(1, tf.mul(2, tf.minimum(targets, 1)))));
  return tf.div(tf.sum(tf.mul(tf.mul(tf.pow(doubt, FOCAL_GAMMA), entropy), weight)), tf.maximum(tf.sum(weight), 1));
}

/** 1 - the soft Dice coefficient of road over the batch (Drozdzal et al. 2016, arXiv 1608.04117, section 2), smoothed by one pixel. */
function dice(logits: Tensor4D, targets: Tensor4D): Scalar {
  const tf = tensorflow();
  const known = knownOf(targets);
  const road = tf.mul(targets, known);
  const probabilities = tf.mul(tf.sigmoid(logits), known);
  const overlap = tf.sum(tf.mul(probabilities, road));
  return tf.sub(1, tf.div(tf.add(tf.mul(2, overlap), 1), tf.add(tf.add(tf.sum(probabilities), tf.sum(road)), 1)));
}

/** @param heads logits of every head, [n, height, width, 1] each */
export function lossOf(heads: readonly Tensor4D[], targets: Tensor4D, settings: LossSettings): Scalar {
  const tf = tensorflow();
  const losses = heads.map((logits) => {
    const pixels = weighted(logits, targets, settings);
    return settings.loss === 'bce-dice' ? tf.add<Scalar>(pixels, dice(logits, targets)) : pixels;
  });
  return losses.length === 1 ? losses[0]! : tf.div<Scalar>(tf.addN(losses), losses.length);
}
