// The picture as it is looked at: itself, or a copy with its adjustments laid on, made once for each picture and setting.
import { applyTable, autoAdjust, isAsItIs, tableOf, type Adjustments } from './adjustments';

export class AdjustedPicture {
  private readonly canvas = document.createElement('canvas');
  private of: CanvasImageSource | null = null;
  private wanted = '';
  /** The picture's own pixels, kept while it is adjusted: a slider being dragged reads them many times. */
  private pixels: { readonly of: CanvasImageSource; readonly data: ImageData } | null = null;

  /** What is to be drawn for `picture`, the size of it in its own pixels. */
  look(picture: CanvasImageSource, adjustments: Adjustments): CanvasImageSource {
    if (isAsItIs(adjustments)) {
      this.pixels = null;
      this.of = null;
      return picture;
    }
    const wanted = `${adjustments.brightness} ${adjustments.contrast} ${adjustments.gamma}`;
    if (this.of === picture && this.wanted === wanted) return this.canvas;
    this.of = picture;
    this.wanted = wanted;
    const data = this.read(picture);
    const adjusted = new ImageData(new Uint8ClampedArray(data.data), data.width, data.height);
    applyTable(tableOf(adjustments), adjusted.data);
    if (this.canvas.width !== data.width || this.canvas.height !== data.height) {
      this.canvas.width = data.width;
      this.canvas.height = data.height;
    }
    this.canvas.getContext('2d')!.putImageData(adjusted, 0, 0);
    return this.canvas;
  }

  /** See `autoAdjust`. */
  auto(picture: CanvasImageSource): Adjustments {
    return autoAdjust(this.read(picture).data);
  }

  private read(picture: CanvasImageSource): ImageData {
    if (this.pixels?.of === picture) return this.pixels.data;
    const { width, height } = picture as ImageBitmap;
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    context.drawImage(picture, 0, 0);
    const data = context.getImageData(0, 0, width, height);
    this.pixels = { of: picture, data };
    return data;
  }
}
