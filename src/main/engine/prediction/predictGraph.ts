// The prediction as a graph: recorded once, then run for whole batches; used by the training step's program and by loaded nets.
import type { Batch } from '../data/batch';
import { padded } from '../data/batch';
import type { NetDescription } from '../../../shared/nets/layers';
import { forward } from '../nets/tensorLayers';
import { recordFunction, type NamedTensor } from '../tensorflow/graph/compile';
import { DT } from '../tensorflow/graph/messages';
import { nodeBackend } from '../tensorflow/graph/openProgram';
import type { FeedSpec, RecordedFunction } from '../tensorflow/graph/program';
import type { Feed, GraphSession } from '../tensorflow/graph/session';
import { tensorflow, type Tensor4D } from '../tensorflow/runtime';
import { crossEntropyParts } from '../training/loss';
import type { Predicted } from './predictor';

/** Fed as 8-bit pixels and labels. */
export const PICTURE_FEEDS: readonly FeedSpec[] = [
  { name: 'images', dtype: DT.float, shape: ({ batch, height, width }) => [batch, height, width, 3], bytes: 'pixels' },
  { name: 'targets', dtype: DT.float, shape: ({ batch, height, width }) => [batch, height, width, 1], bytes: 'labels' },
];

export const pictureValues = (scope: string, { size, width, height, images, targets }: Batch): Feed[] => [
  { node: `${scope}/images:0`, dtype: DT.uint8, shape: [size, height, width, 3], values: images },
  { node: `${scope}/targets:0`, dtype: DT.uint8, shape: [size, height, width, 1], values: targets },
];

export interface PredictGraph {
  readonly net: NetDescription;
  readonly width: number;
  readonly height: number;
  readonly variables: readonly NamedTensor[];
  readonly batches: readonly number[];
  /** Reads the program's averages. */
  readonly averaged: boolean;
}

export function recordPredict({ net, width, height, variables, batches, averaged }: PredictGraph): RecordedFunction {
  const tf = tensorflow();
  const weights = new Map(variables.map(({ name, tensor }) => [name, tensor]));
  return recordFunction({
    ...{ tf, backend: nodeBackend(), name: 'predict', feeds: PICTURE_FEEDS, variables, size: { width, height }, batches, averaged },
    body: ({ images, targets }, boundaries) => {
      const logits = boundaries.logits(forward(net, weights, images as Tensor4D, null).at(-1)!);
      const { sum, known } = crossEntropyParts(logits, targets as Tensor4D);
      return { outputs: { scaled: tf.round(tf.mul(tf.sigmoid(logits), 255)), sum, known } };
    },
  });
}

/** Runs the smallest of the written batch sizes that holds the batch; `batches` ascend. */
export function runPredict(session: GraphSession, batch: Batch, batches: readonly number[]): Predicted {
  const size = batches.find((each) => each >= batch.size);
  if (size === undefined) throw new Error(`The graph predicts at most ${batches.at(-1)} images at once and was given ${batch.size}.`);
  const scope = `predict_${size}`;
  const outputs = ['scaled', 'sum', 'known'].map((name) => `${scope}/${name}:0`);
  const [scaled, sum, known] = session.run(pictureValues(scope, padded(batch, size)), outputs) as Float32Array[];
  const pixels = batch.width * batch.height;
  return {
    probabilities: Array.from({ length: batch.size }, (_, i) => Uint8Array.from(scaled!.subarray(i * pixels, (i + 1) * pixels))),
    lossSum: sum![0]!,
    known: known![0]!,
  };
}
