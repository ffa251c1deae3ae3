// The step, operation by operation: forward, gradients, Adam in place. The reference for every faster way.
import type { Batch } from '../data/batch';
import { parametersOf, type NetDescription } from '../nets/layers';
import { forward, type Weights } from '../nets/tensorLayers';
import { predictEagerly, type Predicted } from '../prediction/predictor';
import { tensorflow, type Scalar, type Tensor } from '../tensorflow/runtime';
import { batchTensors } from '../tensorflow/tensors';
import { Variable } from '../tensorflow/variable';
import { ADAM } from './adam';
import { crossEntropy } from './loss';
import type { Stepper, StepperState } from './stepper';

interface Trained {
  readonly name: string;
  readonly value: Variable;
  readonly m: Variable;
  readonly v: Variable;
}

export class EagerStepper implements Stepper {
  private readonly trained: readonly Trained[];
  private steps = 0;

  constructor(
    private readonly net: NetDescription,
    private readonly options: { readonly seed: number },
    initial: StepperState,
  ) {
    this.trained = parametersOf(net).map(({ name, shape }) => ({
      name,
      value: new Variable(shape),
      m: new Variable(shape),
      v: new Variable(shape),
    }));
    this.writeState(initial);
  }

  step(batch: Batch, learningRate: number): number {
    const tf = tensorflow();
    return tf.tidy(() => {
      const { images, targets } = batchTensors(batch);
      const dropoutSeed = tf.tensor1d([this.options.seed, this.steps], 'int32');
      const weights = this.trained.map(({ value }) => value.tensor());
      const lossOf = (...weights: Tensor[]): Scalar => crossEntropy(forward(this.net, this.named(weights), images, dropoutSeed), targets);
      const { value: loss, grads } = tf.valueAndGrads(lossOf)(weights);
      // Before the update: it is in place only when nobody else holds the memory.
      tf.dispose(weights);
      this.steps++;
      this.update(grads, learningRate);
      return loss.dataSync()[0]!;
    });
  }

  predict(batch: Batch): Predicted {
    const weights = this.trained.map(({ value }) => value.tensor());
    try {
      return predictEagerly(this.net, this.named(weights), batch);
    } finally {
      tensorflow().dispose(weights);
    }
  }

  readState(): StepperState {
    const read = (which: 'value' | 'm' | 'v') => new Map(this.trained.map((trained) => [trained.name, trained[which].read()]));
    return { steps: this.steps, weights: read('value'), adamM: read('m'), adamV: read('v') };
  }

  writeState(state: StepperState): void {
    this.steps = state.steps;
    for (const { name, value, m, v } of this.trained) {
      value.write(state.weights.get(name)!);
      m.write(state.adamM.get(name)!);
      v.write(state.adamV.get(name)!);
    }
  }

  dispose(): void {
    for (const { value, m, v } of this.trained) for (const variable of [value, m, v]) variable.dispose();
  }

  private named(weights: readonly Tensor[]): Weights {
    return new Map(this.trained.map(({ name }, i) => [name, weights[i]!]));
  }

  private update(gradients: readonly Tensor[], learningRate: number): void {
    const scalar = (value: number): Tensor => tensorflow().scalar(value, 'float32');
    const adam = {
      beta1Power: scalar(ADAM.beta1 ** this.steps),
      beta2Power: scalar(ADAM.beta2 ** this.steps),
      learningRate: scalar(learningRate),
      beta1: scalar(ADAM.beta1),
      beta2: scalar(ADAM.beta2),
      epsilon: scalar(ADAM.epsilon),
    };
    this.trained.forEach(({ value, m, v }, i) => value.applyAdam({ m, v }, adam, gradients[i]!));
  }
}
