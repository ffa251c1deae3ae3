// Records a function at two batch sizes, so that the writer can make it for any.
import type * as Tf from '@tensorflow/tfjs-node-gpu';
import type { NodeBackend } from './backend';
import { DT } from './messages';
import { precisionBoundary, type BoundaryMarks } from './precision';
import type { FeedSpec, RecordedFunction } from './program';
import { record } from './recorder';
import type { Ref, Trace } from './trace';

export interface Body {
  readonly outputs: Readonly<Record<string, Tf.Tensor>>;
  /** Gradients by variable name, as tf.variableGrads gives them. */
  readonly gradients?: Tf.NamedTensorMap;
}

export interface RecordFunctionOptions {
  readonly tf: typeof Tf;
  readonly backend: NodeBackend;
  readonly name: string;
  readonly feeds: readonly FeedSpec[];
  readonly variables: readonly Tf.Variable[];
  readonly batches: readonly number[];
  /** The function itself. `boundary` goes between logits and loss: float32 after it, whatever the precision before. */
  readonly body: (feeds: Readonly<Record<string, Tf.Tensor>>, boundary: (x: Tf.Tensor) => Tf.Tensor) => Body;
}

/** Two sizes above 1: at 1 a broadcast would look like a match, and a reshape would hide the batch. */
const RECORDED_BATCHES = [2, 3] as const;

export function recordFunction(options: RecordFunctionOptions): RecordedFunction {
  const [first, second] = RECORDED_BATCHES.map((batch) => recordAt(options, batch));
  if (!first || !second) throw new Error('unreachable');
  return { name: options.name, feeds: options.feeds, batches: options.batches, ...first.ends, first: first.trace, second: second.trace };
}

interface RecordedAt {
  readonly trace: Trace;
  readonly ends: { readonly outputs: Readonly<Record<string, Ref>>; readonly gradients?: ReadonlyMap<number, Ref> };
}

function recordAt(options: RecordFunctionOptions, batch: number): RecordedAt {
  const { tf, backend, variables } = options;
  const before = variables.map((variable) => tf.tidy(() => variable.clone()));
  const marks: BoundaryMarks = new Map();
  const boundary = precisionBoundary(tf, backend, marks);
  let made: RecordedAt | undefined;
  tf.tidy(() => {
    const feeds = Object.fromEntries(
      options.feeds.map((feed) => {
        const shape = feed.perBatch ? [batch, ...feed.shape.slice(1)] : [...feed.shape];
        return [feed.name, feed.dtype === DT.int32 ? tf.ones(shape, 'int32') : tf.fill(shape, 0.5)];
      }),
    );
    const recording = record({ backend, feeds, variables, batch, boundaryMarks: marks }, () => options.body(feeds, boundary));
    const outputs: Record<string, Ref> = {};
    for (const [name, tensor] of Object.entries(recording.result.outputs)) outputs[name] = recording.refOf(tensor);
    const gradients = new Map<number, Ref>();
    variables.forEach((variable, index) => {
      const gradient = recording.result.gradients?.[variable.name];
      if (gradient) gradients.set(index, recording.refOf(gradient));
    });
    Object.values(recording.result.gradients ?? {}).forEach((gradient) => gradient.dispose());
    made = { trace: recording.trace, ends: { outputs, ...(recording.result.gradients ? { gradients } : {}) } };
  });
  if (!made) throw new Error('unreachable');
  const { trace, ends } = made as RecordedAt;
  // What the recorded run assigned (moving statistics) is taken back: recording changes no state.
  variables.forEach((variable, index) => {
    if (trace.assigned.has(index)) variable.assign(before[index] as Tf.Tensor);
  });
  before.forEach((tensor) => tensor.dispose());
  return { trace, ends };
}
