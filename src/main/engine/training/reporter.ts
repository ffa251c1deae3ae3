// What a run tells while it goes on: at most ten times a second, with an honest guess of the time left.
import type { TrainEvent } from '../protocol';

const INTERVAL_MS = 100;
/** The first steps of a process warm up and would make the guess too long. */
const WARM_UP_STEPS = 2;
/** How much the newest step counts in the running means. */
const NEWEST = 0.1;

export interface Position {
  readonly epoch: number;
  readonly epochs: number;
  /** 1 .. steps. */
  readonly step: number;
  readonly steps: number;
}

export class Reporter {
  private told = -Infinity;
  private seen = 0;
  private stepMean: number | null = null;
  /** Everything after an epoch's last step: checkpoint and scoring. */
  private closingSeconds: number | null = null;

  constructor(private readonly emit: (event: TrainEvent) => void) {}

  step(position: Position, images: number, loss: number, stepSeconds: number, waitSeconds: number): void {
    const seconds = stepSeconds + waitSeconds;
    if (++this.seen > WARM_UP_STEPS) this.stepMean = mean(this.stepMean, seconds);
    if (!this.due()) return;
    const { epoch, step, steps } = position;
    const imagesPerSecond = images / seconds;
    this.emit({
      kind: 'step',
      epoch,
      step,
      steps,
      loss,
      stepSeconds,
      waitSeconds,
      imagesPerSecond,
      secondsLeft: this.secondsLeft(position),
    });
  }

  scoring(epoch: number, done: number, total: number): void {
    if (this.due()) this.emit({ kind: 'scoring', epoch, done, total });
  }

  closed(seconds: number): void {
    this.closingSeconds = mean(this.closingSeconds, seconds);
  }

  /** Null until steps have been measured. Before the first epoch's end its scoring is not yet known, and left out. */
  private secondsLeft({ epoch, epochs, step, steps }: Position): number | null {
    if (this.stepMean === null) return null;
    const stepsLeft = steps - step + (epochs - epoch) * steps;
    const closingsLeft = epochs - epoch + 1;
    return stepsLeft * this.stepMean + closingsLeft * (this.closingSeconds ?? 0);
  }

  private due(): boolean {
    const now = performance.now();
    if (now - this.told < INTERVAL_MS) return false;
    this.told = now;
    return true;
  }
}

const mean = (old: number | null, value: number): number => (old === null ? value : old + NEWEST * (value - old));
