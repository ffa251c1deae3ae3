// TensorFlow operations by their own names, for the few that tfjs does not offer. Private API of tfjs-node 4.22.0 (pinned); tests call each one.
import type { Tensor, TensorInfo } from './runtime';
import { backend } from './runtime';

/** Values of TensorFlow's DataType enumeration. */
export const FLOAT = 1;
export const INT32 = 3;

type Attribute = { readonly name: string; readonly type: number; readonly value: boolean | number | string | number[] };

export const typeAttribute = (name: string, value: number): Attribute => ({ name, type: backend().binding.TF_ATTR_TYPE, value });
export const boolAttribute = (name: string, value: boolean): Attribute => ({ name, type: backend().binding.TF_ATTR_BOOL, value });
export const stringAttribute = (name: string, value: string): Attribute => ({ name, type: backend().binding.TF_ATTR_STRING, value });
export const floatAttribute = (name: string, value: number): Attribute => ({ name, type: backend().binding.TF_ATTR_FLOAT, value });
export const shapeAttribute = (name: string, value: number[]): Attribute => ({ name, type: backend().binding.TF_ATTR_SHAPE, value });
export const intsAttribute = (name: string, value: number[]): Attribute => ({ name, type: backend().binding.TF_ATTR_INT, value });

/** Runs an operation with one output. The tensor belongs to the tidy around it. */
export const rawOp = <T extends Tensor = Tensor>(op: string, attributes: Attribute[], inputs: TensorInfo[]): T =>
  backend().executeSingleOutput(op, attributes, inputs) as T;

/** Runs an operation with several outputs, all of which belong to the tidy around it. */
export const rawOps = (op: string, attributes: Attribute[], inputs: TensorInfo[], outputs: number): Tensor[] =>
  backend().executeMultipleOutputs(op, attributes, inputs, outputs);

/** Runs an operation for its effect alone. */
export const rawEffect = (op: string, attributes: Attribute[], inputs: TensorInfo[]): void => {
  backend().executeMultipleOutputs(op, attributes, inputs, 0);
};
