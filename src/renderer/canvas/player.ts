// Playing the sequence: a step at each tick, but never past a frame that is not on the canvas yet.

export interface PlayerDoor {
  /** True when what was asked for is shown, prediction included. */
  settled(): boolean;
  /** One frame on; false at the end. */
  step(): boolean;
  ended(): void;
  now(): number;
  after(ms: number, run: () => void): () => void;
}

export class Player {
  private fps = 10;
  private due = 0;
  private cancel: (() => void) | null = null;

  constructor(private readonly door: PlayerDoor) {}

  get playing(): boolean {
    return this.cancel !== null;
  }

  play(fps: number): void {
    this.fps = fps;
    if (this.cancel) return;
    this.due = this.door.now() + 1000 / fps;
    this.wait();
  }

  pause(): void {
    this.cancel?.();
    this.cancel = null;
  }

  private wait(): void {
    this.cancel = this.door.after(Math.max(0, this.due - this.door.now()), () => this.tick());
  }

  private tick(): void {
    if (!this.door.settled()) {
      // Late: look again in a moment, and count the next step from when this one was shown.
      this.due = this.door.now() + 8;
      return this.wait();
    }
    if (!this.door.step()) {
      this.cancel = null;
      return this.door.ended();
    }
    // In time with the clock, not with the timers' own lateness; but never hurrying to make up for a slow frame.
    this.due = Math.max(this.due + 1000 / this.fps, this.door.now() + 500 / this.fps);
    this.wait();
  }
}
