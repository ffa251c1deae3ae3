// TensorFlow through tfjs-node: loaded once, on first use, and refused with one clear sentence when it cannot be.
import util from 'node:util';
import type * as tfjs from '@tensorflow/tfjs-node-gpu';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend';
import { ExpectedFailure } from '../../../shared/result';

export type Tf = typeof tfjs;
export type { Rank, Scalar, Tensor, Tensor1D, Tensor4D, TensorInfo } from '@tensorflow/tfjs-node-gpu';
export type Backend = NodeJSKernelBackend;

let loading: Promise<Tf> | null = null;
let loaded: Tf | null = null;

/** Loads the runtime; later calls answer with the same one. Fails with code 'no-tensorflow'. */
export async function loadTensorFlow(): Promise<Tf> {
  loading ??= load().catch((error: unknown) => {
    loading = null;
    throw new ExpectedFailure({
      code: 'no-tensorflow',
      message: `TensorFlow could not be loaded: ${firstLine(error)}.`,
      hint: 'Run `npm run doctor`: it names the part that is missing and how to mend it.',
    });
  });
  return loading;
}

/** The runtime after `loadTensorFlow`; nets and steps are only ever built behind it. */
export function tensorflow(): Tf {
  if (!loaded) throw new Error('tensorflow() was called before loadTensorFlow() had ended.');
  return loaded;
}

export const backend = (): Backend => tensorflow().backend() as Backend;

async function load(): Promise<Tf> {
  prepareEnvironment();
  const namespace = await import('@tensorflow/tfjs-node-gpu');
  const tf = (namespace as Tf & { default?: Tf }).default ?? namespace;
  await tf.ready();
  if (tf.getBackend() !== 'tensorflow') throw new Error(`tfjs chose the backend '${tf.getBackend()}' instead of TensorFlow`);
  return (loaded = tf);
}

/** What TensorFlow and tfjs-node read while they load; a value that the person has set is left alone. */
function prepareEnvironment(): void {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  // Otherwise TensorFlow takes all of a GPU's memory at once.
  process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';
  // On by itself only where the processor has AVX-512 or AMX; with AVX2 alone it made the U-Net step 1.5 times faster here.
  process.env.TF_ENABLE_ONEDNN_OPTS ??= '1';
  // tfjs-node 4.22 calls these two: Node 22 warns of them, Node 23 has removed them.
  Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined, isArray: Array.isArray });
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]!.trim().replace(/\.$/, '');
