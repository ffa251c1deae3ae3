// The layers over real tensors: what a step and a prediction run.
import { normaliseBy, normaliseByBatch } from '../tensorflow/batchNorm';
import { convolution, relu, upConvolution } from '../tensorflow/convolution';
import { dropout } from '../tensorflow/dropout';
import type { Tensor, Tensor1D, Tensor4D } from '../tensorflow/runtime';
import { tensorflow } from '../tensorflow/runtime';
import { NORM, type Layers, type NetDescription } from '../../../shared/nets/layers';

export type Weights = ReadonlyMap<string, Tensor>;

/** How a step runs a net, beside a prediction. */
export interface TrainingMode {
  /** int32 [2]: (run seed, step). */
  readonly dropoutSeed: Tensor1D;
  /** Is filled with the batch's statistics under the names of the moving ones; kept tensors, the caller's. */
  readonly statistics: Map<string, Tensor>;
}

/**
 * @param images [n, height, width, 3], 0..1
 * @param training null computes as predictions do: without dropout, normalised by the moving statistics
 * @returns logits [n, height, width, 1] of every head
 */
export function forward(net: NetDescription, weights: Weights, images: Tensor4D, training: TrainingMode | null): readonly Tensor4D[] {
  const tf = tensorflow();
  let dropouts = 0;
  const weight = <T extends Tensor>(name: string): T => {
    const tensor = weights.get(name);
    if (!tensor) throw new Error(`The net asks for ${name}, of which there is no value.`);
    return tensor as T;
  };
  /** How the two kinds of convolution are computed: over x as it is, or up-sampled. */
  type Convolve = (x: Tensor4D, kernel: Tensor4D, bias: Tensor1D | null, activation: 'relu' | 'linear') => Tensor4D;
  const straight: Convolve = (x, kernel, bias, activation) => convolution(x, kernel, bias, activation, x === images ? 'image' : 'features');
  const biased = (convolve: Convolve, name: string, x: Tensor4D, activation: 'relu' | 'linear') =>
    convolve(x, weight(`${name}.kernel`), weight(`${name}.bias`), activation);
  const normalised = (convolve: Convolve, name: string, x: Tensor4D): Tensor4D => {
    const convolved = convolve(x, weight(`${name}.kernel`), null, 'linear');
    const [scale, offset] = [weight<Tensor1D>(`${name}.${NORM.scale}`), weight<Tensor1D>(`${name}.${NORM.offset}`)];
    const [mean, variance] = [`${name}.${NORM.mean}`, `${name}.${NORM.variance}`];
    if (!training) return relu(normaliseBy(convolved, scale, offset, weight(mean), weight(variance)));
    const batch = normaliseByBatch(convolved, scale, offset);
    training.statistics.set(mean, batch.mean).set(variance, batch.variance);
    return relu(batch.y);
  };
  const activated = (convolve: Convolve, name: string, x: Tensor4D, norm: boolean) =>
    norm ? normalised(convolve, name, x) : biased(convolve, name, x, 'relu');
  const layers: Layers<Tensor4D> = {
    conv: (name, x, _filters, norm = false) => activated(straight, name, x, norm),
    upConv: (name, x, _filters, norm = false) => activated(upConvolution, name, x, norm),
    logits: (name, x) => biased(straight, name, x, 'linear'),
    maxPool: (x) => tf.maxPool(x, 2, 2, 'same'),
    concatenate: (xs) => tf.concat([...xs], 3),
    dropout: (_name, x, rate) => {
      if (!training || rate === 0) return x;
      // One stream a layer: far apart, so that a run whose seed is one higher shares none.
      const stream = Math.imul(++dropouts, 0x9e3779b1);
      return dropout(x, rate, tf.add<Tensor1D>(training.dropoutSeed, tf.tensor1d([stream, 0], 'int32')));
    },
  };
  return net(layers, images);
}
