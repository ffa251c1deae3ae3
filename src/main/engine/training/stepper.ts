// One training step behind one interface, whichever way it is computed: operation by operation, or as one graph.
import type { RunConfig } from '../../../shared/training/config';
import type { Batch } from '../data/batch';
import type { NetConfig } from '../../../shared/nets/net';
import type { Predictor } from '../prediction/predictor';

/** What a stepper must know of a run. */
export type StepperConfig = NetConfig &
  Pick<RunConfig, 'depth' | 'width' | 'height' | 'batch' | 'seed' | 'loss' | 'roadWeight' | 'clipNorm' | 'averaging'>;

/** Everything that the next step depends on, besides its batch. Arrays are float32 under the names of the net's parameters. */
export interface StepperState {
  /** Steps made so far: Adam's t, and the counter that dropout is drawn by. */
  readonly steps: number;
  /** Every parameter, moving statistics too. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  /** Of the trainable parameters. */
  readonly adamM: ReadonlyMap<string, Float32Array>;
  readonly adamV: ReadonlyMap<string, Float32Array>;
  /** The moving average of every parameter; null when the run averages nothing. */
  readonly averaged: ReadonlyMap<string, Float32Array> | null;
}

export interface Stepper extends Predictor {
  /** Trains on the batch; answers with its loss before the update, which may be NaN. */
  step(batch: Batch, learningRate: number): number;
  /** Copies. */
  readState(): StepperState;
  writeState(state: StepperState): void;
}

/** False: a weight is not a number any more. The losses need not show it: a ReLU turns what is not a number into nothing. */
export const isSound = ({ weights }: StepperState): boolean => [...weights.values()].every((values) => values.every(Number.isFinite));

/** How much of the old average the step number `t` (from 1) keeps: less at first, so that the start is soon forgotten (as TensorFlow's ExponentialMovingAverage does with num_updates). */
export const averagingAt = (decay: number, t: number): number => Math.min(decay, (1 + t) / (10 + t));

/** The state that a run begins with. */
export const beginningState = (
  weights: ReadonlyMap<string, Float32Array>,
  zeros: ReadonlyMap<string, Float32Array>,
  averaging: number,
): StepperState => ({ steps: 0, weights, adamM: zeros, adamV: zeros, averaged: averaging > 0 ? weights : null });
