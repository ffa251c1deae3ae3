// What a step is given: images and targets at the net's own size, and how samples become that.
import { IGNORE, ROAD } from '../../../shared/domain';
import type { Sample } from './augmentation';

export interface Batch {
  readonly size: number;
  readonly width: number;
  readonly height: number;
  /** float32 [size, height, width, 3], 0..1. Never written again once handed over: tfjs-node uses this memory. */
  readonly images: Float32Array;
  /** float32 [size, height, width, 1]: 0 other, 1 road, 2 ignore. */
  readonly targets: Float32Array;
}

export const TARGET_OTHER = 0;
export const TARGET_ROAD = 1;
export const TARGET_IGNORE = 2;

const brightness = Float32Array.from({ length: 256 }, (_, value) => value / 255);
const targetOf = new Float32Array(256).fill(TARGET_OTHER);
targetOf[ROAD] = TARGET_ROAD;
targetOf[IGNORE] = TARGET_IGNORE;

/** A sample without labels is all ignore. */
export function assemble(samples: readonly Sample[], width: number, height: number): Batch {
  const pixels = width * height;
  const images = new Float32Array(samples.length * pixels * 3);
  const targets = new Float32Array(samples.length * pixels).fill(TARGET_IGNORE);
  samples.forEach((sample, n) => {
    for (let i = 0, at = n * pixels * 3; i < pixels * 3; i++, at++) images[at] = brightness[sample.pixels[i]!]!;
    if (sample.labels) for (let i = 0, at = n * pixels; i < pixels; i++, at++) targets[at] = targetOf[sample.labels[i]!]!;
  });
  return { size: samples.length, width, height, images, targets };
}
