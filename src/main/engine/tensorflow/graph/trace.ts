// What a recording holds: the operations of one eager run as data, with every tensor traced to where it came from.

/** An operation's attribute as tfjs-node hands it to TensorFlow: `type` is one of the binding's TF_ATTR_* numbers. */
export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

interface Typed {
  readonly shape: readonly number[];
  /** TensorFlow DataType number. */
  readonly dtype: number;
}
export interface FeedRef extends Typed {
  readonly kind: 'feed';
  readonly name: string;
}
export interface VariableRef extends Typed {
  readonly kind: 'variable';
  readonly index: number;
}
/** A tensor neither made in the run, nor fed, nor a variable: frozen into the graph. `uniform`: more than one value, all the same. */
export interface ConstantRef extends Typed {
  readonly kind: 'constant';
  readonly index: number;
  readonly data: Float32Array | Int32Array | Uint8Array;
  readonly uniform: boolean;
}

export const isUniform = (data: ConstantRef['data']): boolean => data.length > 1 && data.every((value) => value === data[0]);

export interface OutputRef extends Typed {
  readonly kind: 'output';
  readonly op: RecordedOp;
  readonly slot: number;
}
export type Ref = FeedRef | VariableRef | ConstantRef | OutputRef;

export interface RecordedOp {
  readonly index: number;
  readonly name: string;
  readonly attributes: readonly OpAttribute[];
  readonly inputs: readonly Ref[];
  readonly outputs: readonly Typed[];
}

/** How many pictures of which size a run computed; sides are 1 where a function knows no pictures. */
export interface Extent {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
}

export interface Trace {
  readonly ops: readonly RecordedOp[];
  readonly constants: readonly ConstantRef[];
  /** What the run computed; constants that follow it are told apart by further recordings. */
  readonly extent: Extent;
  /** Operations that mark a precision boundary (see precision.ts): TensorFlow DataType that follows it. */
  readonly boundaries: ReadonlyMap<RecordedOp, number>;
}
