// The layers over real tensors: what a step and a prediction run.
import { convolution } from '../tensorflow/convolution';
import { dropout } from '../tensorflow/dropout';
import type { Tensor, Tensor1D, Tensor4D } from '../tensorflow/runtime';
import { tensorflow } from '../tensorflow/runtime';
import type { Layers, NetDescription } from './layers';

export type Weights = ReadonlyMap<string, Tensor>;

/**
 * @param images [n, height, width, 3], 0..1
 * @param dropoutSeed int32 [2], (run seed, step); null computes without dropout, as predictions do
 * @returns logits [n, height, width, 1]
 */
export function forward(net: NetDescription, weights: Weights, images: Tensor4D, dropoutSeed: Tensor1D | null): Tensor4D {
  const tf = tensorflow();
  let dropouts = 0;
  const conv = (name: string, x: Tensor4D, activation: 'relu' | 'linear'): Tensor4D => {
    const kernel = weights.get(`${name}.kernel`);
    const bias = weights.get(`${name}.bias`);
    if (!kernel || !bias) throw new Error(`The net asks for the layer ${name}, of which there are no weights.`);
    return convolution(x, kernel as Tensor4D, bias as Tensor1D, activation, x === images ? 'image' : 'features');
  };
  const layers: Layers<Tensor4D> = {
    conv: (name, x) => conv(name, x, 'relu'),
    logits: (name, x) => conv(name, x, 'linear'),
    maxPool: (x) => tf.maxPool(x, 2, 2, 'same'),
    upsample: (x) => tf.image.resizeNearestNeighbor(x, [x.shape[1] * 2, x.shape[2] * 2]),
    concatenate: (xs) => tf.concat([...xs], 3),
    dropout: (_name, x, rate) => {
      if (!dropoutSeed || rate === 0) return x;
      // One stream a layer: far apart, so that a run whose seed is one higher shares none.
      const stream = Math.imul(++dropouts, 0x9e3779b1);
      return dropout(x, rate, tf.add<Tensor1D>(dropoutSeed, tf.tensor1d([stream, 0], 'int32')));
    },
  };
  return net(layers, images);
}
