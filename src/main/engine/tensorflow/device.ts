// The engine's call 'device.describe': what training will really run on, found by running an operation.
import { execFile } from 'node:child_process';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { DeviceReport, EngineHandler } from '../protocol';
import { hasBfloat16, processorFlags } from './hardware';
import { stepPath } from './path';
import { backend, loadTensorFlow, type Rank, type Tf } from './runtime';

/** Fails with 'no-tensorflow'. */
export const describeDevice: EngineHandler<'device.describe'> = async () => {
  const tf = await loadTensorFlow();
  computeSomething(tf);
  const { binding } = backend();
  const cores = availableParallelism();
  const flags = await processorFlags();
  const gpu = binding.isUsingGpuDevice() ? await graphicsCard() : null;
  return {
    kind: gpu ? 'GPU' : 'CPU',
    name: gpu?.name ?? `${(cpus()[0]?.model ?? '').trim() || 'unknown processor'}, ${cores} ${cores === 1 ? 'core' : 'cores'}`,
    cores,
    memoryBytes: gpu?.memoryBytes ?? totalmem(),
    amx: flags.has('amx_tile'),
    avx512: flags.has('avx512f'),
    avx2: flags.has('avx2'),
    bfloat16: await hasBfloat16(),
    tensorflow: binding.TF_Version,
    tfjs: (tf.version as Record<string, string>)['tfjs-node'] ?? tf.version.tfjs,
    path: stepPath(),
  } satisfies DeviceReport;
};

/** A convolution with a known result; on a GPU it needs cuDNN as training does. */
function computeSomething(tf: Tf): void {
  const [sum] = tf.tidy(() =>
    tf
      .conv2d(tf.ones<Rank.R4>([1, 8, 8, 4]), tf.ones<Rank.R4>([3, 3, 4, 4]), 1, 'valid')
      .sum()
      .dataSync(),
  );
  if (sum !== 36 * 9 * 4 * 4) throw new Error(`A convolution of ones gave ${sum} instead of ${36 * 9 * 4 * 4}.`);
}

async function graphicsCard(): Promise<{ name: string; memoryBytes: number }> {
  try {
    const { stdout } = await promisify(execFile)('nvidia-smi', ['--query-gpu=name,memory.total', '--format=csv,noheader,nounits'], {
      timeout: 10_000,
    });
    const [name, mebibytes] = stdout
      .split('\n')[0]!
      .split(',')
      .map((part) => part.trim());
    return { name: name!, memoryBytes: Number(mebibytes) * 2 ** 20 };
  } catch {
    return { name: 'a GPU that nvidia-smi does not describe', memoryBytes: 0 };
  }
}
