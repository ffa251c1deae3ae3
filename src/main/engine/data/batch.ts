// What a step is given: pictures and targets at the net's own size, 8 bits each, and how samples become that.
import { IGNORE, ROAD } from '../../../shared/domain';
import type { Sample } from './augmentation';

export interface Batch {
  readonly size: number;
  readonly width: number;
  readonly height: number;
  /** [size, height, width, 3], 0..255; the step divides by 255. Never written again once handed over: tfjs-node may use this memory. */
  readonly images: Uint8Array;
  /** [size, height, width]: 0 other, 1 road, 2 ignore. */
  readonly targets: Uint8Array;
}

export const TARGET_OTHER = 0;
export const TARGET_ROAD = 1;
export const TARGET_IGNORE = 2;

const targetOf = new Uint8Array(256).fill(TARGET_OTHER);
targetOf[ROAD] = TARGET_ROAD;
targetOf[IGNORE] = TARGET_IGNORE;

/** A sample without labels is all ignore. */
export function assemble(samples: readonly Sample[], width: number, height: number): Batch {
  const pixels = width * height;
  const images = new Uint8Array(samples.length * pixels * 3);
  const targets = new Uint8Array(samples.length * pixels).fill(TARGET_IGNORE);
  samples.forEach((sample, n) => {
    images.set(sample.pixels, n * pixels * 3);
    if (sample.labels) for (let i = 0, at = n * pixels; i < pixels; i++, at++) targets[at] = targetOf[sample.labels[i]!]!;
  });
  return { size: samples.length, width, height, images, targets };
}

/** The same batch with black, ignored pictures after its own, so that it has `size` of them. */
export function padded(batch: Batch, size: number): Batch {
  if (batch.size === size) return batch;
  const pixels = batch.width * batch.height;
  const images = new Uint8Array(size * pixels * 3);
  images.set(batch.images);
  const targets = new Uint8Array(size * pixels).fill(TARGET_IGNORE);
  targets.set(batch.targets);
  return { ...batch, size, images, targets };
}
