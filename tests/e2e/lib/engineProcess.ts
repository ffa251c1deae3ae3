// The engine's process, found from outside by its parent: for tests that kill it.
import { execFileSync } from 'node:child_process';
import type { Opened } from './studio';

/** The engine of this studio; null while none runs. */
export function enginePid(studio: Opened): number | null {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  for (const line of lines) {
    const [, pid, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    if (Number(parent) === studio.pid() && args?.includes('engine.js')) return Number(pid);
  }
  return null;
}
