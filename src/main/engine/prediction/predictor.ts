// A net with weights, ready to predict; and the eager way to, which stands in where a graph cannot be made.
import type { Batch } from '../data/batch';
import type { NetDescription } from '../../../shared/nets/layers';
import { forward, type Weights } from '../nets/tensorLayers';
import { tensorflow } from '../tensorflow/runtime';
import { batchTensors } from '../tensorflow/tensors';
import { crossEntropyParts } from '../training/loss';

export interface Predicted {
  /** For each image round(255 p), [height*width]. */
  readonly probabilities: readonly Uint8Array[];
  /** Cross-entropy summed over the batch's known pixels, and how many those are. */
  readonly lossSum: number;
  readonly known: number;
}

export interface Predictor {
  predict(batch: Batch): Predicted;
  dispose(): void;
}

/** Without dropout. `weights` stay the caller's. */
export function predictEagerly(net: NetDescription, weights: Weights, batch: Batch): Predicted {
  const tf = tensorflow();
  return tf.tidy(() => {
    const { images, targets } = batchTensors(batch);
    const logits = forward(net, weights, images, null).at(-1)!;
    const { sum, known } = crossEntropyParts(logits, targets);
    // Half to even, as TensorFlow rounds; a probability of exactly half a 255th has measure zero.
    const scaled = tf.round(tf.mul(tf.sigmoid(logits), 255)).dataSync();
    const pixels = batch.width * batch.height;
    return {
      probabilities: Array.from({ length: batch.size }, (_, i) => Uint8Array.from(scaled.subarray(i * pixels, (i + 1) * pixels))),
      lossSum: sum.dataSync()[0]!,
      known: known.dataSync()[0]!,
    };
  });
}
