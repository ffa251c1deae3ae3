// Nets that were predicted with lately stay loaded, so that scrubbing over epochs is quick.
import { stat } from 'node:fs/promises';
import type { RunConfig } from '../../../shared/training/config';
import type { Batch } from '../data/batch';
import { parametersOf, sizeOf, type NetDescription } from '../nets/layers';
import { buildNet } from '../nets/net';
import type { Weights } from '../nets/tensorLayers';
import { tensorflow } from '../tensorflow/runtime';
import { readWeights } from '../training/checkpoint';
import { predictEagerly, type Predicted, type Predictor } from './predictor';

/** Twice a net of 64 base filters, or dozens of small ones. */
const LIMIT_BYTES = 300 * 2 ** 20;

interface Loaded {
  readonly predictor: Predictor;
  readonly bytes: number;
  users: number;
  dropped: boolean;
}
// Oldest use first.
const loaded = new Map<string, Promise<Loaded>>();

/** Lends the net of a checkpoint file to `work`. Fails as `readWeights` does. */
export async function withNet<T>(checkpoint: string, config: RunConfig, work: (net: Predictor) => Promise<T>): Promise<T> {
  const key = await versionOf(checkpoint, config);
  const wanted = loaded.get(key) ?? load(checkpoint, buildNet(config));
  loaded.delete(key);
  loaded.set(key, wanted);
  wanted.catch(() => loaded.delete(key));
  const net = await wanted;
  net.users++;
  try {
    await makeRoom(key);
    return await work(net.predictor);
  } finally {
    net.users--;
    if (net.dropped && net.users === 0) net.predictor.dispose();
  }
}

/** Frees every loaded net. */
export async function dropNets(): Promise<void> {
  for (const key of [...loaded.keys()]) await drop(key);
}

async function makeRoom(keep: string): Promise<void> {
  const all = await Promise.all(
    [...loaded].map(async ([key, net]) => ({
      key,
      bytes: await net.then(
        ({ bytes }) => bytes,
        () => 0,
      ),
    })),
  );
  let bytes = all.reduce((sum, net) => sum + net.bytes, 0);
  for (const net of all) {
    if (bytes <= LIMIT_BYTES) return;
    if (net.key === keep) continue;
    await drop(net.key);
    bytes -= net.bytes;
  }
}

async function drop(key: string): Promise<void> {
  const net = await loaded.get(key);
  loaded.delete(key);
  if (!net) return;
  net.dropped = true;
  if (net.users === 0) net.predictor.dispose();
}

/** A resumed run writes its later epochs anew, under the same names. */
async function versionOf(checkpoint: string, { net, base, head }: RunConfig): Promise<string> {
  const { mtimeMs, size } = await stat(checkpoint).catch(() => ({ mtimeMs: 0, size: 0 }));
  return [checkpoint, mtimeMs, size, net, base, head].join('|');
}

async function load(checkpoint: string, net: NetDescription): Promise<Loaded> {
  const arrays = await readWeights(checkpoint, net);
  const parameters = parametersOf(net);
  const tf = tensorflow();
  const weights: Weights = new Map(parameters.map(({ name, shape }) => [name, tf.keep(tf.tensor(arrays.get(name)!, [...shape]))]));
  const predictor: Predictor = {
    predict: (batch: Batch): Predicted => predictEagerly(net, weights, batch),
    dispose: () => tf.dispose([...weights.values()]),
  };
  return { predictor, bytes: 4 * parameters.reduce((sum, parameter) => sum + sizeOf(parameter), 0), users: 0, dropped: false };
}
