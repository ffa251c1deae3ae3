// Batches as tensors, and how many tensors there are.
import type { Batch } from '../data/batch';
import type { Tensor4D } from './runtime';
import { backend, tensorflow } from './runtime';

/** Shares the batch's memory. */
export function batchTensors(batch: Batch): { images: Tensor4D; targets: Tensor4D } {
  const tf = tensorflow();
  const { size, height, width } = batch;
  return { images: tf.tensor4d(batch.images, [size, height, width, 3]), targets: tf.tensor4d(batch.targets, [size, height, width, 1]) };
}

/** Tensors that tfjs and TensorFlow hold: what must not grow from step to step. */
export const tensorCounts = (): { tfjs: number; tensorflow: number } => ({
  tfjs: tensorflow().memory().numTensors,
  tensorflow: backend().getNumOfTFTensors(),
});
