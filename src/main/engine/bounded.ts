// Work on many items, a few at a time, with progress at a bearable rate and an ear for cancelling.
import type { Progress } from './protocol';

/** The results in the items' order. Starts nothing more once `signal` is aborted or one has failed, waits for what runs, then throws. */
export async function mapBounded<T, R>(
  items: readonly T[],
  atOnce: number,
  signal: AbortSignal,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  let failed = false;
  const worker = async (): Promise<void> => {
    while (next < items.length && !failed) {
      signal.throwIfAborted();
      const index = next++;
      try {
        results[index] = await work(items[index]!, index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  signal.throwIfAborted();
  const broken = outcomes.find((outcome) => outcome.status === 'rejected');
  if (broken) throw broken.reason;
  return results;
}

const EVERY_MS = 100;

/** Tells `done of total` at most ten times a second, the first and the last always. */
export function progressTeller(total: number, emit: (event: Progress) => void): (done: number) => void {
  let last = -Infinity;
  return (done) => {
    const now = performance.now();
    if (done < total && now - last < EVERY_MS) return;
    last = now;
    emit({ kind: 'progress', done, total });
  };
}
