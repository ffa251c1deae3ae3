// Same-padded 2D convolution + bias + ReLU with its gradient, as three TensorFlow operations each way.
// tfjs by itself keeps every intermediate alive and builds ReLU's gradient from four operations: 1.4 times slower, three times the memory.
import { FLOAT, intsAttribute, rawOp, stringAttribute, typeAttribute } from './rawOp';
import type { Tensor, Tensor1D, Tensor4D } from './runtime';
import { tensorflow } from './runtime';

type Activation = 'relu' | 'linear';

const attributes = () => [
  typeAttribute('T', FLOAT),
  intsAttribute('strides', [1, 1, 1, 1]),
  intsAttribute('dilations', [1, 1, 1, 1]),
  stringAttribute('padding', 'SAME'),
  stringAttribute('data_format', 'NHWC'),
];
const biasAttributes = () => [typeAttribute('T', FLOAT), stringAttribute('data_format', 'NHWC')];

function forward(x: Tensor4D, kernel: Tensor4D, bias: Tensor1D, activation: Activation): Tensor4D {
  const convolved = rawOp('Conv2D', attributes(), [x, kernel]);
  const biased = rawOp<Tensor4D>('BiasAdd', biasAttributes(), [convolved, bias]);
  return activation === 'relu' ? rawOp('Relu', [typeAttribute('T', FLOAT)], [biased]) : biased;
}

/**
 * @param x [n, height, width, channels]
 * @param kernel [k, k, channels, filters]; @param bias [filters]
 * @param input 'image': x is data, so that its gradient, which nobody asks for, is not computed.
 * @returns [n, height, width, filters]
 */
export function convolution(x: Tensor4D, kernel: Tensor4D, bias: Tensor1D, activation: Activation, input: 'features' | 'image'): Tensor4D {
  const tf = tensorflow();
  const backward = (dy: Tensor, x: Tensor, kernel: Tensor, y: Tensor, wantsInput: boolean): Tensor[] => {
    const dz = activation === 'relu' ? rawOp('ReluGrad', [typeAttribute('T', FLOAT)], [dy, y]) : dy;
    const sizes = (of: Tensor) => tf.tensor1d(of.shape, 'int32');
    const dKernel = rawOp('Conv2DBackpropFilter', attributes(), [x, sizes(kernel), dz]);
    const dBias = rawOp('BiasAddGrad', biasAttributes(), [dz]);
    return wantsInput ? [rawOp('Conv2DBackpropInput', attributes(), [sizes(x), kernel, dz]), dKernel, dBias] : [dKernel, dBias];
  };
  if (input === 'image') {
    return tf.customGrad((...all) => {
      const [kernel, bias, save] = all as unknown as [Tensor4D, Tensor1D, (kept: Tensor[]) => void];
      const value = forward(x, kernel, bias, activation);
      save([kernel, value]);
      return { value, gradFunc: (dy: Tensor, kept: Tensor[]) => backward(dy, x, kept[0]!, kept[1]!, false) };
    })(kernel, bias) as Tensor4D;
  }
  return tf.customGrad((...all) => {
    const [x, kernel, bias, save] = all as unknown as [Tensor4D, Tensor4D, Tensor1D, (kept: Tensor[]) => void];
    const value = forward(x, kernel, bias, activation);
    save([x, kernel, value]);
    return { value, gradFunc: (dy: Tensor, kept: Tensor[]) => backward(dy, kept[0]!, kept[1]!, kept[2]!, true) };
  })(x, kernel, bias) as Tensor4D;
}
