// TensorFlow's messages, by their field numbers in tensorflow/core/framework and core/protobuf: attributes, nodes, signatures, SavedModel.
import { bytes, float, float32, int, mapEntry, message, varint } from './protobuf';

/** DataType enum values (types.proto) that the studio's graphs use. */
export const DT = { float: 1, int32: 3, uint8: 4, bool: 10, bfloat16: 14, resource: 20 } as const;

/** GraphDef producer version: the age of the op set that the writer knows. */
const PRODUCER = 1395;
const MIN_CONSUMER = 12;

/** TensorShapeProto; -1 is an unknown side. */
const tensorShape = (shape: readonly number[]): Buffer => message(shape.map((side) => bytes(2, int(1, side))));

/** TensorProto with its whole content, little endian. */
export const tensor = (dtype: number, shape: readonly number[], content: Buffer): Buffer =>
  message([int(1, dtype), bytes(2, tensorShape(shape)), bytes(4, content)]);

/** TensorProto of one repeated value; `value` of bfloat16 is its 16 bits. */
export const filledTensor = (dtype: number, shape: readonly number[], value: number): Buffer =>
  message([int(1, dtype), bytes(2, tensorShape(shape)), dtype === DT.float ? bytes(5, float32(value)) : bytes(13, varint(value))]);

/** AttrValue by kind. */
export const attr = {
  type: (value: number): Buffer => int(6, value),
  int: (value: number): Buffer => int(3, value),
  float: (value: number): Buffer => float(4, value),
  bool: (value: boolean): Buffer => int(5, value ? 1 : 0),
  string: (value: string): Buffer => bytes(2, value),
  shape: (value: readonly number[]): Buffer => bytes(7, tensorShape(value)),
  tensor: (value: Buffer): Buffer => bytes(8, value),
  ints: (values: readonly number[]): Buffer => bytes(1, bytes(3, message(values.map(varint)))),
  floats: (values: readonly number[]): Buffer => bytes(1, message(values.map((value) => float(4, value)))),
  bools: (values: readonly boolean[]): Buffer => bytes(1, bytes(5, message(values.map((value) => varint(value ? 1 : 0))))),
};
export type Attributes = Readonly<Record<string, Buffer>>;

/** NodeDef. Inputs: 'name', 'name:slot', or '^name' for a control edge. */
export const node = (name: string, op: string, inputs: readonly string[], attributes: Attributes): Buffer =>
  message([
    bytes(1, name),
    bytes(2, op),
    ...inputs.map((input) => bytes(3, input)),
    ...Object.entries(attributes).map(([key, value]) => mapEntry(5, key, value)),
  ]);

/** A tensor of a signature: 'node:slot', its dtype and shape. */
export interface Endpoint {
  readonly name: string;
  readonly dtype: number;
  readonly shape: readonly number[];
}
export interface Signature {
  readonly inputs: Readonly<Record<string, Endpoint>>;
  readonly outputs: Readonly<Record<string, Endpoint>>;
}

const tensorInfo = (end: Endpoint): Buffer => message([bytes(1, end.name), int(2, end.dtype), bytes(3, tensorShape(end.shape))]);

const signatureDef = (signature: Signature): Buffer =>
  message([
    ...Object.entries(signature.inputs).map(([key, end]) => mapEntry(1, key, tensorInfo(end))),
    ...Object.entries(signature.outputs).map(([key, end]) => mapEntry(2, key, tensorInfo(end))),
    bytes(3, 'tensorflow/serving/predict'),
  ]);

/** SavedModel with one meta graph, tag 'serve': no saver, no init op, no variables folder. */
export function savedModel(nodes: readonly Buffer[], signatures: Readonly<Record<string, Signature>>): Buffer {
  const graph = message([...nodes.map((each) => bytes(1, each)), bytes(4, message([int(1, PRODUCER), int(2, MIN_CONSUMER)]))]);
  const metaGraph = message([
    bytes(1, bytes(4, 'serve')),
    bytes(2, graph),
    ...Object.entries(signatures).map(([key, value]) => mapEntry(5, key, signatureDef(value))),
  ]);
  return message([int(1, 1), bytes(2, metaGraph)]);
}
