// Chooses how the step is computed: as one graph; operation by operation where that was asked for or a graph cannot be made.
import type { RunConfig } from '../../../shared/training/config';
import type { NetDescription } from '../nets/layers';
import { fallBackToEager, stepPath } from '../tensorflow/path';
import { EagerStepper } from './eagerStepper';
import { GraphStepper } from './graphStepper';
import type { Stepper, StepperState } from './stepper';

/** @param frames how many train: what the full batch leaves over makes the last, smaller one of an epoch. */
export function stepperFor(net: NetDescription, config: RunConfig, frames: number, initial: StepperState): Stepper {
  if (stepPath() === 'eager') return new EagerStepper(net, config, initial);
  const trainBatches = [Math.min(config.batch, frames), frames % config.batch].filter((size) => size > 0);
  const { seed, width, height } = config;
  try {
    return new GraphStepper(net, { seed, width, height, trainBatches, predictBatch: config.batch, precision: 'float32' }, initial);
  } catch (error) {
    console.error('The training step could not be made into a graph; it runs operation by operation.', error);
    fallBackToEager();
    return new EagerStepper(net, config, initial);
  }
}
