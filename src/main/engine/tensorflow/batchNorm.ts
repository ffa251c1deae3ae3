// Batch normalisation (Ioffe & Szegedy 2015) as TensorFlow's fused operation, which knows bfloat16 where tfjs's own layer does not.
import { FLOAT, boolAttribute, floatAttribute, rawOps, stringAttribute, typeAttribute } from './rawOp';
import type { Tensor, Tensor1D, Tensor4D } from './runtime';
import { tensorflow } from './runtime';

/** Added to the variance; PyTorch's value. */
export const EPSILON = 1e-5;
/** How much of the old moving statistics a step keeps; PyTorch's value: Keras' 0.99 would take hundreds of steps to arrive. */
export const MOMENTUM = 0.9;

const attributes = (training: boolean) => [
  typeAttribute('T', FLOAT),
  typeAttribute('U', FLOAT),
  floatAttribute('epsilon', EPSILON),
  floatAttribute('exponential_avg_factor', 1),
  stringAttribute('data_format', 'NHWC'),
  boolAttribute('is_training', training),
];
const gradientAttributes = () => attributes(true).filter(({ name }) => name !== 'exponential_avg_factor');

export interface Normalised {
  readonly y: Tensor4D;
  /** Of this batch, [channels] each; kept: the caller disposes of them. The variance is the unbiased one. */
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/** With the batch's own statistics, as a step does. @param x [n, height, width, channels]; @param scale, @param offset [channels] */
export function normaliseByBatch(x: Tensor4D, scale: Tensor1D, offset: Tensor1D): Normalised {
  const tf = tensorflow();
  let statistics: readonly Tensor[] = [];
  const y = tf.customGrad((...all) => {
    const [x, scale, offset, save] = all as unknown as [Tensor4D, Tensor1D, Tensor1D, (kept: Tensor[]) => void];
    const none = tf.tensor1d([], 'float32');
    const [value, mean, variance, ...reserved] = rawOps('FusedBatchNormV3', attributes(true), [x, scale, offset, none, none], 6);
    statistics = [mean!, variance!].map((each) => tf.keep(tf.clone(each)));
    save([x, scale, ...reserved]);
    return {
      value: value!,
      gradFunc: (dy: Tensor, [x, scale, ...reserved]: Tensor[]) =>
        rawOps('FusedBatchNormGradV3', gradientAttributes(), [dy, x!, scale!, ...reserved], 5).slice(0, 3),
    };
  })(x, scale, offset) as Tensor4D;
  return { y, mean: statistics[0]!, variance: statistics[1]! };
}

/** With moving statistics, as predictions do. */
export const normaliseBy = (x: Tensor4D, scale: Tensor1D, offset: Tensor1D, mean: Tensor1D, variance: Tensor1D): Tensor4D =>
  rawOps('FusedBatchNormV3', attributes(false), [x, scale, offset, mean, variance], 6)[0] as Tensor4D;
