// Records every TensorFlow operation that a function runs on the tfjs-node backend: what it was, and where each of its inputs came from.
import type { Tensor, TensorInfo } from '@tensorflow/tfjs-node-gpu';
import type { NodeBackend } from './backend';
import { isUniform, type ConstantRef, type Extent, type OpAttribute, type RecordedOp, type Ref, type Trace } from './trace';

/** A constant above this many values that are not all the same is data of this one run, not part of the net: recording refuses it. */
const LARGEST_CONSTANT = 4096;

export interface Recording<T> {
  readonly result: T;
  readonly trace: Trace;
  /** Where a tensor of the run came from; throws for one that the run never saw. */
  refOf(tensor: TensorInfo): Ref;
}

export interface RecordOptions {
  readonly backend: NodeBackend;
  /** Tensors that a graph will be fed, by name. */
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** Current values of the graph's variables. */
  readonly variables: readonly Tensor[];
  readonly extent: Extent;
  /** Outputs of precision boundaries met while recording (filled by precision.ts). */
  readonly boundaryMarks: ReadonlyMap<object, number>;
}

/**
 * Runs `body` once, eagerly, and returns what it did.
 * Throws when `body` reads a traced tensor on the host (the graph could not repeat that) or freezes data into a constant.
 */
export function record<T>(options: RecordOptions, body: () => T): Recording<T> {
  const { backend, feeds, variables } = options;
  const known = new Map<object, Ref>();
  const ops: RecordedOp[] = [];
  const constants: ConstantRef[] = [];
  const original = {
    single: backend.executeSingleOutput,
    multiple: backend.executeMultipleOutputs,
    read: backend.readSync,
  };

  const typed = (dataId: object) => {
    const { shape, dtype } = backend.tensorMap.get(dataId);
    return { shape: shape.slice(), dtype };
  };
  for (const [name, tensor] of Object.entries(feeds)) known.set(tensor.dataId, { kind: 'feed', name, ...typed(tensor.dataId) });
  variables.forEach((variable, index) => known.set(variable.dataId, { kind: 'variable', index, ...typed(variable.dataId) }));

  // Values are copied before the operation runs: tfjs disposes shape tensors at once.
  const freeze = (dataId: object): ConstantRef => {
    const stored = backend.tensorMap.get(dataId);
    const data = (stored.values ?? original.read.call(backend, dataId)).slice();
    const uniform = isUniform(data);
    if (data.length > LARGEST_CONSTANT && !uniform) {
      throw new Error(`Recording met a constant of shape [${stored.shape.join(', ')}] made outside the step: feed it instead.`);
    }
    const ref: ConstantRef = { kind: 'constant', index: constants.length, shape: stored.shape.slice(), dtype: stored.dtype, data, uniform };
    constants.push(ref);
    return ref;
  };
  const refOfData = (dataId: object): Ref => {
    let ref = known.get(dataId);
    if (!ref) known.set(dataId, (ref = freeze(dataId)));
    return ref;
  };
  const note = (name: string, attributes: readonly OpAttribute[], inputs: readonly Ref[], outputs: readonly Tensor[]) => {
    const op: RecordedOp = {
      index: ops.length,
      name,
      attributes: attributes.map((attribute) => ({ ...attribute })),
      inputs,
      outputs: outputs.map((output) => typed(output.dataId)),
    };
    ops.push(op);
    outputs.forEach((output, slot) => known.set(output.dataId, { kind: 'output', op, slot, ...typed(output.dataId) }));
  };

  backend.executeSingleOutput = (name, attributes, inputs) => {
    const refs = inputs.map((input) => refOfData(input.dataId));
    const output = original.single.call(backend, name, attributes, inputs);
    note(name, attributes, refs, [output]);
    return output;
  };
  backend.executeMultipleOutputs = (name, attributes, inputs, count) => {
    const refs = inputs.map((input) => refOfData(input.dataId));
    const outputs = original.multiple.call(backend, name, attributes, inputs, count);
    note(name, attributes, refs, outputs);
    return outputs;
  };
  backend.readSync = (dataId) => {
    const ref = known.get(dataId);
    if (ref && ref.kind !== 'constant') {
      throw new Error(
        `The step read a ${ref.kind === 'output' ? `result of ${ref.op.name}` : ref.kind} on the host: a graph cannot repeat that.`,
      );
    }
    return original.read.call(backend, dataId);
  };
  let result: T;
  try {
    result = body();
  } finally {
    backend.executeSingleOutput = original.single;
    backend.executeMultipleOutputs = original.multiple;
    backend.readSync = original.read;
  }

  const refOf = (tensor: TensorInfo): Ref => {
    const ref = known.get(tensor.dataId);
    if (!ref) throw new Error(`A tensor of shape [${tensor.shape.join(', ')}] was not made in the recorded run.`);
    return ref;
  };
  const boundaries = new Map<RecordedOp, number>();
  for (const [dataId, dtype] of options.boundaryMarks) {
    const ref = known.get(dataId);
    if (ref?.kind === 'output') boundaries.set(ref.op, dtype);
  }
  return { result, trace: { ops, constants, extent: options.extent, boundaries }, refOf };
}
