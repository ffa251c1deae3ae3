// Superpixels of the frames, computed once a frame and size in a worker and kept within bytes.
import type { FrameId } from '../../shared/domain';
import type { ImagePixels } from '../../shared/image/lab';
import type { Superpixels } from '../../shared/image/slic';
import { ByteLru } from '../state/byteLru';

export const SUPERPIXEL_CACHE_BYTES = 96 * 2 ** 20;

export interface SlicRequest {
  readonly image: ImagePixels;
  readonly size: number;
}

export class FrameSuperpixels {
  private readonly cache: ByteLru<string, Superpixels>;
  private asked: { readonly key: string; readonly promise: Promise<Superpixels> } | null = null;

  /** `compute` may give up an older wish for a newer one, and then rejects it. */
  constructor(
    private readonly compute: (request: SlicRequest) => Promise<Superpixels>,
    cap = SUPERPIXEL_CACHE_BYTES,
  ) {
    this.cache = new ByteLru(cap);
  }

  of(frame: FrameId, size: number, image: ImagePixels | Promise<ImagePixels>): Superpixels | Promise<Superpixels> {
    const key = `${frame}/${size}`;
    const there = this.cache.get(key);
    if (there) return there;
    if (this.asked?.key === key) return this.asked.promise;
    const computed =
      image instanceof Promise ? image.then((pixels) => this.compute({ image: pixels, size })) : this.compute({ image, size });
    const promise = computed.then(
      (superpixels) => {
        if (this.asked?.promise === promise) this.asked = null;
        // Of another project by now: the ids are the same, the pictures are not.
        if (this.generation === generation) this.cache.set(key, superpixels, superpixels.ids.byteLength + superpixels.boxes.byteLength);
        return superpixels;
      },
      (error: unknown) => {
        if (this.asked?.promise === promise) this.asked = null;
        throw error;
      },
    );
    const { generation } = this;
    this.asked = { key, promise };
    return promise;
  }

  clear(): void {
    this.generation++;
    this.asked = null;
    this.cache.clear();
  }

  private generation = 0;
}
