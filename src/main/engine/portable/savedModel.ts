// Steps to a TensorFlow SavedModel whose weights are constants: no variables folder, and a free batch size.
import { attr, DT, node, savedModel, tensor } from '../tensorflow/graph/messages';
import { nodeName, rawFloats } from './names';
import type { Convolution, Step } from './traced';

/** The content of `saved_model.pb`. Signature 'serving_default': images [n, height, width, 3] -> probabilities [n, height, width, 1]. */
export function savedModelOf(steps: readonly Step[]): Buffer {
  const nodes: Buffer[] = [];
  const float = { T: attr.type(DT.float) };
  const constant = (name: string, dtype: number, shape: readonly number[], content: Buffer): string => {
    nodes.push(node(name, 'Const', [], { dtype: attr.type(dtype), value: attr.tensor(tensor(dtype, shape, content)) }));
    return name;
  };
  const emit = (name: string, op: string, inputs: readonly string[], attributes: Parameters<typeof node>[3] = float): string => {
    nodes.push(node(name, op, inputs, attributes));
    return name;
  };
  const convolution = (name: string, step: Convolution): string => {
    const channelsIn = step.inputs[0]!.channels;
    const kernel = constant(`${name}/kernel`, DT.float, [step.side, step.side, channelsIn, step.channels], rawFloats(step.kernel));
    const bias = constant(`${name}/bias`, DT.float, [step.channels], rawFloats(step.bias));
    const summed = emit(`${name}/convolution`, 'Conv2D', [nodeName(step.inputs[0]!), kernel], {
      ...float,
      strides: attr.ints([1, 1, 1, 1]),
      padding: attr.string('SAME'),
    });
    const added = emit(`${name}/sum`, 'BiasAdd', [summed, bias]);
    return emit(name, step.activation === 'relu' ? 'Relu' : 'Sigmoid', [added]);
  };

  for (const step of steps) {
    const name = nodeName(step);
    const inputs = step.inputs.map(nodeName);
    if (step.kind === 'input') {
      emit(name, 'Placeholder', [], { dtype: attr.type(DT.float), shape: attr.shape([-1, step.height, step.width, step.channels]) });
    } else if (step.kind === 'convolution') {
      convolution(name, step);
    } else if (step.kind === 'maxPool') {
      const window = attr.ints([1, 2, 2, 1]);
      emit(name, 'MaxPool', inputs, { ...float, ksize: window, strides: window, padding: attr.string('VALID') });
    } else if (step.kind === 'upsample') {
      const size = constant(`${name}/size`, DT.int32, [2], Buffer.from(Int32Array.of(step.height, step.width).buffer));
      emit(name, 'ResizeNearestNeighbor', [...inputs, size]);
    } else if (step.kind === 'concatenate') {
      const axis = constant(`${name}/axis`, DT.int32, [], Buffer.from(Int32Array.of(3).buffer));
      emit(name, 'ConcatV2', [...inputs, axis], { ...float, N: attr.int(inputs.length), Tidx: attr.type(DT.int32) });
    } else {
      emit(name, 'Identity', inputs);
    }
  }
  const output = steps.at(-1)!;
  const { height, width } = output;
  emit('probabilities', 'Identity', [nodeName(output)]);
  return savedModel(nodes, {
    serving_default: {
      inputs: { images: { name: `${nodeName(steps[0]!)}:0`, dtype: DT.float, shape: [-1, height, width, 3] } },
      outputs: { probabilities: { name: 'probabilities:0', dtype: DT.float, shape: [-1, height, width, 1] } },
    },
  });
}
