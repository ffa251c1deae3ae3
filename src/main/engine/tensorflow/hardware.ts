// What the processor and the GPU can do, as far as it decides how a step is computed.
import { readFile } from 'node:fs/promises';
import { backend } from './runtime';

/** Feature names of the first processor, as /proc/cpuinfo has them; empty where the system does not tell. */
export async function processorFlags(): Promise<ReadonlySet<string>> {
  const text = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  return new Set(/^flags\s*:(.*)$/m.exec(text)?.[1]?.trim().split(/\s+/) ?? []);
}

/** After loadTensorFlow. On a processor with AVX2 alone a bfloat16 step takes minutes. */
export async function hasBfloat16(): Promise<boolean> {
  if (backend().binding.isUsingGpuDevice()) return true;
  const flags = await processorFlags();
  return flags.has('amx_bf16') || flags.has('avx512_bf16');
}
