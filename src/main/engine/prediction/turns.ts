// Who may use the thread next: what a person waits for goes before the next training step.
import { setImmediate, setTimeout } from 'node:timers/promises';

/** Longest that one step waits, so that predicting a whole drive does not stop a run. */
const PATIENCE_MS = 2_000;

let waiting: Promise<unknown> = Promise.resolve();
let running = 0;

/** Marks `work` as something that a person waits for. */
export async function withPriority<T>(work: () => Promise<T>): Promise<T> {
  running++;
  const done = work();
  // Without the values: a chain of them would never be let go.
  waiting = Promise.allSettled([waiting, done]).then(() => undefined);
  try {
    return await done;
  } finally {
    running--;
  }
}

/** Lets the event loop turn, then waits until no such work is left, or patience is. */
export async function predictionsDone(): Promise<void> {
  await setImmediate();
  if (running === 0) return;
  const patience = new AbortController();
  await Promise.race([waiting, setTimeout(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => undefined)]);
  patience.abort();
}
