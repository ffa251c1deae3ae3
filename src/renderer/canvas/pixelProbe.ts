// What lies under the pointer: place, label, colour, probability. Read at most once an animation frame, and only while somebody listens.
import type { Point } from '../../shared/mask/brush';
import type { Shown } from './shown';

export interface Pixel {
  readonly x: number;
  readonly y: number;
  /** Label id; null without a mask. */
  readonly label: number | null;
  /** Of the picture's file, without adjustments, 0..255; null without a picture. */
  readonly rgb: readonly [number, number, number] | null;
  /** 0..1; null without a prediction. */
  readonly probability: number | null;
}

/** The pixel of the frame that holds `at` (coordinates of the frame); null outside. `colour` is asked for the picture's. */
export function pixelAt(at: Point, shown: Shown, colour: (x: number, y: number) => Pixel['rgb']): Pixel | null {
  const x = Math.floor(at.x);
  const y = Math.floor(at.y);
  const { size, mask, probabilities } = shown;
  if (!size || x < 0 || y < 0 || x >= size.width || y >= size.height) return null;
  const i = y * size.width + x;
  const probability = probabilities ? probabilities[i]! / 255 : null;
  return { x, y, label: mask ? mask.data[i]! : null, rgb: shown.picture ? colour(x, y) : null, probability };
}

export class PixelProbe {
  private readonly listeners = new Set<(pixel: Pixel | null) => void>();
  private request = 0;
  private context: OffscreenCanvasRenderingContext2D | null = null;

  /** `at`: where the pointer is on the frame; null while it is elsewhere. */
  constructor(
    private readonly at: () => Point | null,
    private readonly shown: () => Shown,
  ) {}

  listen(listener: (pixel: Pixel | null) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Pointer, frame or mask changed. */
  changed(): void {
    if (this.listeners.size === 0) return;
    this.request ||= requestAnimationFrame(() => {
      this.request = 0;
      const at = this.at();
      const shown = this.shown();
      const pixel = at && pixelAt(at, shown, (x, y) => this.colour(shown, x, y));
      for (const listener of this.listeners) listener(pixel);
    });
  }

  private colour({ picture, size }: Shown, x: number, y: number): Pixel['rgb'] {
    this.context ??= new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const { context } = this;
    if (!context || !picture || !size) return null;
    const { width, height } = picture as ImageBitmap;
    context.drawImage(picture, Math.floor((x * width) / size.width), Math.floor((y * height) / size.height), 1, 1, 0, 0, 1, 1);
    const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b];
  }
}
