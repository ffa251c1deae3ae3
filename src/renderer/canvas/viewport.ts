// Where the frame lies on the screen: one scale and one offset, kept outside React. Pure arithmetic, no browser.
import { type Point } from '../../shared/mask/brush';
import { clipRect, type Rect } from '../../shared/mask/rect';

/** Screen pixels (CSS) per pixel of the frame at most: single pixels are then easy to hit. */
export const MAX_SCALE = 64;
/** Steps of the keys and buttons. */
const STEPS = [0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, MAX_SCALE];

export class Viewport {
  /** CSS pixels per pixel of the frame. */
  scale = 1;
  /** Where the frame's top left corner lies, in CSS pixels from the canvas's. */
  x = 0;
  y = 0;
  private width = 0;
  private height = 0;
  private imageWidth = 0;
  private imageHeight = 0;
  /** While fitted, a resize or another frame size fits again. */
  private fitted = true;

  constructor(private readonly changed: () => void = () => {}) {}

  /** The canvas's size in CSS pixels changed: fit again, or keep what was in the middle in the middle. */
  resize(width: number, height: number): void {
    if (width === this.width && height === this.height) return;
    const middle = this.toImage(this.width / 2, this.height / 2);
    this.width = width;
    this.height = height;
    if (this.fitted) return this.fit();
    this.x = width / 2 - middle.x * this.scale;
    this.y = height / 2 - middle.y * this.scale;
    this.keepInSight();
    this.changed();
  }

  /** Another frame: one of the same size keeps zoom and place, so that a sequence can be worked on at one spot. */
  setImage(width: number, height: number): void {
    if (width === this.imageWidth && height === this.imageHeight) return;
    this.imageWidth = width;
    this.imageHeight = height;
    if (this.fitted) return this.fit();
    this.keepInSight();
    this.changed();
  }

  fit(): void {
    this.fitted = true;
    if (this.imageWidth === 0 || this.imageHeight === 0 || this.width === 0 || this.height === 0) return;
    this.scale = Math.min(MAX_SCALE, this.fitScale());
    this.centre();
    this.changed();
  }

  /** One pixel of the frame on one CSS pixel, what was in the middle staying there. */
  actualSize(): void {
    this.zoomTo(this.width / 2, this.height / 2, 1);
  }

  /** Another scale, what was in the middle staying there; kept within what `zoomAt` allows. */
  setScale(scale: number): void {
    this.zoomTo(this.width / 2, this.height / 2, this.allowed(scale));
  }

  /** To the next larger or smaller round scale. */
  step(way: 1 | -1): void {
    const next = way === 1 ? STEPS.find((at) => at > this.scale * 1.001) : STEPS.findLast((at) => at < this.scale * 0.999);
    if (next !== undefined) this.setScale(next);
  }

  /** Brings (x, y) of the frame into the middle, as far as the frame stays in sight. */
  centreOn(x: number, y: number): void {
    this.pan(this.width / 2 - (x * this.scale + this.x), this.height / 2 - (y * this.scale + this.y));
  }

  /** Zooms by `factor`, the point of the frame under (x, y) staying under it. */
  zoomAt(x: number, y: number, factor: number): void {
    this.zoomTo(x, y, this.allowed(this.scale * factor));
  }

  private allowed(scale: number): number {
    return Math.min(MAX_SCALE, Math.max(Math.min(1, this.fitScale()) / 4, scale));
  }

  private zoomTo(x: number, y: number, scale: number): void {
    if (scale === this.scale) return;
    const at = this.toImage(x, y);
    this.fitted = false;
    this.scale = scale;
    this.x = x - at.x * scale;
    this.y = y - at.y * scale;
    this.keepInSight();
    this.changed();
  }

  pan(dx: number, dy: number): void {
    if (dx === 0 && dy === 0) return;
    this.fitted = false;
    this.x += dx;
    this.y += dy;
    this.keepInSight();
    this.changed();
  }

  /** The canvas's size in CSS pixels. */
  get room(): { readonly width: number; readonly height: number } {
    return { width: this.width, height: this.height };
  }

  toImage(x: number, y: number): Point {
    return { x: (x - this.x) / this.scale, y: (y - this.y) / this.scale };
  }

  toScreen(x: number, y: number): Point {
    return { x: x * this.scale + this.x, y: y * this.scale + this.y };
  }

  /** The part of the frame that can be seen, in whole pixels of the frame; null when none can. */
  visible(): Rect | null {
    const from = this.toImage(0, 0);
    const to = this.toImage(this.width, this.height);
    return clipRect({ ...from, width: to.x - from.x, height: to.y - from.y }, this.imageWidth, this.imageHeight);
  }

  /** True when a part of the frame lies outside the canvas. */
  get cropped(): boolean {
    const seen = this.visible();
    return seen !== null && (seen.width < this.imageWidth || seen.height < this.imageHeight);
  }

  private fitScale(): number {
    if (this.imageWidth === 0 || this.imageHeight === 0) return 1;
    return Math.min(this.width / this.imageWidth, this.height / this.imageHeight) || 1;
  }

  private centre(): void {
    this.x = (this.width - this.imageWidth * this.scale) / 2;
    this.y = (this.height - this.imageHeight * this.scale) / 2;
  }

  /** The frame can be pushed out of the middle, never out of sight: a quarter of the canvas (or the whole frame) stays covered. */
  private keepInSight(): void {
    const keep = (offset: number, size: number, room: number): number => {
      const least = Math.min(size, room / 4);
      return Math.min(room - least, Math.max(least - size, offset));
    };
    this.x = keep(this.x, this.imageWidth * this.scale, this.width);
    this.y = keep(this.y, this.imageHeight * this.scale, this.height);
  }
}
