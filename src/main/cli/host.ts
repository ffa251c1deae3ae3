// What the command line needs of its surroundings, so that tests can run it without a process of its own.
import type { Engine } from '../engine/protocol';
import type { Routes } from '../routes';

export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  readonly columns: number;
}
export interface Host {
  /** Results; with --json its last line is one JSON object. */
  readonly stdout: Output;
  /** Progress, notices, failures. */
  readonly stderr: Output;
  /** Paths on the command line are relative to it. */
  readonly cwd: string;
  engine(): Promise<Engine>;
  /** An engine in a process of its own, computing steps this way: for measuring, of which nothing must be left over from before. */
  ownEngine(path: 'graph' | 'eager'): Engine;
  routes(): Routes | null;
  /** Calls `stop` at every Ctrl+C; answers how to stop listening. */
  onInterrupt(stop: () => void): () => void;
}
