// Who may use the thread next: what a person waits for, and the person's brush, go before the next training step.
import { setImmediate, setTimeout } from 'node:timers/promises';

/** Longest that one step waits, so that neither predicting a whole drive nor painting all day stops a run. */
const PATIENCE_MS = 2_000;
/** How long after the brush last moved it counts as at rest: the next stroke often follows at once. */
export const BRUSH_RESTS_MS = 400;

let waiting: Promise<unknown> = Promise.resolve();
let running = 0;
let brushMovedAt = -Infinity;

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

/** The person paints: to be told again and again while the brush moves. */
export function brushMoved(): void {
  brushMovedAt = performance.now();
}

/** Lets the event loop turn, then waits until no such work is left and the brush rests, or patience is. `painting` is told once if it is the brush. */
export async function ourTurn(painting: () => void = () => undefined): Promise<void> {
  await setImmediate();
  const end = performance.now() + PATIENCE_MS;
  let told = false;
  for (let now = performance.now(); now < end; now = performance.now()) {
    const brush = brushMovedAt + BRUSH_RESTS_MS - now;
    if (running > 0) await soonest(waiting, end - now);
    else if (brush > 0) {
      if (!told) painting();
      told = true;
      await setTimeout(Math.min(brush, end - now));
    } else return;
  }
}

async function soonest(work: Promise<unknown>, ms: number): Promise<void> {
  const patience = new AbortController();
  await Promise.race([work, setTimeout(ms, undefined, { signal: patience.signal }).catch(() => undefined)]);
  patience.abort();
}
