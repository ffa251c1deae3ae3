// Rectangles of whole pixels: what was touched, what must be redrawn.

/** Covers x..x+width-1, y..y+height-1; width and height >= 1. 'Nothing' is null, never an empty rectangle. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function unionRect(a: Rect | null, b: Rect | null): Rect | null {
  if (a === null || b === null) return a ?? b;
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}

/** The part of `rect` (any numbers) inside a picture of `width` x `height`, grown to whole pixels. */
export function clipRect(rect: Rect, width: number, height: number): Rect | null {
  const left = Math.max(0, Math.floor(rect.x));
  const top = Math.max(0, Math.floor(rect.y));
  const right = Math.min(width, Math.ceil(rect.x + rect.width));
  const bottom = Math.min(height, Math.ceil(rect.y + rect.height));
  return right > left && bottom > top ? { x: left, y: top, width: right - left, height: bottom - top } : null;
}

export const wholeRect = (size: { readonly width: number; readonly height: number }): Rect => ({
  x: 0,
  y: 0,
  width: size.width,
  height: size.height,
});

/** Collects the bounds of spans as they are painted. */
export class Bounds {
  #left = Infinity;
  #top = Infinity;
  #right = -Infinity;
  #bottom = -Infinity;

  /** Pixels `from` up to but not including `to` of row `y`. */
  addSpan(y: number, from: number, to: number): void {
    if (from < this.#left) this.#left = from;
    if (to > this.#right) this.#right = to;
    if (y < this.#top) this.#top = y;
    if (y >= this.#bottom) this.#bottom = y + 1;
  }

  rect(): Rect | null {
    if (this.#right <= this.#left) return null;
    return { x: this.#left, y: this.#top, width: this.#right - this.#left, height: this.#bottom - this.#top };
  }
}
