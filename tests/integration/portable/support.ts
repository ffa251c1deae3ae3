// Keras' files unpacked, images by a formula, and our own prediction in floats: what imports and exports are held against.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll } from 'vitest';
import { parametersOf, type NetDescription } from '../../../src/shared/nets/layers';
import { forward } from '../../../src/main/engine/nets/tensorLayers';
import { loadTensorFlow, type Tensor4D } from '../../../src/main/engine/tensorflow/runtime';

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'roadbrush-portable-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const packed = (name: string): Buffer => gunzipSync(readFileSync(join(import.meta.dirname, 'keras', `${name}.gz`)));

/** What Keras itself answered to `kerasImage`, by file: probabilities [32*32]. */
export const kerasTruth = (): Record<string, number[]> => JSON.parse(packed('truth.json').toString('utf8')) as Record<string, number[]>;

/** The file as Keras saved it, in `folder`. */
export function kerasFile(folder: string, name: string): string {
  const file = join(folder, name);
  writeFileSync(file, packed(name));
  return file;
}

/** As keras/make.py has it: 32x32x3, 0..1. */
export const kerasImage = (): Float32Array =>
  Float32Array.from({ length: 32 * 32 * 3 }, (_, i) => ((i * 31 + Math.floor(i / 96) * 17 + ((i * i) % 101)) % 256) / 255);

/** Road probabilities as the studio computes them, operation by operation, before they are rounded to 8 bits. */
export async function ourAnswer(
  net: NetDescription,
  arrays: ReadonlyMap<string, Float32Array>,
  images: Float32Array,
  { n, height, width }: { n: number; height: number; width: number },
): Promise<Float32Array> {
  const tf = await loadTensorFlow();
  return tf.tidy(() => {
    const weights = new Map(parametersOf(net).map(({ name, shape }) => [name, tf.tensor(arrays.get(name)!.slice(), [...shape])]));
    const heads = forward(net, weights, tf.tensor4d(images.slice(), [n, height, width, 3]), null);
    return tf.sigmoid<Tensor4D>(heads.at(-1)!).dataSync().slice() as Float32Array;
  });
}

export const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  if (a.length !== b.length) return Infinity;
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return most;
};

export const context = { emit: () => {}, signal: new AbortController().signal };
