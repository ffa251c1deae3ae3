// The part of tfjs-node's backend that recording needs. It is private API of 4.22.0: a test pins the version and checks that it is there.
import type { Tensor, TensorInfo } from '@tensorflow/tfjs-node-gpu';
import type { OpAttribute } from './trace';

export interface StoredTensor {
  readonly shape: number[];
  /** TensorFlow DataType number. */
  readonly dtype: number;
  /** Host values not yet handed to TensorFlow, or null. */
  readonly values: Float32Array | Int32Array | Uint8Array | null;
  /** TensorFlow's handle; -1 while `values` wait on the host. */
  readonly id: number;
}

export interface TensorMetadata {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

export interface Binding {
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
  createTensor(shape: number[], dtype: number, values: Float32Array | Int32Array | Uint8Array): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array;
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
  /** Names are joined by commas; synchronous. */
  runSavedModel(id: number, tensors: number[], inputs: string, outputs: string): TensorMetadata[];
}

export interface NodeBackend {
  executeSingleOutput(name: string, attributes: OpAttribute[], inputs: TensorInfo[]): Tensor;
  executeMultipleOutputs(name: string, attributes: OpAttribute[], inputs: TensorInfo[], outputs: number): Tensor[];
  readSync(dataId: object): Float32Array | Int32Array | Uint8Array;
  getDTypeInteger(dtype: string): number;
  readonly binding: Binding;
  readonly tensorMap: { get(dataId: object): StoredTensor };
}
