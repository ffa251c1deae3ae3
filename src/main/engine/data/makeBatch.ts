// One batch from its plan: frames and masks read through a cache, augmented, each sample written to its place. The same in a thread of its own as in this one.
import { totalmem } from 'node:os';
import { augmented } from './augmented';
import { assemble, type Batch } from './batch';
import type { FrameCache } from './frameCache';
import type { Planned } from './plan';

/** Plain data: it crosses threads. */
export interface BatchJob {
  readonly items: readonly Planned[];
  /** The net's size. */
  readonly width: number;
  readonly height: number;
}

/** For decoded frames, of all threads together: 200 KITTI frames and their masks are 370 MB. */
export const CACHE_BYTES = Math.min(2 ** 30, totalmem() / 8);

/** Fails as `FrameCache.picture` and `.mask` do. */
export async function makeBatch({ items, width, height }: BatchJob, cache: FrameCache): Promise<Batch> {
  const read = await Promise.all(items.map(({ frame }) => Promise.all([cache.picture(frame), cache.mask(frame)])));
  return assemble(items.length, width, height, (n, into) => {
    const [picture, mask] = read[n]!;
    return augmented(picture, mask, items[n]!.augmentation, { width, height }, into);
  });
}
