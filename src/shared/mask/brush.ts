// Hard brushes swept along a segment, as row spans: a stroke costs its area in memory writes, not a test a pixel.
import { type LabelMap } from './labelMap';
import { type OnSpan, type PaintOptions, SpanPainter } from './paint';
import { type Rect } from './rect';

/** Continuous picture coordinates: the centre of the first pixel is (0.5, 0.5). */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface BrushOptions extends Omit<PaintOptions, 'onSpan'> {
  /** 'round' by default; a square's side is 2 * radius. */
  readonly shape?: 'round' | 'square';
}

/**
 * Paints every pixel whose centre lies within `radius` of the segment (`from` equal to `to` makes a dab). Returns what was touched, null when
 * all of it lay outside. With radius <= 0.5 a line of single pixels is drawn, which never leaves a gap.
 */
export function paintSegment(
  map: LabelMap,
  from: Point,
  to: Point,
  radius: number,
  value: number,
  onSpan?: OnSpan,
  options: BrushOptions = {},
): Rect | null {
  if (![from.x, from.y, to.x, to.y, radius].every(Number.isFinite)) return null;
  const painter = new SpanPainter(map, value, { onSpan, over: options.over });
  if (radius <= 0.5) pencil(map, from, to, painter);
  else if (options.shape === 'square') sweep(map, from, to, radius, squareEnds, painter);
  // Below half a pixel's diagonal a disc between four centres would paint nothing.
  else sweep(map, from, to, Math.max(radius, Math.SQRT1_2 + 1e-9), roundEnds, painter);
  return painter.dirty();
}

/** Leftmost and rightmost reach of the swept brush on the line at height `y`, written into `ends`. */
type Reach = (from: Point, to: Point, radius: number, y: number, ends: Float64Array) => void;

function sweep(map: LabelMap, from: Point, to: Point, radius: number, reach: Reach, painter: SpanPainter): void {
  const top = Math.max(0, Math.ceil(Math.min(from.y, to.y) - radius - 0.5));
  const bottom = Math.min(map.height - 1, Math.floor(Math.max(from.y, to.y) + radius - 0.5));
  const ends = new Float64Array(2);
  for (let y = top; y <= bottom; y++) {
    reach(from, to, radius, y + 0.5, ends);
    painter.span(y, Math.ceil(ends[0]! - 0.5), Math.floor(ends[1]! - 0.5) + 1);
  }
}

/** The part [t0, t1] of the segment whose distance in y from the line is at most `radius`; the caller stays within reach. */
function within(from: Point, to: Point, radius: number, y: number): [number, number] {
  const dy = to.y - from.y;
  if (dy === 0) return [0, 1];
  const a = (y - radius - from.y) / dy;
  const b = (y + radius - from.y) / dy;
  return [Math.min(1, Math.max(0, Math.min(a, b))), Math.max(0, Math.min(1, Math.max(a, b)))];
}

/**
 * The reach of a disc at t along the segment is x(t) +- sqrt(r^2 - u^2) with u = y - y(t). To the right it is concave in t, to the left convex,
 * so its extreme is where the derivative vanishes, u = -+ r dx / |d| (times the sign of dy), or at the nearer end of [t0, t1].
 */
const roundEnds: Reach = (from, to, radius, y, ends) => {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const [t0, t1] = within(from, to, radius, y);
  const length = Math.hypot(dx, dy);
  const steepest = dy === 0 ? 0 : (radius * dx * Math.sign(dy)) / length;
  for (const side of [-1, 1] as const) {
    const t = dy === 0 ? (dx * side > 0 ? 1 : 0) : clamp((y - from.y + side * steepest) / dy, t0, t1);
    const u = y - from.y - t * dy;
    ends[side === -1 ? 0 : 1] = from.x + t * dx + side * Math.sqrt(Math.max(0, radius * radius - u * u));
  }
};

const squareEnds: Reach = (from, to, radius, y, ends) => {
  const dx = to.x - from.x;
  const [t0, t1] = within(from, to, radius, y);
  ends[0] = from.x + Math.min(t0 * dx, t1 * dx) - radius;
  ends[1] = from.x + Math.max(t0 * dx, t1 * dx) + radius;
};

/** One pixel a step along the longer axis (Bresenham's line, from pixel to pixel). */
function pencil(map: LabelMap, from: Point, to: Point, painter: SpanPainter): void {
  const x0 = Math.floor(from.x);
  const y0 = Math.floor(from.y);
  const dx = Math.floor(to.x) - x0;
  const dy = Math.floor(to.y) - y0;
  const steps = Math.max(Math.abs(dx), Math.abs(dy));
  for (let i = 0; i <= steps; i++) {
    const t = steps === 0 ? 0 : i / steps;
    const y = Math.round(y0 + t * dy);
    const x = Math.round(x0 + t * dx);
    if (y >= 0 && y < map.height) painter.span(y, x, x + 1);
  }
}

const clamp = (value: number, lo: number, hi: number): number => (value < lo ? lo : value > hi ? hi : value);
