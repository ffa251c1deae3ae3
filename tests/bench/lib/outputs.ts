// What a net answers, as floats: the probabilities of every head, computed eagerly and by a graph.
import type { Batch } from '../../../src/main/engine/data/batch';
import { parametersOf } from '../../../src/shared/nets/layers';
import { buildNet } from '../../../src/shared/nets/net';
import { forward, type Weights } from '../../../src/main/engine/nets/tensorLayers';
import { PICTURE_FEEDS, pictureValues } from '../../../src/main/engine/prediction/predictGraph';
import { recordFunction } from '../../../src/main/engine/tensorflow/graph/compile';
import { nodeBackend, openProgram } from '../../../src/main/engine/tensorflow/graph/openProgram';
import { STEP } from '../../../src/main/engine/tensorflow/graph/program';
import { tensorflow, type Tensor4D } from '../../../src/main/engine/tensorflow/runtime';
import { batchTensors } from '../../../src/main/engine/tensorflow/tensors';
import { ADAM } from '../../../src/main/engine/training/adam';
import type { StepperConfig } from '../../../src/main/engine/training/stepper';
import { beginning } from '../../integration/graph/agreement';

const probabilities = (config: StepperConfig, weights: Weights, images: Tensor4D): Tensor4D[] =>
  forward(buildNet(config), weights, images, null).map((logits) => tensorflow().sigmoid(logits));

function variablesOf(config: StepperConfig) {
  const { weights } = beginning(config);
  return parametersOf(buildNet(config)).map(({ name, shape }) => ({
    ...{ name, shape, trainable: false },
    tensor: tensorflow().tensor(weights.get(name)!.slice(), [...shape]),
  }));
}

/** Float32 [heads, batch, height, width], with the weights that a run of this config begins with. */
export function eagerOutputs(config: StepperConfig, batch: Batch): Float32Array {
  const tf = tensorflow();
  return tf.tidy(() => {
    const weights = new Map(variablesOf(config).map(({ name, tensor }) => [name, tensor]));
    return tf.stack(probabilities(config, weights, batchTensors(batch).images)).dataSync() as Float32Array;
  });
}

/** The same, by a graph. */
export function graphOutputs(config: StepperConfig, batch: Batch): Float32Array {
  const tf = tensorflow();
  return tf.tidy(() => {
    const variables = variablesOf(config);
    const weights = new Map(variables.map(({ name, tensor }) => [name, tensor]));
    const session = openProgram({
      variables,
      functions: [
        recordFunction({
          ...{ tf, backend: nodeBackend(), name: 'outputs', feeds: PICTURE_FEEDS, variables, size: config, batches: [batch.size] },
          body: ({ images }) => ({
            outputs: Object.fromEntries(probabilities(config, weights, images as Tensor4D).map((head, k) => [`head${k}`, head])),
          }),
        }),
      ],
      ...{ adam: ADAM, precision: 'float32', lowFeeds: new Set<string>(), averaging: 0 },
    });
    const values = beginning(config).weights;
    session.write((name) => (name === STEP ? new Float32Array(1) : values.get(name)!.slice()));
    const scope = `outputs_${batch.size}`;
    const heads = config.deepSupervision ? 4 : 1;
    const nodes = Array.from({ length: heads }, (_, k) => `${scope}/head${k}:0`);
    const found = session.run(pictureValues(scope, batch), nodes) as Float32Array[];
    session.dispose();
    const all = new Float32Array(found.reduce((sum, head) => sum + head.length, 0));
    found.forEach((head, k) => all.set(head, k * head.length));
    return all;
  });
}
