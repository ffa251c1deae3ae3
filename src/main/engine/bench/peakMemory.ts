// The most memory that this process has ever held at once.
import { readFile } from 'node:fs/promises';

/**
 * Resident megabytes (2^20 bytes). From Linux' own account of this very program where there is one: what getrusage answers with can be the
 * size of the process that started us.
 */
export async function peakMemoryMB(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const kibibytes = Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS);
  return Math.round(kibibytes / 1024);
}
