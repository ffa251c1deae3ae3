// What a step is given: pictures and targets at the net's own size, 8 bits each.
import { IGNORE, ROAD } from '../../../shared/domain';
import type { Sample, SampleSpace } from './augmented';

export interface Batch {
  readonly size: number;
  readonly width: number;
  readonly height: number;
  /** [size, height, width, 3], 0..255; the step makes 0..1 of it. Never written again once handed over: tfjs-node may use this memory. */
  readonly images: Uint8Array;
  /** [size, height, width]: 0 other, 1 road, 2 ignore. */
  readonly targets: Uint8Array;
}

const TARGET_OTHER = 0;
export const TARGET_ROAD = 1;
export const TARGET_IGNORE = 2;

const targetOf = new Uint8Array(256).fill(TARGET_OTHER);
targetOf[ROAD] = TARGET_ROAD;
targetOf[IGNORE] = TARGET_IGNORE;

/** A batch whose every sample is written by `write` into its place; one for which it answers without labels is all ignore. */
export function assemble(size: number, width: number, height: number, write: (n: number, into: SampleSpace) => Sample): Batch {
  const pixels = width * height;
  const images = new Uint8Array(size * pixels * 3);
  const targets = new Uint8Array(size * pixels);
  for (let n = 0; n < size; n++) {
    const own = targets.subarray(n * pixels, (n + 1) * pixels);
    const { labels } = write(n, { pixels: images.subarray(n * pixels * 3, (n + 1) * pixels * 3), labels: own });
    if (labels) for (let i = 0; i < pixels; i++) own[i] = targetOf[own[i]!]!;
    else own.fill(TARGET_IGNORE);
  }
  return { size, width, height, images, targets };
}

/** The samples of `from` go to the places `at` of `into`. */
export function copySamples(from: Batch, into: Batch, at: readonly number[]): void {
  const pixels = into.width * into.height;
  at.forEach((to, n) => {
    into.images.set(from.images.subarray(n * pixels * 3, (n + 1) * pixels * 3), to * pixels * 3);
    into.targets.set(from.targets.subarray(n * pixels, (n + 1) * pixels), to * pixels);
  });
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
