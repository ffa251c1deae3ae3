// Chooses how the step is computed: as one graph; operation by operation where that was asked for or a graph cannot be made.
import type { RunConfig } from '../../../shared/training/config';
import type { Precision } from '../tensorflow/graph/precision';
import { fallBackToEager, stepPath, type StepPath } from '../tensorflow/path';
import { EagerStepper } from './eagerStepper';
import { GraphStepper } from './graphStepper';
import type { Stepper, StepperState } from './stepper';

export interface ChosenStepper {
  readonly stepper: Stepper;
  readonly path: StepPath;
  /** What it computes in: an eager step knows float32 alone. */
  readonly precision: Precision;
}

/** How many frames a run has; one that an epoch sees several times counts as often. */
export interface SetSizes {
  /** What the full batch leaves over makes the last, smaller one of an epoch. */
  readonly train: number;
  /** Fewer than a batch are not filled up to one: that would cost a large batch's time and memory. */
  readonly heldOut: number;
}

export function stepperFor(config: RunConfig, precision: Precision, { train, heldOut }: SetSizes, initial: StepperState): ChosenStepper {
  const eager = (): ChosenStepper => ({ stepper: new EagerStepper(config, initial), path: 'eager', precision: 'float32' });
  if (stepPath() === 'eager') return eager();
  const trainBatches = [Math.min(config.batch, train), train % config.batch].filter((size) => size > 0);
  const predictBatch = Math.max(1, Math.min(config.batch, heldOut));
  try {
    return { stepper: new GraphStepper(config, { trainBatches, predictBatch, precision }, initial), path: 'graph', precision };
  } catch (error) {
    console.error('The training step could not be made into a graph; it runs operation by operation.', error);
    fallBackToEager();
    return eager();
  }
}
