// Something that is read every now and then while it changes, and once more after its last change.
import { ON_SCREEN } from '../state/afterDrawing';

export interface Clock {
  now(): number;
  /** Runs `run` later; the answer calls it off. */
  after(ms: number, run: () => void): () => void;
}

export const windowClock: Clock = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

export class Paced {
  private readAt = -Infinity;
  private callOff: (() => void) | null = null;

  constructor(
    private readonly every: number,
    private readonly clock: Clock,
    private readonly read: () => void,
  ) {}

  /** When the last reading is `every` ms ago, and not before what the caller has drawn is on the screen. */
  soon(): void {
    this.later(Math.max(ON_SCREEN, this.readAt + this.every - this.clock.now()));
  }

  now(): void {
    this.callOff?.();
    this.callOff = null;
    this.readAt = this.clock.now();
    this.read();
  }

  later(ms: number): void {
    this.callOff ??= this.clock.after(ms, () => this.now());
  }
}
