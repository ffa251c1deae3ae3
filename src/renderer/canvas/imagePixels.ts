// The frame's pixels as numbers, for tools that look at colours: read once a frame, kept within bytes, large pictures read in a worker.
import type { FrameId } from '../../shared/domain';
import type { ImagePixels } from '../../shared/image/lab';
import { ByteLru } from '../state/byteLru';

export const PIXEL_CACHE_BYTES = 96 * 2 ** 20;

export class FramePixels<P> {
  private readonly cache: ByteLru<FrameId, { readonly picture: P; readonly pixels: ImagePixels }>;
  private readonly underWay = new Map<P, Promise<ImagePixels>>();

  /** `read` gives the pixels of a picture at the frame's size: at once when that is quick. */
  constructor(
    private readonly read: (picture: P, width: number, height: number) => ImagePixels | Promise<ImagePixels>,
    cap = PIXEL_CACHE_BYTES,
  ) {
    this.cache = new ByteLru(cap);
  }

  /** Rejects when the picture cannot be read (any more). */
  of(frame: FrameId, picture: P, width: number, height: number): ImagePixels | Promise<ImagePixels> {
    const there = this.cache.get(frame);
    if (there?.picture === picture) return there.pixels;
    const flying = this.underWay.get(picture);
    if (flying) return flying;
    const keep = (pixels: ImagePixels): ImagePixels => {
      this.cache.set(frame, { picture, pixels }, pixels.data.length);
      return pixels;
    };
    const answer = this.read(picture, width, height);
    if (!(answer instanceof Promise)) return keep(answer);
    const promise = answer.then(keep).finally(() => this.underWay.delete(picture));
    this.underWay.set(picture, promise);
    return promise;
  }

  clear(): void {
    this.cache.clear();
    this.underWay.clear();
  }
}

/** Reading a KITTI frame (0.5 megapixels) takes a few milliseconds; a larger one would be felt. */
const AT_ONCE_PIXELS = 1e6;

export interface ReadRequest {
  readonly id: number;
  readonly picture: ImageBitmap;
  readonly width: number;
  readonly height: number;
}
export interface ReadAnswer {
  readonly id: number;
  readonly data: Uint8ClampedArray<ArrayBuffer> | null;
}

/** Reads bitmaps: small ones here, large ones in the worker that `start` makes, from a copy. */
export function bitmapReader(
  start: () => Worker,
): (picture: ImageBitmap, width: number, height: number) => ImagePixels | Promise<ImagePixels> {
  let worker: Worker | null = null;
  let next = 1;
  const waiting = new Map<number, (data: ReadAnswer['data']) => void>();
  const begin = (): Worker => {
    const begun = start();
    begun.onmessage = ({ data }: MessageEvent<ReadAnswer>) => waiting.get(data.id)?.(data.data);
    begun.onerror = () => {
      worker = null;
      for (const answer of [...waiting.values()]) answer(null);
    };
    return begun;
  };
  return (picture, width, height) => {
    if (width * height <= AT_ONCE_PIXELS) return { width, height, data: readHere(new OffscreenCanvas(width, height), picture) };
    return createImageBitmap(picture).then(
      (copy) =>
        new Promise<ImagePixels>((resolve, reject) => {
          const id = next++;
          waiting.set(id, (data) => {
            waiting.delete(id);
            if (data) resolve({ width, height, data });
            else reject(new Error('The pixels of this picture cannot be read.'));
          });
          worker ??= begin();
          worker.postMessage({ id, picture: copy, width, height } satisfies ReadRequest, [copy]);
        }),
    );
  };
}

/** The bitmap laid over the whole canvas, as RGBA. */
export function readHere(canvas: OffscreenCanvas, picture: ImageBitmap): Uint8ClampedArray<ArrayBuffer> {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('There is no canvas to read pixels with.');
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height).data as Uint8ClampedArray<ArrayBuffer>;
}
