// Nets of one shape share one prediction graph; the weights of the checkpoint in use are put into it when it changes.
import type { RunConfig } from '../../../shared/training/config';
import type { Batch } from '../data/batch';
import { parametersOf, type NetDescription } from '../../../shared/nets/layers';
import { openProgram } from '../tensorflow/graph/openProgram';
import type { Precision } from '../tensorflow/graph/precision';
import { STEP } from '../tensorflow/graph/program';
import type { GraphSession } from '../tensorflow/graph/session';
import { tensorflow } from '../tensorflow/runtime';
import { ADAM } from '../training/adam';
import { recordPredict, runPredict } from './predictGraph';
import type { Predicted } from './predictor';

/** One frame that a person waits for, and the batch in which many are predicted. */
const BATCHES = [1, 4];
export type Arrays = ReadonlyMap<string, Float32Array>;

export class GraphPredictor {
  private readonly session: GraphSession;
  private inUse: Arrays | null = null;

  constructor(net: NetDescription, { width, height }: Pick<RunConfig, 'width' | 'height'>, precision: Precision) {
    const tf = tensorflow();
    const parameters = parametersOf(net);
    const variables = parameters.map(({ name, shape }) => ({ name, tensor: tf.fill([...shape], 0.01) }));
    try {
      this.session = openProgram({
        variables: parameters.map(({ name, shape }) => ({ name, shape, trainable: false })),
        functions: [recordPredict({ net, width, height, variables, batches: BATCHES, averaged: false })],
        ...{ adam: ADAM, precision, lowFeeds: new Set(['images']), averaging: 0 },
      });
    } finally {
      tf.dispose(variables.map(({ tensor }) => tensor));
    }
  }

  predict(weights: Arrays, batch: Batch): Predicted {
    if (this.inUse !== weights) {
      // Half written, they are nobody's.
      this.inUse = null;
      this.session.write((name) => (name === STEP ? new Float32Array(1) : weights.get(name)!.slice()));
      this.inUse = weights;
    }
    return runPredict(this.session, batch, BATCHES);
  }

  dispose(): void {
    this.session.dispose();
  }
}
