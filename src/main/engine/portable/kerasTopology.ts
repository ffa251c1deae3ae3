// Steps as Keras describes a model: the configuration in model.json of TensorFlow.js and in a Keras .h5 file. Keras 2, Keras 3 and TensorFlow.js read it.
import { nodeName } from './names';
import type { Convolution, Step } from './traced';

export const KERAS_CLASS: Record<Step['kind'], string> = {
  input: 'InputLayer',
  convolution: 'Conv2D',
  maxPool: 'MaxPooling2D',
  upsample: 'UpSampling2D',
  concatenate: 'Concatenate',
  dropout: 'Dropout',
};

/** `{class_name, config}` of the whole model. */
export function kerasTopology(steps: readonly Step[], name: string): object {
  const end = (step: Step): [string, number, number] => [nodeName(step), 0, 0];
  const layers = steps.map((step) => ({
    class_name: KERAS_CLASS[step.kind],
    name: nodeName(step),
    config: { name: nodeName(step), dtype: 'float32', ...configOf(step) },
    inbound_nodes: step.kind === 'input' ? [] : [step.inputs.map((input) => [...end(input), {}])],
  }));
  return {
    class_name: 'Functional',
    config: { name, trainable: true, layers, input_layers: [end(steps[0]!)], output_layers: [end(steps.at(-1)!)] },
  };
}

function configOf(step: Step): object {
  const channelsLast = { data_format: 'channels_last' };
  switch (step.kind) {
    case 'input':
      return { batch_input_shape: [null, step.height, step.width, step.channels], sparse: false };
    case 'convolution':
      return convolutionConfig(step);
    case 'maxPool':
      return { ...channelsLast, pool_size: [2, 2], strides: [2, 2], padding: 'valid' };
    case 'upsample':
      return { ...channelsLast, size: [2, 2], interpolation: 'nearest' };
    case 'concatenate':
      return { axis: -1 };
    case 'dropout':
      return { rate: step.rate };
  }
}

const convolutionConfig = ({ side, channels, activation }: Convolution): object => ({
  data_format: 'channels_last',
  filters: channels,
  kernel_size: [side, side],
  strides: [1, 1],
  padding: 'same',
  dilation_rate: [1, 1],
  activation,
  use_bias: true,
  kernel_initializer: { class_name: side === 3 ? 'HeNormal' : 'GlorotUniform', config: { seed: null } },
  bias_initializer: { class_name: 'Zeros', config: {} },
});

/**
 * The order in which Keras keeps a model's layers, and with them the weights in its files: those farthest from the outputs first, those equally far
 * as a walk from the outputs back meets them (`map_graph` in keras/src/ops/function.py).
 */
export function kerasOrder<S extends { readonly inputs: readonly S[] }>(outputs: readonly S[]): S[] {
  const met = new Map<S, number>();
  const computed: S[] = [];
  const walk = (step: S): void => {
    if (met.has(step)) return;
    met.set(step, met.size);
    step.inputs.forEach(walk);
    computed.push(step);
  };
  outputs.forEach(walk);
  const distance = new Map<S, number>();
  for (const step of computed.toReversed()) {
    const own = distance.get(step) ?? 0;
    distance.set(step, own);
    for (const input of step.inputs) distance.set(input, Math.max(own + 1, distance.get(input) ?? 0));
  }
  return [...met.keys()].sort((a, b) => distance.get(b)! - distance.get(a)! || met.get(a)! - met.get(b)!);
}
