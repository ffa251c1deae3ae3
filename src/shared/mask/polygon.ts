// Polygons to pixels: even-odd, pixel centres, so that polygons that share an edge share no pixel and leave no gap.
import { type Point } from './brush';
import { type LabelMap } from './labelMap';
import { type PaintOptions, SpanPainter } from './paint';
import { type Rect } from './rect';

interface Edge {
  /** First row whose centre the edge crosses, and the row after the last. */
  readonly top: number;
  readonly bottom: number;
  /** Crossing at the centre of row y: x + (y - top) * slope. */
  readonly x: number;
  readonly slope: number;
}

/** Called for every run x0 <= x < x1 of pixels of row y. */
type Span = (y: number, x0: number, x1: number) => void;

/** Calls `span` for every run of pixels whose centre is inside, row by row, within `width` x `height`. The outline closes by itself and may cross itself. */
export function polygonSpans(points: readonly Point[], width: number, height: number, span: Span): void {
  ringSpans([points], width, height, span);
}

/** The same for several rings at once, even-odd over all of them: a ring inside another one is a hole. */
export function ringSpans(rings: readonly (readonly Point[])[], width: number, height: number, span: Span): void {
  const edges: Edge[] = [];
  for (const points of rings) {
    for (let i = 0; i < points.length; i++) {
      const a = points[i]!;
      const b = points[(i + 1) % points.length]!;
      const [upper, lower] = a.y <= b.y ? [a, b] : [b, a];
      const top = Math.max(0, Math.ceil(upper.y - 0.5));
      const bottom = Math.min(height, Math.ceil(lower.y - 0.5));
      if (!(top < bottom)) continue;
      const slope = (lower.x - upper.x) / (lower.y - upper.y);
      edges.push({ top, bottom, slope, x: upper.x + (top + 0.5 - upper.y) * slope });
    }
  }
  edges.sort((a, b) => a.top - b.top);

  let next = 0;
  let active: Edge[] = [];
  for (let y = edges[0]?.top ?? height; y < height && (active.length > 0 || next < edges.length); y++) {
    active = active.filter((edge) => edge.bottom > y);
    while (next < edges.length && edges[next]!.top <= y) active.push(edges[next++]!);
    const crossings = active.map((edge) => edge.x + (y - edge.top) * edge.slope).sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const x0 = Math.max(0, Math.ceil(crossings[i]! - 0.5));
      const x1 = Math.min(width, Math.ceil(crossings[i + 1]! - 0.5));
      if (x0 < x1) span(y, x0, x1);
    }
  }
}

/** Paints the inside; returns what was touched, null when nothing. Fewer than three points paint nothing. */
export function paintPolygon(map: LabelMap, points: readonly Point[], value: number, options: PaintOptions = {}): Rect | null {
  const painter = new SpanPainter(map, value, options);
  if (points.length >= 3 && points.every((p) => Number.isFinite(p.x) && Number.isFinite(p.y)))
    polygonSpans(points, map.width, map.height, (y, x0, x1) => painter.span(y, x0, x1));
  return painter.dirty();
}
