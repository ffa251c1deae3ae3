// The step as one TensorFlow graph: recorded once from the eager one, then run whole. Same state, same losses, less time and memory.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Batch } from '../data/batch';
import { parametersOf, type NetDescription } from '../nets/layers';
import { forward } from '../nets/tensorLayers';
import type { Predicted } from '../prediction/predictor';
import type { NodeBackend } from '../tensorflow/graph/backend';
import { recordFunction, type NamedTensor } from '../tensorflow/graph/compile';
import { DT } from '../tensorflow/graph/messages';
import type { Precision } from '../tensorflow/graph/precision';
import { STEP, momentNames, writeProgram, type FeedSpec, type ProgramVariable, type RecordedFunction } from '../tensorflow/graph/program';
import { GraphSession, type Feed } from '../tensorflow/graph/session';
import { backend, tensorflow, type Tensor, type Tensor1D, type Tensor4D } from '../tensorflow/runtime';
import { ADAM } from './adam';
import { crossEntropy, crossEntropyParts, TARGET_IGNORE } from './loss';
import type { Stepper, StepperState } from './stepper';

export interface GraphStepperOptions {
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  /** Every batch size that `step` will be given (the full one and the last, partial one). */
  readonly trainBatches: readonly number[];
  /** Largest batch that `predict` will be given; smaller ones are padded. */
  readonly predictBatch: number;
  readonly precision: Precision;
}

export class GraphStepper implements Stepper {
  private readonly session: GraphSession;
  private readonly names: readonly string[];
  private steps = 0;

