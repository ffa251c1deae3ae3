// The Keras peer from the same weights over the same batch: its outputs, gradients and losses, through files (tests/bench/peers/agree_keras.py).
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Batch } from '../../../src/main/engine/data/batch';
import { parametersOf, sizeOf } from '../../../src/shared/nets/layers';
import { buildNet } from '../../../src/shared/nets/net';
import { UNIT } from '../../../src/main/engine/tensorflow/tensors';
import type { StepperConfig } from '../../../src/main/engine/training/stepper';
import { beginning, type Arrays } from '../../integration/graph/agreement';
import { peer } from './peers';

export interface KerasCourse {
  /** Probabilities of every head, one after the other. */
  readonly outputs: Float32Array;
  readonly gradients: Arrays;
  readonly losses: readonly number[];
}

/** A square net without batch normalisation, every step on the same batch. */
export async function kerasCourse(config: StepperConfig, batch: Batch, steps: number, learningRate: number): Promise<KerasCourse> {
  const folder = mkdtempSync(join(tmpdir(), 'roadbrush-agree-'));
  const write = (name: string, values: Float32Array): void => writeFileSync(join(folder, name), bytesOf(values));
  const read = (name: string): Float32Array => new Float32Array(new Uint8Array(readFileSync(join(folder, name))).buffer);
  const parameters = parametersOf(buildNet(config));
  const { weights } = beginning(config);
  try {
    const { net, base, width: size, batch: images, deepSupervision, head } = config;
    const job = { net, base, size, batch: images, steps, learningRate, deepSupervision, twoFilterHead: head === 'two-filter' };
    writeFileSync(join(folder, 'job.json'), JSON.stringify(job));
    write('weights', joined(parameters.map(({ name }) => weights.get(name)!)));
    write(
      'images',
      Float32Array.from(batch.images, (value) => value * UNIT),
    );
    write('targets', Float32Array.from(batch.targets));
    await peer('agree_keras.py', folder);
    const all = read('gradients');
    let at = 0;
    const gradients = new Map(parameters.map((parameter) => [parameter.name, all.subarray(at, (at += sizeOf(parameter)))]));
    return { outputs: read('outputs'), gradients, losses: [...read('losses')] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const bytesOf = (values: Float32Array): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

function joined(arrays: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(arrays.reduce((sum, array) => sum + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}
