// Shapes of annotation files as pixels: rings (even-odd, so that holes are holes) or a small mask of its own.
import { type Point } from './brush';
import { type LabelMap } from './labelMap';
import { SpanPainter } from './paint';
import { ringSpans } from './polygon';
import { type Rect } from './rect';

/** A shape has rings, or pixels, never both. */
export interface Shape {
  /** Outlines in picture coordinates (the centre of the first pixel is (0.5, 0.5)); even-odd over all of them. */
  readonly rings?: readonly (readonly Point[])[];
  readonly mask?: ShapeMask;
}

export interface ShapeMask {
  /** Where the pixels lie; may reach beyond the picture: what is outside is left out. */
  readonly box: Rect;
  /** [box.height * box.width], row-major, 0 or 1. */
  readonly pixels: Uint8Array;
}

/** Draws one shape over what is there. `scale` multiplies ring coordinates (fractions of the picture's size become pixels). */
export function paintShape(map: LabelMap, shape: Shape, value: number, scale: Point = { x: 1, y: 1 }): Rect | null {
  const painter = new SpanPainter(map, value);
  if (shape.mask) maskSpans(shape.mask, map, (y, x0, x1) => painter.span(y, x0, x1));
  if (shape.rings) {
    const rings = shape.rings.map((ring) => ring.map((point) => ({ x: point.x * scale.x, y: point.y * scale.y })));
    ringSpans(rings, map.width, map.height, (y, x0, x1) => painter.span(y, x0, x1));
  }
  return painter.dirty();
}

function maskSpans({ box, pixels }: ShapeMask, map: LabelMap, span: (y: number, x0: number, x1: number) => void): void {
  const top = Math.max(0, -box.y);
  const bottom = Math.min(box.height, map.height - box.y);
  for (let y = top; y < bottom; y++) {
    const row = pixels.subarray(y * box.width, (y + 1) * box.width);
    let x0 = row.indexOf(1);
    while (x0 !== -1) {
      let x1 = row.indexOf(0, x0);
      if (x1 === -1) x1 = box.width;
      if (box.x + x1 > 0) span(y + box.y, box.x + x0, box.x + x1);
      x0 = x1 === box.width ? -1 : row.indexOf(1, x1);
    }
  }
}
