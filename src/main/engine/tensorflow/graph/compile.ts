// Records a function at a few small sizes, so that the writer can make it for any: what it costs to record does not grow with the pictures.
import type * as Tf from '@tensorflow/tfjs-node-gpu';
import type { NodeBackend } from './backend';
import { DT } from './messages';
import { precisionBoundaries, type BoundaryMarks, type PrecisionBoundaries } from './precision';
import type { FeedSpec, RecordedFunction } from './program';
import { record } from './recorder';
import type { Extent, Ref, Trace } from './trace';

export interface Body {
  readonly outputs: Readonly<Record<string, Tf.Tensor>>;
  /** Gradients by variable name. */
  readonly gradients?: Readonly<Record<string, Tf.Tensor>>;
  /** New values of variables that the step sets, by name. */
  readonly assignments?: Readonly<Record<string, Tf.Tensor>>;
}

/** A variable's name in the program and a value of its shape. */
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
  /** Size of the pictures that the function is written for, multiples of 16; none for a function without pictures. */
  readonly size?: Omit<Extent, 'batch'>;
  readonly batches: readonly number[];
  /** Reads the variables' averages in their place (ProgramOptions.averaging). */
  readonly averaged?: boolean;
  /** The function itself. */
  readonly body: (feeds: Readonly<Record<string, Tf.Tensor>>, boundaries: PrecisionBoundaries) => Body;
}

/** Never a batch of 1, nor a picture that is halved to one pixel: there a broadcast would look like a match, and a reshape would hide the side. */
const SMALL: Extent = { batch: 2, height: 32, width: 32 };
const NO_PICTURES = { height: 1, width: 1 };

export function recordFunction(options: RecordFunctionOptions): RecordedFunction {
  const { name, feeds, batches, averaged = false, size } = options;
  const base = size ? SMALL : { ...SMALL, ...NO_PICTURES };
  const others: Extent[] = [{ ...base, batch: 3 }];
  if (size) others.push({ ...base, height: 48 }, { ...base, width: 48 });
  const recorded = [base, ...others].map((extent) => recordAt(options, extent));
  const [first] = recorded as [RecordedAt];
  const outputs = Object.entries(first.outputs).map(([key, ref]) => [
    key,
    { ref, shapes: recorded.map((each) => each.outputs[key]!.shape) },
  ]);
  const { gradients, assignments } = first;
  return {
    ...{ name, feeds, batches, averaged, gradients, assignments },
    size: size ?? NO_PICTURES,
    traces: recorded.map(({ trace }) => trace),
    outputs: Object.fromEntries(outputs) as RecordedFunction['outputs'],
  };
}

interface RecordedAt {
  readonly trace: Trace;
  readonly outputs: Readonly<Record<string, Ref>>;
  readonly gradients?: ReadonlyMap<number, Ref>;
  readonly assignments?: ReadonlyMap<number, Ref>;
}

function recordAt(options: RecordFunctionOptions, extent: Extent): RecordedAt {
  const { tf, backend, variables } = options;
  const marks: BoundaryMarks = new Map();
  const boundaries = precisionBoundaries(tf, backend, marks);
  let recorded: RecordedAt | undefined;
  tf.tidy(() => {
    const feeds = Object.fromEntries(
      options.feeds.map((feed) => {
        const shape = [...feed.shape(extent)];
        return [feed.name, feed.dtype === DT.int32 ? tf.ones(shape, 'int32') : tf.fill(shape, 0.5)];
      }),
    );
    const tensors = variables.map((variable) => variable.tensor);
    const { result, trace, refOf } = record({ backend, feeds, variables: tensors, extent, boundaryMarks: marks }, () =>
      options.body(feeds, boundaries),
    );
    const byIndex = (named: Readonly<Record<string, Tf.Tensor>> = {}): Map<number, Ref> =>
      new Map(Object.entries(named).map(([name, tensor]) => [variables.findIndex((variable) => variable.name === name), refOf(tensor)]));
    recorded = {
      trace,
      outputs: Object.fromEntries(Object.entries(result.outputs).map(([name, tensor]) => [name, refOf(tensor)])),
      ...(result.gradients ? { gradients: byIndex(result.gradients), assignments: byIndex(result.assignments) } : {}),
    };
  });
  if (!recorded) throw new Error('Nothing was recorded.');
  return recorded;
}
