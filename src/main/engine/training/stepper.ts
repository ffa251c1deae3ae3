// One training step behind one interface, whichever way it is computed: operation by operation here, as one graph later.
import type { Batch } from '../data/batch';
import type { Predictor } from '../prediction/predictor';

/** Everything that the next step depends on, besides its batch. Arrays are float32 under the names of the net's parameters. */
export interface StepperState {
  /** Steps made so far: Adam's t, and the counter that dropout is drawn by. */
  readonly steps: number;
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly adamM: ReadonlyMap<string, Float32Array>;
  readonly adamV: ReadonlyMap<string, Float32Array>;
}

export interface Stepper extends Predictor {
  /** Trains on the batch; answers with its loss before the update, which may be NaN. */
  step(batch: Batch, learningRate: number): number;
  /** Copies. */
  readState(): StepperState;
  writeState(state: StepperState): void;
}
