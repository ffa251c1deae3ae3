// Steps to ONNX. Its convolutions want channels first: the images are transposed once at the beginning, the answer once at the end.
import { nodeName, rawFloats } from './names';
import { attribute, onnxModel, onnxNode, onnxTensor } from './onnxMessages';
import type { Convolution, Step } from './traced';

const PROBABILITIES = 'probabilities';

/** The content of a .onnx file: images [n, height, width, 3] -> probabilities [n, height, width, 1]. */
export function onnxOf(steps: readonly Step[], version: string, words: string, metadata: Readonly<Record<string, string>>): Buffer {
  const nodes: Buffer[] = [];
  const tensors: Buffer[] = [];
  const [input, output] = [steps[0]!, steps.at(-1)!];
  const { height, width } = input;
  // The input keeps its name to the outside; inside, what the others see is the transposed one.
  const inside = (step: Step): string => (step === input ? 'images_channels_first' : nodeName(step));
  const emit = (op: string, inputs: readonly string[], name: string, attributes: readonly Buffer[] = []): void =>
    void nodes.push(onnxNode(op, inputs, name, attributes));

  const convolution = (step: Convolution): void => {
    const name = nodeName(step);
    const before = step.inputs[0]!;
    tensors.push(
      onnxTensor(`${name}/kernel`, [step.channels, before.channels, step.side, step.side], rawFloats(channelsFirst(step))),
      onnxTensor(`${name}/bias`, [step.channels], rawFloats(step.bias)),
    );
    const border = (step.side - 1) / 2;
    emit('Conv', [inside(before), `${name}/kernel`, `${name}/bias`], `${name}/sum`, [
      attribute.ints('kernel_shape', [step.side, step.side]),
      attribute.ints('pads', [border, border, border, border]),
    ]);
    emit(step.activation === 'relu' ? 'Relu' : 'Sigmoid', [`${name}/sum`], name);
  };

  tensors.push(onnxTensor('twice', [4], rawFloats(Float32Array.of(1, 1, 2, 2))));
  for (const step of steps) {
    const inputs = step.inputs.map(inside);
    if (step.kind === 'input') emit('Transpose', [step.name], inside(step), [attribute.ints('perm', [0, 3, 1, 2])]);
    else if (step.kind === 'convolution') convolution(step);
    else if (step.kind === 'concatenate') emit('Concat', inputs, inside(step), [attribute.int('axis', 1)]);
    else if (step.kind === 'maxPool') {
      emit('MaxPool', inputs, inside(step), [attribute.ints('kernel_shape', [2, 2]), attribute.ints('strides', [2, 2])]);
    } else if (step.kind === 'upsample') {
      emit('Resize', [...inputs, '', 'twice'], inside(step), [
        attribute.string('mode', 'nearest'),
        attribute.string('nearest_mode', 'floor'),
        attribute.string('coordinate_transformation_mode', 'asymmetric'),
      ]);
    } else emit('Identity', inputs, inside(step));
  }
  emit('Transpose', [inside(output)], PROBABILITIES, [attribute.ints('perm', [0, 2, 3, 1])]);
  const graph = {
    name: 'roadbrush',
    nodes,
    tensors,
    input: { name: input.name, shape: ['n', height, width, 3] },
    output: { name: PROBABILITIES, shape: ['n', height, width, 1] },
  };
  return onnxModel(graph, version, words, metadata);
}

/** [side, side, in, out] -> [out, in, side, side] */
function channelsFirst({ kernel, side, channels, inputs: [before] }: Convolution): Float32Array {
  const channelsIn = before!.channels;
  const cells = side * side;
  const turned = new Float32Array(kernel.length);
  for (let cell = 0; cell < cells; cell++) {
    for (let i = 0; i < channelsIn; i++) {
      for (let o = 0; o < channels; o++) turned[(o * channelsIn + i) * cells + cell] = kernel[(cell * channelsIn + i) * channels + o]!;
    }
  }
  return turned;
}
