// That the person paints, told on to main so that a training run gives way: at once, and a few times a second while it goes on.

/** Well within the time that the engine takes a brush to be at rest after (400 ms). */
const INTERVAL_MS = 150;

/** To be called at every move of the brush; `tell` is, at most so often. */
export function tellOften(tell: () => void, now: () => number = () => performance.now()): () => void {
  let told = -Infinity;
  return () => {
    if (now() - told < INTERVAL_MS) return;
    told = now();
    tell();
  };
}
