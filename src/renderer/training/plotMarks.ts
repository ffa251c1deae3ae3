// What stands on the curves: a shape for each run beside its colour, and the best epoch.
import type uPlot from 'uplot';
import { runColour, runShape, type Chart, type Shape } from './curves';

/** The way of a shape around a point, `r` its half size; to be filled (or stroked, where it is open). */
export function trace(
  ctx: Pick<CanvasRenderingContext2D, 'beginPath' | 'moveTo' | 'lineTo' | 'closePath' | 'arc'>,
  shape: Shape,
  x: number,
  y: number,
  r: number,
): void {
  ctx.beginPath();
  if (shape === 'circle') return void ctx.arc(x, y, r, 0, 2 * Math.PI);
  const lines = SHAPE_LINES[shape];
  for (const line of lines)
    line.forEach(([dx, dy], i) => (i === 0 ? ctx.moveTo(x + dx * r, y + dy * r) : ctx.lineTo(x + dx * r, y + dy * r)));
  if (!OPEN.has(shape)) ctx.closePath();
}

export const OPEN: ReadonlySet<Shape> = new Set<Shape>(['cross', 'plus']);

/** Points of each shape around 0, 0, in half sizes. */
export const SHAPE_LINES: Readonly<Record<Exclude<Shape, 'circle'>, readonly (readonly (readonly [number, number])[])[]>> = {
  square: [
    [
      [-0.9, -0.9],
      [0.9, -0.9],
      [0.9, 0.9],
      [-0.9, 0.9],
    ],
  ],
  triangle: [
    [
      [0, -1.1],
      [1.1, 0.9],
      [-1.1, 0.9],
    ],
  ],
  down: [
    [
      [0, 1.1],
      [1.1, -0.9],
      [-1.1, -0.9],
    ],
  ],
  diamond: [
    [
      [0, -1.25],
      [1.25, 0],
      [0, 1.25],
      [-1.25, 0],
    ],
  ],
  cross: [
    [
      [-1, -1],
      [1, 1],
    ],
    [
      [-1, 1],
      [1, -1],
    ],
  ],
  plus: [
    [
      [-1.2, 0],
      [1.2, 0],
    ],
    [
      [0, -1.2],
      [0, 1.2],
    ],
  ],
};

/** Pixels between two shapes of a curve. */
const APART = 76;

export function drawShapes(plot: uPlot, chart: Chart, colourOf: (run: number) => string, edge: string): void {
  const { ctx } = plot;
  const ratio = devicePixelRatio;
  const { left, width, top, height } = plot.bbox;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  chart.curves.forEach(({ run, points }, nth) => {
    const paint = colourOf(run.id);
    const shape = runShape(run.id);
    // Each curve begins elsewhere, so that shapes of curves that lie on each other are all seen.
    let next = left + ((nth * 29) % APART) * ratio;
    for (const point of points) {
      if (point.value === null) continue;
      const x = plot.valToPos(point.x, 'x', true);
      if (x < next && !(point === points.at(-1) && x > next - (APART * ratio) / 2)) continue;
      next = x + APART * ratio;
      trace(ctx, shape, x, plot.valToPos(point.value, 'y', true), 3.2 * ratio);
      ctx.setLineDash([]);
      if (OPEN.has(shape)) {
        ctx.lineWidth = 1.5 * ratio;
        ctx.strokeStyle = paint;
        ctx.stroke();
      } else {
        ctx.lineWidth = ratio;
        ctx.strokeStyle = edge;
        ctx.fillStyle = paint;
        ctx.fill();
        ctx.stroke();
      }
    }
  });
  ctx.restore();
}

export function drawMarks(plot: uPlot, chart: Chart, colour: (name: string) => string): void {
  // Many runs would write over each other: the read-out tells theirs.
  if (chart.marks.length > 3) return;
  const { ctx } = plot;
  const ratio = devicePixelRatio;
  const { left, width, top, height } = plot.bbox;
  ctx.save();
  const written: { readonly from: number; readonly to: number; readonly y: number }[] = [];
  // The best is named first; what would be written over it is left to the read-out.
  for (const mark of chart.marks.toSorted((a, b) => b.y - a.y)) {
    const x = plot.valToPos(mark.x, 'x', true);
    const y = plot.valToPos(mark.y, 'y', true);
    if (x < left || x > left + width || y < top || y > top + height) continue;
    ctx.strokeStyle = colour(runColour(mark.run.id));
    ctx.lineWidth = 1.5 * ratio;
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.arc(x, y, 4.5 * ratio, 0, 2 * Math.PI);
    ctx.stroke();
    ctx.setLineDash([2 * ratio, 3 * ratio]);
    ctx.lineWidth = ratio;
    ctx.beginPath();
    ctx.moveTo(x, y + 4 * ratio);
    ctx.lineTo(x, top + height);
    ctx.stroke();
    ctx.fillStyle = colour('--text');
    ctx.font = `500 ${11 * ratio}px "Inter Variable", sans-serif`;
    const right = x < left + width - 90 * ratio;
    ctx.textAlign = right ? 'left' : 'right';
    // Above the curve where there is room, else beneath it.
    const above = y > top + 16 * ratio;
    const at = [x + (right ? 8 : -8) * ratio, y + (above ? -8 : 18) * ratio] as const;
    const wide = ctx.measureText(mark.words).width;
    const from = right ? at[0] : at[0] - wide;
    if (written.some((other) => from < other.to && from + wide > other.from && Math.abs(at[1] - other.y) < 14 * ratio)) continue;
    written.push({ from, to: from + wide, y: at[1] });
    // Readable over the curves.
    ctx.setLineDash([]);
    ctx.strokeStyle = colour('--panel');
    ctx.lineWidth = 3 * ratio;
    ctx.strokeText(mark.words, ...at);
    ctx.fillText(mark.words, ...at);
  }
  ctx.restore();
}
