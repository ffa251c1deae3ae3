// The learning rate of each step, and what ends a run before its last epoch.
import type { RunConfig } from './config';

/** What the held-out scores so far say; part of every checkpoint, so that a resumed run goes on alike. */
export interface Progress {
  /** Best held-out mean IoU and its epoch; null before the first. */
  readonly best: { readonly epoch: number; readonly meanIoU: number } | null;
  /** Epochs since the best, or since the plateau last lowered the rate. */
  readonly sinceLowered: number;
  /** The plateau's divisor so far. */
  readonly divisor: number;
}
export const NO_PROGRESS: Progress = { best: null, sinceLowered: 0, divisor: 1 };

/** How much of a run lies behind. */
export interface Passed {
  /** With fractions. A step counts from its middle: neither the first of a warm-up nor the last of a cosine is made at nothing. */
  readonly epochs: number;
  /** Of training, pauses left out. */
  readonly seconds: number;
}

type Schedule = Pick<RunConfig, 'learningRate' | 'schedule' | 'warmUp' | 'epochs' | 'timeBudget'>;

/**
 * The learning rate of one step: at most `config.learningRate`, and 0 only where a time budget is spent. Any schedule climbs linearly over its warm-up first.
 * 'cosine': down to nothing at the run's end (Loshchilov & Hutter 2017, without restarts). With a time budget the end is whichever of epochs
 * and budget is nearer, so that a run that is cut short by the clock has come down as well; its rate then depends on the machine's speed.
 */
export function learningRateAt(config: Schedule, passed: Passed, { divisor }: Pick<Progress, 'divisor'> = NO_PROGRESS): number {
  const { learningRate, schedule, warmUp } = config;
  const climbed = warmUp > 0 ? Math.min(1, passed.epochs / warmUp) : 1;
  const left = schedule === 'cosine' ? (1 + Math.cos(Math.PI * shareBehind(config, passed))) / 2 : 1;
  return (learningRate * climbed * left) / (schedule === 'plateau' ? divisor : 1);
}

/** Where on its cosine a run is, 0..1. */
function shareBehind({ warmUp, epochs, timeBudget }: Schedule, passed: Passed): number {
  const ofEpochs = (passed.epochs - warmUp) / Math.max(epochs - warmUp, 1e-9);
  const ofBudget = timeBudget > 0 ? passed.seconds / (60 * timeBudget) : 0;
  return Math.min(Math.max(ofEpochs, ofBudget, 0), 1);
}

/** After an epoch's scoring. Without a score (no held-out frame has a mask) nothing is known, and nothing counted. */
export function progressed(
  before: Progress,
  config: Pick<RunConfig, 'schedule' | 'plateauPatience' | 'plateauFactor'>,
  epoch: number,
  meanIoU: number | null,
): Progress {
  if (meanIoU === null) return before;
  if (before.best === null || meanIoU > before.best.meanIoU) {
    return { best: { epoch, meanIoU }, sinceLowered: 0, divisor: before.divisor };
  }
  const sinceLowered = before.sinceLowered + 1;
  if (config.schedule !== 'plateau' || sinceLowered < config.plateauPatience) return { ...before, sinceLowered };
  return { ...before, sinceLowered: 0, divisor: before.divisor * config.plateauFactor };
}

/** Epochs since the best one; what early stopping counts. 0 while nothing was scored. */
export const epochsWithoutProgress = ({ best }: Progress, epoch: number): number => (best === null ? 0 : epoch - best.epoch);

/** True when the run has gone `patience` epochs without a better held-out mean IoU. */
export const patienceSpent = (progress: Progress, { patience }: Pick<RunConfig, 'patience'>, epoch: number): boolean =>
  patience > 0 && epochsWithoutProgress(progress, epoch) >= patience;

/** Seconds that the time budget leaves; below 0 when it is overdrawn, Infinity without one. */
export const budgetLeft = ({ timeBudget }: Pick<RunConfig, 'timeBudget'>, seconds: number): number =>
  timeBudget > 0 ? 60 * timeBudget - seconds : Infinity;
