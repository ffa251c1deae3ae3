// The overlay's bitmap, one pixel a pixel of the frame: composed and put where something changed, and nowhere else.
import { composeOverlay, type OverlayRequest } from '../../shared/overlay/compose';
import { wholeRect, type Rect } from '../../shared/mask/rect';

export type OverlayLook = Omit<OverlayRequest, 'width' | 'height' | 'into' | 'rect'>;

export class OverlayBitmap {
  readonly canvas = document.createElement('canvas');
  private readonly context = this.canvas.getContext('2d')!;
  private image: ImageData = this.context.createImageData(1, 1);

  resize(width: number, height: number): void {
    if (this.canvas.width === width && this.canvas.height === height) return;
    this.canvas.width = width;
    this.canvas.height = height;
    this.image = this.context.createImageData(width, height);
  }

  /** Composes `rect` (the whole without one) anew and puts it into the bitmap. */
  update(look: OverlayLook, rect: Rect | null = null): void {
    const { width, height } = this.canvas;
    const { x, y, width: w, height: h } = rect ?? wholeRect({ width, height });
    composeOverlay({ ...look, width, height, into: this.image.data, rect });
    this.context.putImageData(this.image, 0, 0, x, y, w, h);
  }
}
