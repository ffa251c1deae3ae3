// The overlay's bitmap, one pixel a pixel of the frame: composed and put where something changed, and nowhere else.
import { composeOverlay, type OverlayRequest } from '../../shared/overlay/compose';
import { composeDifference, type Sides } from '../../shared/overlay/difference';
import { composePair, type PairLook } from '../../shared/overlay/pair';
import { clipRect, unionRect, wholeRect, type Rect } from '../../shared/mask/rect';

export type OverlayLook = Omit<OverlayRequest, 'width' | 'height' | 'into' | 'rect'>;

/** Pieces begin and end at multiples of this, so that the smaller copies that smoothing takes of them are those it takes of the whole. */
const PIECE = 64;

export class OverlayBitmap {
  private image: ImageData | null = null;
  private readonly whole = bitmap();
  private readonly piece = bitmap();
  /** What the image has and the whole bitmap not yet. */
  private behind: Rect | null = null;

  resize(width: number, height: number): void {
    if (this.image?.width === width && this.image.height === height) return;
    this.image = new ImageData(width, height);
    Object.assign(this.whole.canvas, { width, height });
    this.behind = null;
  }

  /** Composes `rect` (the whole without one) anew. */
  update(look: OverlayLook, rect: Rect | null = null): void {
    const { image } = this;
    if (!image) return;
    const { width, height, data } = image;
    composeOverlay({ ...look, width, height, into: data, rect });
    this.behind = unionRect(this.behind, rect ?? wholeRect(image));
  }

  /** The same with the difference of two masks. */
  updateDifference(sides: Sides, alpha: number, rect: Rect | null = null): void {
    const { image } = this;
    if (!image) return;
    composeDifference(sides, alpha, image.data, rect);
    this.behind = unionRect(this.behind, rect ?? wholeRect(image));
  }

  /** The same with the predictions of two runs. */
  updatePair(look: PairLook, rect: Rect | null = null): void {
    const { image } = this;
    if (!image) return;
    composePair(look, image.width, image.height, image.data, rect);
    this.behind = unionRect(this.behind, rect ?? wholeRect(image));
  }

  /**
   * Draws it with its corner at (x, y), `scale` of the context's pixels a pixel of the frame. With `part` (pixels of the frame) only around that: smoothing
   * first makes smaller copies of all it is given, which for a large frame takes longer than a frame of the screen may.
   */
  draw(context: CanvasRenderingContext2D, x: number, y: number, scale: number, part: Rect | null = null): void {
    const { image } = this;
    if (!image) return;
    const { width, height } = image;
    if (!part) {
      this.catchUp(image);
      context.drawImage(this.whole.canvas, x, y, width * scale, height * scale);
      return;
    }
    const piece = aligned(part, width, height);
    if (!piece) return;
    const { canvas, context: own } = this.piece;
    if (canvas.width !== piece.width || canvas.height !== piece.height) Object.assign(canvas, { width: piece.width, height: piece.height });
    own.putImageData(image, -piece.x, -piece.y, piece.x, piece.y, piece.width, piece.height);
    context.drawImage(canvas, x + piece.x * scale, y + piece.y * scale, piece.width * scale, piece.height * scale);
  }

  private catchUp(image: ImageData): void {
    const { behind } = this;
    this.behind = null;
    if (behind) this.whole.context.putImageData(image, 0, 0, behind.x, behind.y, behind.width, behind.height);
  }
}

function bitmap(): { canvas: HTMLCanvasElement; context: CanvasRenderingContext2D } {
  const canvas = document.createElement('canvas');
  return { canvas, context: canvas.getContext('2d')! };
}

/** `rect` grown to whole tiles of PIECE, cut to the frame; null when it lies outside. */
function aligned(rect: Rect, width: number, height: number): Rect | null {
  const x = Math.floor(rect.x / PIECE) * PIECE;
  const y = Math.floor(rect.y / PIECE) * PIECE;
  const right = Math.ceil((rect.x + rect.width) / PIECE) * PIECE;
  const bottom = Math.ceil((rect.y + rect.height) / PIECE) * PIECE;
  return clipRect({ x, y, width: right - x, height: bottom - y }, width, height);
}
