// Mixed precision: which operations of a trace compute in bfloat16 and which stay in float32.
// The rule is propagation: the picture enters as bfloat16, and everything computed from it is, until a boundary (before the loss).
// Weights are float32, and so is what is computed of weights alone; they are cast where they meet the picture.
import type * as Tf from '@tensorflow/tfjs-node-gpu';
import type { NodeBackend } from './backend';
import { DT } from './messages';
import type { RecordedOp, Ref, Trace } from './trace';

export type Precision = 'float32' | 'bfloat16';

/** Inputs and outputs that stay float32 whatever the data is: scale, offset and statistics of batch normalisation. */
export const FLOAT32_INPUTS: Readonly<Record<string, readonly number[]>> = {
  FusedBatchNormV3: [1, 2, 3, 4],
  FusedBatchNormGradV3: [2, 3, 4, 5],
};
export const FLOAT32_OUTPUTS: Readonly<Record<string, readonly number[]>> = {
  FusedBatchNormV3: [1, 2, 3, 4, 5],
  FusedBatchNormGradV3: [1, 2, 3, 4],
};

/** Float data type of every op; 0 = whatever its reader wants (constants, fills, random numbers). */
export interface TypedTrace {
  computeType(op: RecordedOp): number;
  outputType(op: RecordedOp, slot: number): number;
}

export function typesOf(trace: Trace, precision: Precision, lowFeeds: ReadonlySet<string>): TypedTrace {
  const low = precision === 'bfloat16';
  const compute = new Map<RecordedOp, number>();
  const outputs = new Map<RecordedOp, number[]>();
  const typeOf = (ref: Ref): number => {
    if (ref.kind === 'feed') return low && lowFeeds.has(ref.name) ? DT.bfloat16 : ref.dtype;
    if (ref.kind === 'variable') return DT.float;
    if (ref.kind === 'constant') return ref.dtype === DT.float ? 0 : ref.dtype;
    return outputs.get(ref.op)?.[ref.slot] ?? DT.float;
  };
  for (const op of trace.ops) {
    const fixed = FLOAT32_INPUTS[op.name] ?? [];
    const floats = op.inputs.filter((input, index) => input.dtype === DT.float && !fixed.includes(index)).map(typeOf);
    const castToFloat = op.name === 'Cast' && op.outputs[0]?.dtype === DT.float && op.inputs[0]?.dtype !== DT.float;
    let type: number;
    const boundary = trace.boundaries.get(op);
    if (boundary !== undefined) type = low ? boundary : DT.float;
    else if (!low || sumsAlone(op, trace)) type = DT.float;
    else if (castToFloat) type = 0;
    else if (floats.includes(DT.bfloat16)) type = DT.bfloat16;
    else if (floats.includes(DT.float)) type = DT.float;
    else type = 0;
    compute.set(op, type);
    outputs.set(
      op,
      op.outputs.map((output, slot) =>
        output.dtype !== DT.float ? output.dtype : (FLOAT32_OUTPUTS[op.name] ?? []).includes(slot) ? DT.float : type,
      ),
    );
  }
  return {
    computeType: (op) => compute.get(op) ?? DT.float,
    outputType: (op, slot) => outputs.get(op)?.[slot] ?? DT.float,
  };
}

/**
 * True for a bias' gradient that nothing computes on the way: BiasAddGrad adds up in the type of its input, and a sum of 8 bits stands still after some
 * hundred pixels (at 640x192 nine tenths of it were missing). Beside a Conv2DBackpropFilter of the same gradient oneDNN makes one of both, which adds in float32.
 */
const sumsAlone = (op: RecordedOp, { ops }: Trace): boolean =>
  op.name === 'BiasAddGrad' && !ops.some(({ name, inputs }) => name === 'Conv2DBackpropFilter' && inputs[2] === op.inputs[0]);

/** bfloat16 bits of float32 values, round to nearest even. */
export function toBfloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.slice().buffer);
  return Uint16Array.from(bits, (x) => (x + 0x7fff + ((x >>> 16) & 1)) >>> 16);
}

/** Marks by data id: the tensors that a boundary made while recording, with the type that follows it. */
export type BoundaryMarks = Map<object, number>;

/** The two places where a step of lower precision goes back to float32; the identity while recording. */
export interface PrecisionBoundaries {
  /** Between the logits and the loss: a cast to float32 on the way forward, and back on the way back. */
  readonly logits: <T extends Tf.Tensor>(x: T) => T;
  /** Of a result that nothing is derived from any more: a cast to float32. */
  readonly result: <T extends Tf.Tensor>(x: T) => T;
}

/** Each becomes casts in the graph; `marks` is filled while they run. */
export function precisionBoundaries(tf: typeof Tf, backend: NodeBackend, marks: BoundaryMarks): PrecisionBoundaries {
  const identity = <T extends Tf.Tensor>(x: T, follows: number): T => {
    const out = backend.executeSingleOutput('Identity', [{ name: 'T', type: backend.binding.TF_ATTR_TYPE, value: DT.float }], [x]);
    marks.set(out.dataId, follows);
    return out as T;
  };
  return {
    result: (x) => identity(x, DT.float),
    logits: <T extends Tf.Tensor>(x: T) =>
      tf.customGrad((...args: unknown[]) => ({
        value: identity(args[0] as Tf.Tensor, DT.float),
        gradFunc: (dy: Tf.Tensor) => [identity(dy, DT.bfloat16)],
      }))(x) as T,
  };
}
