// What turns or sweeps while something is busy, moved a few times a second by a clock. As a CSS animation it would have the whole window drawn at every
// frame that the display can show, beside the brush; and without a graphics device that is as often as the processor can (main/window/drawing.ts).

const EVERY_MS = 60;
const TURN_MS = 900;
const SWEEP_MS = 1400;

/** For the life of the window. Costs nothing while nothing is busy. */
export function keepTurning(): void {
  const turning = document.getElementsByClassName('spin');
  const sweeping = document.getElementsByClassName('unknown');
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  setInterval(() => {
    if (calm.matches || (turning.length === 0 && sweeping.length === 0)) return;
    const now = performance.now();
    const turn = `${((now % TURN_MS) / TURN_MS).toFixed(2)}turn`;
    for (const element of turning) (element as SVGElement).style.rotate = turn;
    const phase = (now % SWEEP_MS) / SWEEP_MS;
    for (const element of sweeping) {
      const bar = element.firstElementChild as HTMLElement | null;
      // From wholly outside on the left to wholly outside on the right; the bar is 30 % of the way.
      if (bar) bar.style.transform = `translateX(${(-100 + 434 * phase).toFixed(0)}%)`;
    }
  }, EVERY_MS);
}
