// The learning rate of each step, and what a run remembers of its scores: for the plateau, and for stopping early.
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

type Schedule = Pick<RunConfig, 'learningRate' | 'schedule' | 'warmUp' | 'epochs'>;

/**
 * The learning rate of one step.
 * 'cosine': from the learning rate down to nothing over the run (Loshchilov & Hutter 2017, without restarts), after a linear warm-up.
 * @param done epochs that lie behind the step, with fractions: 0 .. epochs
 */
export function learningRateAt(config: Schedule, done: number, { divisor }: Pick<Progress, 'divisor'> = NO_PROGRESS): number {
  const { learningRate, schedule, warmUp, epochs } = config;
  // The first step must move too: it is counted as half a hundredth of an epoch in.
  if (done < warmUp) return (learningRate * (done + 0.005)) / (warmUp + 0.005) / divisor;
  if (schedule === 'constant') return learningRate;
  if (schedule === 'plateau') return learningRate / divisor;
  const share = (done - warmUp) / Math.max(epochs - warmUp, 1e-9);
  return (learningRate * (1 + Math.cos(Math.PI * Math.min(share, 1)))) / 2;
}

/** After an epoch's scoring. A null score (no held-out frame has a mask) counts as no progress at all. */
export function progressed(
  before: Progress,
  config: Pick<RunConfig, 'schedule' | 'plateauPatience' | 'plateauFactor'>,
  epoch: number,
  meanIoU: number | null,
): Progress {
  if (meanIoU !== null && (before.best === null || meanIoU > before.best.meanIoU)) {
    return { best: { epoch, meanIoU }, sinceLowered: 0, divisor: before.divisor };
  }
  const sinceLowered = before.sinceLowered + 1;
  if (config.schedule !== 'plateau' || sinceLowered < config.plateauPatience) return { ...before, sinceLowered };
  return { ...before, sinceLowered: 0, divisor: before.divisor * config.plateauFactor };
}

/** Epochs since the best one; what early stopping counts. */
export const epochsWithoutProgress = ({ best }: Progress, epoch: number): number => epoch - (best?.epoch ?? 0);

/** True when the run has gone `patience` epochs without a better held-out mean IoU. */
export const patienceSpent = (progress: Progress, { patience }: Pick<RunConfig, 'patience'>, epoch: number): boolean =>
  patience > 0 && epochsWithoutProgress(progress, epoch) >= patience;
