// Nets that were predicted with lately stay loaded, so that scrubbing over epochs is quick: their weights, and a graph for each shape of net.
import { stat } from 'node:fs/promises';
import type { RunConfig } from '../../../shared/training/config';
import type { Batch } from '../data/batch';
import { parametersOf, sizeOf, type NetDescription } from '../../../shared/nets/layers';
import { buildPruned } from '../../../shared/nets/net';
import { fallBackToEager, stepPath } from '../tensorflow/path';
import { tensorflow } from '../tensorflow/runtime';
import { readWeights } from '../training/checkpoint';
import { choosePrecision } from '../training/precisionChoice';
import { GraphPredictor, type Arrays } from './graphPredictor';
import { Kept } from './kept';
import { predictEagerly, type Predicted, type Predictor } from './predictor';

/** Twice a net of 64 base filters, or dozens of small ones. */
const WEIGHT_BYTES = 300 * 2 ** 20;
/** Shapes of nets whose graph stays: two runs side by side, and one more. */
const GRAPHS = 3;

const weights = new Kept<Arrays>(WEIGHT_BYTES, () => undefined);
/** Null where none could be made. */
const graphs = new Kept<GraphPredictor | null>(GRAPHS, (graph) => graph?.dispose());

/** Lends the net of a checkpoint file, read at `config.depth`, to `work`. Fails as `readWeights` does. */
export async function withNet<T>(checkpoint: string, config: RunConfig, work: (net: Pick<Predictor, 'predict'>) => Promise<T>): Promise<T> {
  const net = buildPruned(config);
  const shape = shapeOf(config);
  return weights.lend(
    await versionOf(checkpoint, shape),
    () => load(checkpoint, net),
    async (arrays) => {
      const eager = { predict: (batch: Batch) => eagerly(net, arrays, batch) };
      if (stepPath() === 'eager') return work(eager);
      const { precision } = await choosePrecision(config.precision);
      const make = async () => ({ value: graphOf(net, config, precision), size: 1 });
      return graphs.lend(`${shape}|${precision}`, make, (graph) =>
        work(graph ? { predict: (batch) => graph.predict(arrays, batch) } : eager),
      );
    },
  );
}

/** Frees every loaded net. */
export async function dropNets(): Promise<void> {
  await weights.clear();
  await graphs.clear();
}

/** Where no graph can be made, this process predicts operation by operation from now on. */
function graphOf(...making: ConstructorParameters<typeof GraphPredictor>): GraphPredictor | null {
  try {
    return new GraphPredictor(...making);
  } catch (error) {
    console.error('The prediction could not be made into a graph; it runs operation by operation.', error);
    fallBackToEager();
    return null;
  }
}

function eagerly(net: NetDescription, arrays: Arrays, batch: Batch): Predicted {
  const tf = tensorflow();
  const tensors = new Map(parametersOf(net).map(({ name, shape }) => [name, tf.tensor(arrays.get(name)!, [...shape])]));
  try {
    return predictEagerly(net, tensors, batch);
  } finally {
    tf.dispose([...tensors.values()]);
  }
}

const shapeOf = ({ net, base, head, batchNorm, deepSupervision, depth, width, height }: RunConfig): string =>
  [net, base, head, batchNorm, deepSupervision, depth, width, height].join('|');

/** A resumed run writes its later epochs anew, under the same names. */
async function versionOf(checkpoint: string, shape: string): Promise<string> {
  const { mtimeMs, size } = await stat(checkpoint).catch(() => ({ mtimeMs: 0, size: 0 }));
  return [checkpoint, mtimeMs, size, shape].join('|');
}

async function load(checkpoint: string, net: NetDescription): Promise<{ value: Arrays; size: number }> {
  const value = await readWeights(checkpoint, net);
  return { value, size: 4 * parametersOf(net).reduce((sum, parameter) => sum + sizeOf(parameter), 0) };
}
