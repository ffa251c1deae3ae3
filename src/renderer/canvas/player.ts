// Playing, of frames or of epochs: a step at each tick of the clock, but never past one that is not on the canvas yet; and how fast that really is.

export interface PlayerDoor {
  /** True when what was asked for is shown, prediction included. */
  settled(): boolean;
  /** One on; false at the end. */
  step(): boolean;
  ended(): void;
  /** Steps a second over the last of them; null until two were made, and when it stops. */
  rate(perSecond: number | null): void;
  now(): number;
  after(ms: number, run: () => void): () => void;
}

/** What is not there yet is looked for again after so many milliseconds. */
const AGAIN = 6;
/** The rate is that of so many milliseconds. */
const OVER = 2000;

export class Player {
  private fps = 10;
  private due = 0;
  private cancel: (() => void) | null = null;
  /** When the last steps were made. */
  private made: number[] = [];

  constructor(private readonly door: PlayerDoor) {}

  get playing(): boolean {
    return this.cancel !== null;
  }

  play(fps: number): void {
    if (fps !== this.fps) this.forgetRate();
    this.fps = fps;
    if (this.cancel) return;
    this.due = this.door.now() + 1000 / fps;
    this.wait(this.due);
  }

  pause(): void {
    this.cancel?.();
    this.cancel = null;
    this.forgetRate();
  }

  private wait(until: number): void {
    this.cancel = this.door.after(Math.max(0, until - this.door.now()), () => this.tick());
  }

  private tick(): void {
    const now = this.door.now();
    // Late: looked at again in a moment. It stays due when it was, so that one late frame delays none after it.
    if (!this.door.settled()) return this.wait(now + AGAIN);
    if (!this.door.step()) {
      this.pause();
      return this.door.ended();
    }
    this.count(now);
    // In time with the clock, not with the timers' own lateness; but never hurrying to make up for a slow one.
    this.due = Math.max(this.due + 1000 / this.fps, now + 500 / this.fps);
    this.wait(this.due);
  }

  private count(now: number): void {
    this.made.push(now);
    while (this.made.length > 2 && now - this.made[0]! > OVER) this.made.shift();
    const span = now - this.made[0]!;
    this.door.rate(span > 0 ? (1000 * (this.made.length - 1)) / span : null);
  }

  private forgetRate(): void {
    this.made = [];
    this.door.rate(null);
  }
}
