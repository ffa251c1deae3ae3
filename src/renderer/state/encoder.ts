// Masks to RLE without a stutter: small ones after what was painted is drawn, large ones in a worker.
import type { LabelMap } from '../../shared/mask/labelMap';
import { encodeRle } from '../../shared/mask/rle';

/** A KITTI frame (0.5 megapixels) takes about a millisecond; above this it would be more than 4. */
export const HERE_PIXELS = 1.5e6;

export interface EncodeRequest {
  readonly id: number;
  readonly map: LabelMap;
}
export interface EncodeAnswer {
  readonly id: number;
  readonly rle: Uint8Array;
}

export class Encoder {
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, { map: LabelMap; resolve: (rle: Uint8Array) => void }>();
  private next = 1;

  /** `start` makes the worker; without one all is encoded here. `later` runs something soon, when nothing is waited for. */
  constructor(
    private readonly start: (() => Worker) | null,
    private readonly later: (run: () => void) => void,
  ) {}

  encode({ width, height, data }: LabelMap): Promise<Uint8Array> {
    // A copy: painting goes on meanwhile.
    const map = { width, height, data: data.slice() };
    if (data.length <= HERE_PIXELS || !this.start) return new Promise((resolve) => this.later(() => resolve(encodeRle(map))));
    const worker = (this.worker ??= this.begin(this.start));
    const id = this.next++;
    return new Promise((resolve) => {
      this.waiting.set(id, { map, resolve });
      worker.postMessage({ id, map } satisfies EncodeRequest);
    });
  }

  private begin(start: () => Worker): Worker {
    const worker = start();
    worker.onmessage = ({ data }: MessageEvent<EncodeAnswer>) => {
      this.waiting.get(data.id)?.resolve(data.rle);
      this.waiting.delete(data.id);
    };
    // A worker that cannot run must not cost a stroke: what it still owes is encoded here.
    worker.onerror = () => {
      worker.terminate();
      this.worker = null;
      const owed = [...this.waiting.values()];
      this.waiting.clear();
      for (const { map, resolve } of owed) resolve(encodeRle(map));
    };
    return worker;
  }
}
