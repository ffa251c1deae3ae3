// The step as one TensorFlow graph: recorded once from the eager one, then run whole. Same state, same losses, less time and memory.
import type { Batch } from '../data/batch';
import { parametersOf, type Parameter } from '../../../shared/nets/layers';
import { buildNet, buildPruned } from '../../../shared/nets/net';
import { PICTURE_FEEDS, pictureValues, recordPredict, runPredict } from '../prediction/predictGraph';
import type { Predicted } from '../prediction/predictor';
import { recordFunction, type NamedTensor } from '../tensorflow/graph/compile';
import { DT } from '../tensorflow/graph/messages';
import { nodeBackend, openProgram } from '../tensorflow/graph/openProgram';
import type { Precision } from '../tensorflow/graph/precision';
import { STEP, averageName, momentNames, type RecordedFunction } from '../tensorflow/graph/program';
import type { GraphSession } from '../tensorflow/graph/session';
import { tensorflow, type Tensor1D, type Tensor4D } from '../tensorflow/runtime';
import { ADAM } from './adam';
import { trainingStep } from './step';
import type { Stepper, StepperConfig, StepperState } from './stepper';

export interface GraphOptions {
  /** Every batch size that `step` will be given: the full one and the last, partial one. */
  readonly trainBatches: readonly number[];
  /** The largest batch that is predicted, to which smaller ones are filled up; the config's batch where it is not given. */
  readonly predictBatch?: number;
  readonly precision: Precision;
}

export class GraphStepper implements Stepper {
  private readonly session: GraphSession;
  private readonly parameters: readonly Parameter[];
  private steps = 0;

  constructor(
    private readonly config: StepperConfig,
    private readonly options: GraphOptions,
    initial: StepperState,
  ) {
    this.parameters = parametersOf(buildNet(config));
    this.session = openProgram({
      variables: this.parameters,
      functions: recordStep(config, this.parameters, options),
      adam: ADAM,
      precision: options.precision,
      lowFeeds: new Set(['images']),
      averaging: config.averaging,
    });
    try {
      this.writeState(initial);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  step(batch: Batch, learningRate: number): number {
    if (!this.options.trainBatches.includes(batch.size)) throw new Error(`The graph was not written for batches of ${batch.size}.`);
    const scope = `step_${batch.size}`;
    const seed = { node: `${scope}/dropoutSeed:0`, dtype: DT.int32, shape: [2], values: Int32Array.of(this.config.seed, this.steps) };
    const rate = { node: `${scope}/learningRate:0`, dtype: DT.float, shape: [], values: Float32Array.of(learningRate) };
    const [loss] = this.session.run([...pictureValues(scope, batch), seed, rate], [`${scope}/loss:0`]);
    this.steps++;
    return (loss as Float32Array)[0] as number;
  }

  predict(batch: Batch): Predicted {
    return runPredict(this.session, batch, [predictBatch(this.config, this.options)]);
  }

  readState(): StepperState {
    const state = this.session.read();
    const part = (parameters: readonly Parameter[], nameOf: (name: string) => string) =>
      new Map(parameters.map(({ name }) => [name, state.get(nameOf(name))!]));
    return {
      steps: this.steps,
      weights: part(this.parameters, (name) => name),
      adamM: part(this.trainable(), (name) => momentNames(name).m),
      adamV: part(this.trainable(), (name) => momentNames(name).v),
      averaged: this.config.averaging > 0 ? part(this.parameters, averageName) : null,
    };
  }

  writeState({ steps, weights, adamM, adamV, averaged }: StepperState): void {
    const values = new Map<string, Float32Array>([[STEP, Float32Array.of(steps)]]);
    for (const { name, trainable } of this.parameters) {
      values.set(name, weights.get(name)!);
      if (averaged) values.set(averageName(name), averaged.get(name)!);
      if (!trainable) continue;
      values.set(momentNames(name).m, adamM.get(name)!);
      values.set(momentNames(name).v, adamV.get(name)!);
    }
    this.session.write((name) => values.get(name)!.slice());
    this.steps = steps;
  }

  dispose(): void {
    this.session.dispose();
  }

  private trainable(): Parameter[] {
    return this.parameters.filter(({ trainable }) => trainable);
  }
}

const predictBatch = ({ batch }: StepperConfig, { predictBatch = batch }: GraphOptions): number => predictBatch;

/** One real eager step and one prediction of small pictures, recorded; what weights they run with does not matter. */
function recordStep(config: StepperConfig, parameters: readonly Parameter[], options: GraphOptions): RecordedFunction[] {
  const tf = tensorflow();
  const net = buildNet(config);
  const variables: NamedTensor[] = parameters.map(({ name, shape }) => ({ name, tensor: tf.fill([...shape], 0.01) }));
  const weights = new Map(variables.map(({ name, tensor }) => [name, tensor]));
  try {
    const step = recordFunction({
      ...{ tf, backend: nodeBackend(), name: 'step', variables, batches: [...new Set(options.trainBatches)] },
      feeds: [...PICTURE_FEEDS, { name: 'dropoutSeed', dtype: DT.int32, shape: () => [2] }],
      size: config,
      body: ({ images, targets, dropoutSeed }, { logits, result }) => {
        const batch = { images: images as Tensor4D, targets: targets as Tensor4D, dropoutSeed: dropoutSeed as Tensor1D };
        const { loss, gradients, statistics } = trainingStep(net, parameters, weights, batch, config, { logits, gradient: result });
        return { outputs: { loss }, gradients: Object.fromEntries(gradients), assignments: Object.fromEntries(statistics) };
      },
    });
    const predict = recordPredict({
      ...{ net: buildPruned(config), width: config.width, height: config.height },
      ...{ variables, batches: [predictBatch(config, options)], averaged: config.averaging > 0 },
    });
    return [step, predict];
  } finally {
    tf.dispose(variables.map(({ tensor }) => tensor));
  }
}