  constructor(
    net: NetDescription,
    private readonly options: GraphStepperOptions,
    initial: StepperState,
  ) {
    const parameters = parametersOf(net);
    this.names = parameters.map(({ name }) => name);
    const variables: ProgramVariable[] = parameters.map(({ name, shape }) => ({ name, shape, trainable: true }));
    const folder = mkdtempSync(join(tmpdir(), 'roadbrush-graph-'));
    try {
      const { binding } = nodeBackend();
      const functions = recordStep(net, options, variables, initial);
      writeProgram(folder, { binding, variables, functions, adam: ADAM, precision: options.precision, lowFeeds: new Set(['images']) });
      this.session = new GraphSession(binding, folder, variables);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    this.writeState(initial);
  }

  step(batch: Batch, learningRate: number): number {
    if (!this.options.trainBatches.includes(batch.size)) throw new Error(`The graph was not written for batches of ${batch.size}.`);
    const scope = `step_${batch.size}`;
    const feeds = [
      ...this.pictures(scope, batch.size, batch.images, batch.targets),
      feed(`${scope}/dropoutSeed`, DT.int32, [2], Int32Array.of(this.options.seed, this.steps)),
      feed(`${scope}/learningRate`, DT.float, [], Float32Array.of(learningRate)),
    ];
    const [loss] = this.session.run(feeds, [`${scope}/loss:0`]);
    this.steps++;
    return (loss as Float32Array)[0] as number;
  }

  predict(batch: Batch): Predicted {
    const { width, height, predictBatch: size } = this.options;
    if (batch.size > size) throw new Error(`The graph predicts at most ${size} images at once and was given ${batch.size}.`);
    const pixels = width * height;
    let { images, targets } = batch;
    if (batch.size < size) {
      // Padding is black and ignored; its pictures are not handed out.
      images = new Float32Array(size * pixels * 3);
      images.set(batch.images);
      targets = new Float32Array(size * pixels).fill(TARGET_IGNORE);
      targets.set(batch.targets);
    }
    const scope = `predict_${size}`;
    const outputs = ['scaled', 'sum', 'known'].map((name) => `${scope}/${name}:0`);
    const [scaled, sum, known] = this.session.run(this.pictures(scope, size, images, targets), outputs) as Float32Array[];
    return {
      probabilities: Array.from({ length: batch.size }, (_, i) => Uint8Array.from(scaled!.subarray(i * pixels, (i + 1) * pixels))),
      lossSum: sum![0]!,
      known: known![0]!,
    };
  }

  readState(): StepperState {
    const state = this.session.read();
    const part = (nameOf: (name: string) => string) => new Map(this.names.map((name) => [name, state.get(nameOf(name))!]));
    return {
      steps: this.steps,
      weights: part((name) => name),
      adamM: part((name) => momentNames(name).m),
      adamV: part((name) => momentNames(name).v),
    };
  }

  writeState(state: StepperState): void {
    const all = new Map<string, Float32Array>([[STEP, Float32Array.of(state.steps)]]);
    for (const name of this.names) {
      // Copies: the addon keeps using the memory it is given.
      all.set(name, state.weights.get(name)!.slice());
      all.set(momentNames(name).m, state.adamM.get(name)!.slice());
      all.set(momentNames(name).v, state.adamV.get(name)!.slice());
    }
    this.session.write(all);
    this.steps = state.steps;
  }

  dispose(): void {
    this.session.dispose();
  }

  private pictures(scope: string, size: number, images: Float32Array, targets: Float32Array): Feed[] {
    const { width, height } = this.options;
    return [
      feed(`${scope}/images`, DT.float, [size, height, width, 3], images),
      feed(`${scope}/targets`, DT.float, [size, height, width, 1], targets),
    ];
  }
}

const nodeBackend = () => backend() as unknown as NodeBackend;
const feed = (node: string, dtype: number, shape: readonly number[], values: Feed['values']): Feed => ({
  node: `${node}:0`,
  dtype,
  shape,
  values,
});

/** One real eager step and one prediction, recorded; the weights that they ran with are thrown away. */
function recordStep(
  net: NetDescription,
  options: GraphStepperOptions,
  variables: readonly ProgramVariable[],
  initial: StepperState,
): RecordedFunction[] {
  const tf = tensorflow();
  const { width, height } = options;
  const named: NamedTensor[] = variables.map(({ name, shape }) => ({
    name,
    tensor: tf.tensor(initial.weights.get(name)!.slice(), [...shape]),
  }));
  const weightsOf = (tensors: readonly Tensor[]) => new Map(named.map(({ name }, index) => [name, tensors[index]!]));
  const pictures: FeedSpec[] = [
    { name: 'images', dtype: DT.float, shape: [1, height, width, 3], perBatch: true },
    { name: 'targets', dtype: DT.float, shape: [1, height, width, 1], perBatch: true },
  ];
  const common = { tf, backend: nodeBackend(), variables: named };
  const step = recordFunction({
    ...common,
    name: 'step',
    feeds: [...pictures, { name: 'dropoutSeed', dtype: DT.int32, shape: [2], perBatch: false }],
    batches: [...new Set(options.trainBatches)],
    body: ({ images, targets, dropoutSeed }, boundary) => {
      const lossOf = (...weights: Tensor[]) =>
        crossEntropy(
          boundary(forward(net, weightsOf(weights), images as Tensor4D, dropoutSeed as Tensor1D)) as Tensor4D,
          targets as Tensor4D,
        );
      const { value: loss, grads } = tf.valueAndGrads(lossOf)(named.map(({ tensor }) => tensor));
      return { outputs: { loss }, gradients: Object.fromEntries(named.map(({ name }, index) => [name, grads[index]!])) };
    },
  });
  const predict = recordFunction({
    ...common,
    name: 'predict',
    feeds: pictures,
    batches: [options.predictBatch],
    body: ({ images, targets }, boundary) => {
      const logits = boundary(forward(net, weightsOf(named.map(({ tensor }) => tensor)), images as Tensor4D, null)) as Tensor4D;
      const { sum, known } = crossEntropyParts(logits, targets as Tensor4D);
      return { outputs: { scaled: tf.round(tf.mul(tf.sigmoid(logits), 255)), sum, known } };
    },
  });
  tf.dispose(named.map(({ tensor }) => tensor));
  return [step, predict];
}
