// The step, operation by operation: forward, gradients, Adam in place. The reference for every faster way.
import type { Batch } from '../data/batch';
import { parametersOf, type Parameter } from '../../../shared/nets/layers';
import { buildNet, buildPruned } from '../../../shared/nets/net';
import type { Weights } from '../nets/tensorLayers';
import { predictEagerly, type Predicted } from '../prediction/predictor';
import { tensorflow, type Tensor } from '../tensorflow/runtime';
import { batchTensors } from '../tensorflow/tensors';
import { Variable } from '../tensorflow/variable';
import { ADAM } from './adam';
import { trainingStep } from './step';
import { averagingAt, type Stepper, type StepperConfig, type StepperState } from './stepper';

type Variables = ReadonlyMap<string, Variable>;

export class EagerStepper implements Stepper {
  private readonly net;
  private readonly parameters: readonly Parameter[];
  private readonly weights: Variables;
  private readonly m: Variables;
  private readonly v: Variables;
  private readonly averaged: Variables | null;
  private steps = 0;

  constructor(
    private readonly config: StepperConfig,
    initial: StepperState,
  ) {
    this.net = buildNet(config);
    this.parameters = parametersOf(this.net);
    const trainable = this.parameters.filter((each) => each.trainable);
    this.weights = variables(this.parameters);
    this.m = variables(trainable);
    this.v = variables(trainable);
    this.averaged = config.averaging > 0 ? variables(this.parameters) : null;
    this.writeState(initial);
  }

  step(batch: Batch, learningRate: number): number {
    const tf = tensorflow();
    return tf.tidy(() => {
      const weights = tensorsOf(this.weights);
      const dropoutSeed = tf.tensor1d([this.config.seed, this.steps], 'int32');
      const result = trainingStep(this.net, this.parameters, weights, { ...batchTensors(batch), dropoutSeed }, this.config);
      // Before the update: it is in place only when nobody else holds the memory.
      tf.dispose([...weights.values()]);
      this.steps++;
      this.update(result.gradients, learningRate);
      for (const [name, value] of result.statistics) this.weights.get(name)!.assign(value);
      this.average();
      return result.loss.dataSync()[0]!;
    });
  }

  predict(batch: Batch): Predicted {
    const weights = tensorsOf(this.averaged ?? this.weights);
    try {
      return predictEagerly(buildPruned(this.config), weights, batch);
    } finally {
      tensorflow().dispose([...weights.values()]);
    }
  }

  readState(): StepperState {
    const read = (from: Variables) => new Map([...from].map(([name, variable]) => [name, variable.read()]));
    return {
      steps: this.steps,
      weights: read(this.weights),
      adamM: read(this.m),
      adamV: read(this.v),
      averaged: this.averaged && read(this.averaged),
    };
  }

  writeState(state: StepperState): void {
    const write = (to: Variables | null, from: StepperState['averaged']): void =>
      to?.forEach((variable, name) => variable.write(from!.get(name)!));
    this.steps = state.steps;
    write(this.weights, state.weights);
    write(this.m, state.adamM);
    write(this.v, state.adamV);
    write(this.averaged, state.averaged);
  }

  dispose(): void {
    for (const each of [this.weights, this.m, this.v, this.averaged]) each?.forEach((variable) => variable.dispose());
  }

  private update(gradients: ReadonlyMap<string, Tensor>, learningRate: number): void {
    const scalar = (value: number): Tensor => tensorflow().scalar(value, 'float32');
    const adam = {
      beta1Power: scalar(ADAM.beta1 ** this.steps),
      beta2Power: scalar(ADAM.beta2 ** this.steps),
      learningRate: scalar(learningRate),
      beta1: scalar(ADAM.beta1),
      beta2: scalar(ADAM.beta2),
      epsilon: scalar(ADAM.epsilon),
    };
    for (const [name, gradient] of gradients) {
      this.weights.get(name)!.applyAdam({ m: this.m.get(name)!, v: this.v.get(name)! }, adam, gradient);
    }
  }

  private average(): void {
    const share = 1 - averagingAt(this.config.averaging, this.steps);
    this.averaged?.forEach((average, name) => average.approach(this.weights.get(name)!, share));
  }
}

const variables = (parameters: readonly Parameter[]): Variables =>
  new Map(parameters.map(({ name, shape }) => [name, new Variable(shape)]));
const tensorsOf = (from: Variables): Weights => new Map([...from].map(([name, variable]) => [name, variable.tensor()]));
