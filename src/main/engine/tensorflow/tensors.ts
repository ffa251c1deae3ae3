// Batches as tensors, and how many tensors there are.
import type { Batch } from '../data/batch';
import type { Tensor4D } from './runtime';
import { backend, tensorflow } from './runtime';

/**
 * An 8-bit step of brightness. Multiplied with, here and in graphs: TensorFlow turns a division by a constant into that by itself, and a last bit more or
 * less in the picture is enough to put a value on the other side of a ReLU's kink.
 */
export const UNIT = Math.fround(1 / 255);
const unit = Float32Array.from({ length: 256 }, (_, value) => value * UNIT);

/** Float32: images [n, height, width, 3] of 0..1, targets [n, height, width, 1] as they are in the batch. */
export function batchTensors({ size, width, height, images, targets }: Batch): { images: Tensor4D; targets: Tensor4D } {
  const tf = tensorflow();
  const brightness = new Float32Array(images.length);
  for (let i = 0; i < images.length; i++) brightness[i] = unit[images[i]!]!;
  return {
    images: tf.tensor4d(brightness, [size, height, width, 3]),
    targets: tf.tensor4d(Float32Array.from(targets), [size, height, width, 1]),
  };
}

/** Tensors that tfjs and TensorFlow hold: what must not grow from step to step. */
export const tensorCounts = (): { tfjs: number; tensorflow: number } => ({
  tfjs: tensorflow().memory().numTensors,
  tensorflow: backend().getNumOfTFTensors(),
});
