// The pointer moved by keys: painting needs no mouse. It goes from pixel to pixel of the frame, and the view follows it.
import type { Point } from '../../shared/mask/brush';
import type { Gestures } from './gestures';
import type { Viewport } from './viewport';

/** The pointer stays so far (CSS pixels) from the canvas's edge. */
const MARGIN = 24;

export class KeyboardCursor {
  constructor(
    private readonly gestures: Gestures,
    private readonly viewport: Viewport,
    /** The frame's size; null without one. */
    private readonly frame: () => { readonly width: number; readonly height: number } | null,
  ) {}

  /** Moves the pointer by pixels of the frame, from the middle of what is seen when it is nowhere; a held press paints along. */
  move(dx: number, dy: number): void {
    const frame = this.frame();
    const from = this.onFrame();
    if (!frame || !from) return;
    const to = { x: clamp(Math.floor(from.x) + dx, frame.width), y: clamp(Math.floor(from.y) + dy, frame.height) };
    this.go({ x: to.x + 0.5, y: to.y + 0.5 });
  }

  /** Presses, or lets go of what is pressed. `shift`: a line from the last point. */
  press(shift: boolean): void {
    if (this.gestures.doing !== 'idle') return this.gestures.up();
    this.move(0, 0);
    const at = this.gestures.pointer;
    if (at) this.gestures.down({ ...at, button: 0, shift, alt: false, path: [at] });
  }

  private onFrame(): Point | null {
    const { pointer } = this.gestures;
    if (pointer) return this.viewport.toImage(pointer.x, pointer.y);
    const seen = this.viewport.visible();
    return seen && { x: seen.x + seen.width / 2, y: seen.y + seen.height / 2 };
  }

  private go(to: Point): void {
    const { width, height } = this.viewport.room;
    const at = this.viewport.toScreen(to.x, to.y);
    this.viewport.pan(into(at.x, width), into(at.y, height));
    const { x, y } = this.viewport.toScreen(to.x, to.y);
    this.gestures.move({ x, y, button: 0, shift: false, alt: false, path: [{ x, y }] });
  }
}

const clamp = (at: number, size: number): number => Math.min(size - 1, Math.max(0, at));

/** How far `at` must go to lie within 0..room, away from the edges. */
const into = (at: number, room: number): number => (at < MARGIN ? MARGIN - at : at > room - MARGIN ? room - MARGIN - at : 0);
