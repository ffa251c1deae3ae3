// The grid between single pixels, once they are large enough to be worked on one by one.
import type { Rect } from '../../shared/mask/rect';

/** CSS pixels a pixel of the frame from which on there is a grid. */
export const GRID_FROM = 8;

const DARK = 'rgb(0 0 0 / 38%)';
const LIGHT = 'rgb(255 255 255 / 16%)';

/**
 * Where the lines left of (above) the pixels `from` to `to` lie, in whole device pixels measured from `corner` (CSS pixels), so that every
 * line is as sharp as the others.
 */
export function gridLines(from: number, to: number, offset: number, scale: number, corner: number, ratio: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => Math.round((offset + (from + i) * scale - corner) * ratio));
}

export interface GridPlace {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
  /** Pixels of the frame that can be seen. */
  readonly visible: Rect;
  /** The layer's corner on the surface, CSS pixels. */
  readonly corner: { readonly x: number; readonly y: number };
  readonly ratio: number;
}

/** Dark lines with light ones beside them: seen on any picture. */
export function drawGrid(context: CanvasRenderingContext2D, { scale, x, y, visible, corner, ratio }: GridPlace): void {
  const columns = gridLines(visible.x, visible.x + visible.width, x, scale, corner.x, ratio);
  const rows = gridLines(visible.y, visible.y + visible.height, y, scale, corner.y, ratio);
  const [left = 0, right = 0] = [columns[0], columns.at(-1)];
  const [top = 0, bottom = 0] = [rows[0], rows.at(-1)];
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  for (const [style, shift] of [
    [DARK, 0],
    [LIGHT, 1],
  ] as const) {
    context.fillStyle = style;
    for (const at of columns) context.fillRect(at + shift, top, 1, bottom - top);
    for (const at of rows) context.fillRect(left, at + shift, right - left, 1);
  }
  context.restore();
}
