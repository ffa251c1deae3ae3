// Records a function at two batch sizes, so that the writer can make it for any.
import type * as Tf from '@tensorflow/tfjs-node-gpu';
import type { NodeBackend } from './backend';
import { DT } from './messages';
import { precisionBoundaries, type BoundaryMarks, type PrecisionBoundaries } from './precision';
import type { FeedSpec, RecordedFunction } from './program';
import { record } from './recorder';
import type { Ref, Trace } from './trace';

export interface Body {
  readonly outputs: Readonly<Record<string, Tf.Tensor>>;
  /** Gradients by variable name. */
  readonly gradients?: Readonly<Record<string, Tf.Tensor>>;
  /** New values of variables that the step sets, by name. */
  readonly assignments?: Readonly<Record<string, Tf.Tensor>>;
}

/** A variable's name in the program and its current value. */
export interface NamedTensor {
  readonly name: string;
  readonly tensor: Tf.Tensor;
}

export interface RecordFunctionOptions {
  readonly tf: typeof Tf;
  readonly backend: NodeBackend;
  readonly name: string;
  readonly feeds: readonly FeedSpec[];
  readonly variables: readonly NamedTensor[];
  readonly batches: readonly number[];
  /** Reads the variables' averages in their place (ProgramOptions.averaging). */
  readonly averaged?: boolean;
  /** The function itself. */
  readonly body: (feeds: Readonly<Record<string, Tf.Tensor>>, boundaries: PrecisionBoundaries) => Body;
}

/** Two sizes above 1: at 1 a broadcast would look like a match, and a reshape would hide the batch. */
const RECORDED_BATCHES = [2, 3] as const;

export function recordFunction(options: RecordFunctionOptions): RecordedFunction {
  const [first, second] = RECORDED_BATCHES.map((batch) => recordAt(options, batch));
  if (!first || !second) throw new Error('unreachable');
  const { name, feeds, batches, averaged = false } = options;
  return { name, feeds, batches, averaged, ...first.ends, first: first.trace, second: second.trace };
}

interface RecordedAt {
  readonly trace: Trace;
  readonly ends: Pick<RecordedFunction, 'outputs' | 'gradients' | 'assignments'>;
}

function recordAt(options: RecordFunctionOptions, batch: number): RecordedAt {
  const { tf, backend, variables } = options;
  const marks: BoundaryMarks = new Map();
  const boundaries = precisionBoundaries(tf, backend, marks);
  let recorded: RecordedAt | undefined;
  tf.tidy(() => {
    const feeds = Object.fromEntries(
      options.feeds.map((feed) => {
        const shape = feed.perBatch ? [batch, ...feed.shape.slice(1)] : [...feed.shape];
        return [feed.name, feed.dtype === DT.int32 ? tf.ones(shape, 'int32') : tf.fill(shape, 0.5)];
      }),
    );
    const tensors = variables.map((variable) => variable.tensor);
    const { result, trace, refOf } = record({ backend, feeds, variables: tensors, batch, boundaryMarks: marks }, () =>
      options.body(feeds, boundaries),
    );
    const byIndex = (named: Readonly<Record<string, Tf.Tensor>> | undefined): Map<number, Ref> | undefined =>
      named &&
      new Map(Object.entries(named).map(([name, tensor]) => [variables.findIndex((variable) => variable.name === name), refOf(tensor)]));
    const outputs = Object.fromEntries(Object.entries(result.outputs).map(([name, tensor]) => [name, refOf(tensor)]));
    recorded = { trace, ends: { outputs, gradients: byIndex(result.gradients), assignments: byIndex(result.assignments) } };
  });
  if (!recorded) throw new Error('Nothing was recorded.');
  return recorded;
}
