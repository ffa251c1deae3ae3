// ONNX's messages, by their field numbers in onnx.proto3: attributes, nodes, tensors, the model.
import { bytes, float, int, message, varint } from '../tensorflow/graph/protobuf';

/** TensorProto.DataType and AttributeProto.AttributeType. */
const FLOAT = 1;
const KIND = { float: 1, int: 2, string: 3, ints: 7 } as const;

/** IR version 8 and operator set 17 are what ONNX 1.12 (2022) knows. */
const IR_VERSION = 8;
const OPERATOR_SET = 17;

/** A side is a number, or a name where it is free. */
export type OnnxShape = readonly (number | string)[];

export interface OnnxValue {
  readonly name: string;
  readonly shape: OnnxShape;
}

/** AttributeProto by kind. */
export const attribute = {
  int: (name: string, value: number): Buffer => message([bytes(1, name), int(3, value), int(20, KIND.int)]),
  float: (name: string, value: number): Buffer => message([bytes(1, name), float(2, value), int(20, KIND.float)]),
  string: (name: string, value: string): Buffer => message([bytes(1, name), bytes(4, value), int(20, KIND.string)]),
  ints: (name: string, values: readonly number[]): Buffer =>
    message([bytes(1, name), bytes(8, message(values.map(varint))), int(20, KIND.ints)]),
};

/** NodeProto; it is named after its one output. */
export const onnxNode = (op: string, inputs: readonly string[], output: string, attributes: readonly Buffer[] = []): Buffer =>
  message([
    ...inputs.map((input) => bytes(1, input)),
    ...[bytes(2, output), bytes(3, output), bytes(4, op)],
    ...attributes.map((each) => bytes(5, each)),
  ]);

/** TensorProto, float32, little endian. */
export const onnxTensor = (name: string, shape: readonly number[], content: Buffer): Buffer =>
  message([...shape.map((side) => int(1, side)), int(2, FLOAT), bytes(8, name), bytes(9, content)]);

const dimension = (side: number | string): Buffer => (typeof side === 'number' ? int(1, side) : bytes(2, side));

/** ValueInfoProto, float32. */
const valueInfo = ({ name, shape }: OnnxValue): Buffer => {
  const tensorShape = message(shape.map((side) => bytes(1, dimension(side))));
  return message([bytes(1, name), bytes(2, bytes(1, message([int(1, FLOAT), bytes(2, tensorShape)])))]);
};

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly Buffer[];
  readonly tensors: readonly Buffer[];
  readonly input: OnnxValue;
  readonly output: OnnxValue;
}

/** ModelProto. */
export function onnxModel(graph: OnnxGraph, version: string, words: string, metadata: Readonly<Record<string, string>>): Buffer {
  const graphProto = message([
    ...graph.nodes.map((each) => bytes(1, each)),
    bytes(2, graph.name),
    ...graph.tensors.map((each) => bytes(5, each)),
    bytes(11, valueInfo(graph.input)),
    bytes(12, valueInfo(graph.output)),
  ]);
  return message([
    ...[int(1, IR_VERSION), bytes(2, 'Roadbrush'), bytes(3, version), bytes(6, words)],
    bytes(7, graphProto),
    bytes(8, message([bytes(1, ''), int(2, OPERATOR_SET)])),
    ...Object.entries(metadata).map(([key, value]) => bytes(14, message([bytes(1, key), bytes(2, value)]))),
  ]);
}
