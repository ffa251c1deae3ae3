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
  /** Seconds that the time budget leaves; Infinity without one. */
  readonly budget: number;
}
export interface StepMade {
  readonly images: number;
  readonly loss: number;
  readonly learningRate: number;
  readonly stepSeconds: number;
  /** For its batch. */
  readonly waitSeconds: number;
}
type StepEvent = Extract<TrainEvent, { kind: 'step' }>;

export class Reporter {
  private told = -Infinity;
  private seen = 0;
  private last: StepEvent | null = null;
  private stepMean: number | null = null;
  /** Everything after an epoch's last step: scoring and checkpoint. */
  private closingSeconds: number | null = null;

  constructor(private readonly emit: (event: TrainEvent) => void) {}

  step(position: Position, made: StepMade): void {
    const { images, loss, learningRate, stepSeconds, waitSeconds } = made;
    const seconds = stepSeconds + waitSeconds;
    if (++this.seen > WARM_UP_STEPS) this.stepMean = mean(this.stepMean, seconds);
    const { epoch, step, steps } = position;
    const imagesPerSecond = images / seconds;
    const secondsLeft = this.secondsLeft(position);
    const event = { epoch, step, steps, loss, stepSeconds, waitSeconds, imagesPerSecond, secondsLeft, learningRate };
    const before = this.last?.yielding ?? false;
    this.last = { kind: 'step', ...event, yielding: false };
    // That it goes on is told at once.
    if (this.due() || before) this.emit(this.last);
  }

  /** The next step gives way to the person's brush; told at once, and with the step before, until there is another. */
  readonly yielding = (): void => {
    if (!this.last || this.last.yielding) return;
    this.last = { ...this.last, yielding: true };
    this.emit(this.last);
  };

  scoring(epoch: number, done: number, total: number): void {
    if (this.due()) this.emit({ kind: 'scoring', epoch, done, total });
  }

  closed(seconds: number): void {
    this.closingSeconds = mean(this.closingSeconds, seconds);
  }

  /** Null until steps have been measured. Before the first epoch's end its scoring is not yet known, and left out. */
  private secondsLeft({ epoch, epochs, step, steps, budget }: Position): number | null {
    if (this.stepMean === null) return null;
    const closing = this.closingSeconds ?? 0;
    const stepsLeft = steps - step + (epochs - epoch) * steps;
    const closingsLeft = epochs - epoch + 1;
    return Math.min(stepsLeft * this.stepMean + closingsLeft * closing, Math.max(budget, 0) + closing);
  }

  private due(): boolean {
    const now = performance.now();
    if (now - this.told < INTERVAL_MS) return false;
    this.told = now;
    return true;
  }
}

const mean = (old: number | null, value: number): number => (old === null ? value : old + NEWEST * (value - old));
