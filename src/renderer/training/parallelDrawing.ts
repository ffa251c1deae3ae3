// Draws the lines and axes of parallel coordinates. Pure but for the canvas that it is given.
import type { RunSummary } from '../../shared/contract/runs';
import type { Axis, Brush } from '../../shared/training/parallel';
import type { Colours, Size } from '../scrubber/useRulerCanvas';

/** Pixels: beside the first and last axis, above and below the lines. */
export const EDGE = { left: 26, right: 74, top: 8, bottom: 10 } as const;

export interface Places {
  /** Pixels between two axes. */
  readonly gap: number;
  /** Of an axis. */
  readonly height: number;
  x(axis: number): number;
  y(at: number): number;
}
export function placesIn({ width, height }: Size, axes: number): Places {
  const gap = (width - EDGE.left - EDGE.right) / Math.max(1, axes - 1);
  const inside = height - EDGE.top - EDGE.bottom;
  return { gap, height: inside, x: (axis) => EDGE.left + axis * gap, y: (at) => EDGE.top + (1 - at) * inside };
}

/** 0..1 of each run by its mean IoU among these; null without a score. */
export function shades(runs: readonly RunSummary[]): (number | null)[] {
  const scores = runs.map((run) => run.bestMeanIoU);
  const known = scores.filter((score): score is number => score !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return scores.map((score) => (score === null ? null : high > low ? (score - low) / (high - low) : 1));
}

function mixed(low: string, high: string, share: number): string {
  const part = (hex: string, at: number): number => parseInt(hex.slice(at, at + 2), 16);
  const at = (k: number): number => Math.round(part(low, k) + (part(high, k) - part(low, k)) * share);
  return `rgb(${at(1)} ${at(3)} ${at(5)})`;
}

export interface Lines {
  readonly axes: readonly Axis[];
  readonly shades: readonly (number | null)[];
  /** Bright: they are chosen, or pass the brushes. Empty = all alike. */
  readonly bright: ReadonlySet<number>;
}

export function drawLines(context: CanvasRenderingContext2D, size: Size, colour: Colours, { axes, shades: shade, bright }: Lines): void {
  const places = placesIn(size, axes.length);
  context.clearRect(0, 0, size.width, size.height);
  const [low, high, none] = [colour('--run-1'), colour('--run-2'), colour('--edge')];
  const order = shade
    .map((_, run) => run)
    .sort((a, b) => Number(bright.has(a)) - Number(bright.has(b)) || (shade[a] ?? -1) - (shade[b] ?? -1));
  for (const run of order) {
    const of = shade[run] ?? null;
    context.strokeStyle = of === null ? none : mixed(low, high, of);
    context.globalAlpha = bright.size === 0 ? Math.max(0.25, Math.min(0.8, 24 / shade.length)) : bright.has(run) ? 1 : 0.1;
    context.lineWidth = bright.has(run) ? 1.75 : 1;
    strokeRun(context, axes, run, places);
  }
  context.globalAlpha = 1;
  drawAxes(context, axes, places, colour);
}

/** Broken where the run has no such value. */
export function strokeRun(context: CanvasRenderingContext2D, axes: readonly Axis[], run: number, { x, y }: Places): void {
  context.beginPath();
  let joined = false;
  axes.forEach((axis, index) => {
    const at = axis.at[run] ?? null;
    if (at === null) joined = false;
    else if (joined) context.lineTo(x(index), y(at));
    else context.moveTo(x(index), y(at));
    joined = at !== null;
  });
  context.stroke();
}

function drawAxes(context: CanvasRenderingContext2D, axes: readonly Axis[], { x, y }: Places, colour: Colours): void {
  context.font = '10px "Inter Variable", sans-serif';
  context.textBaseline = 'middle';
  context.lineWidth = 1;
  axes.forEach((axis, index) => {
    const left = Math.round(x(index)) + 0.5;
    context.strokeStyle = colour('--edge');
    context.beginPath();
    context.moveTo(left, y(1));
    context.lineTo(left, y(0));
    context.stroke();
    for (const { at, words } of axis.ticks) {
      context.fillStyle = colour('--edge');
      context.fillRect(left - 3, y(at) - 0.5, 6, 1);
      // A rim, so that the words can be read over the lines.
      context.strokeStyle = colour('--panel');
      context.lineWidth = 3;
      context.strokeText(words, left + 6, y(at));
      context.lineWidth = 1;
      context.fillStyle = colour('--dim');
      context.fillText(words, left + 6, y(at));
    }
  });
}

export function drawBrush(context: CanvasRenderingContext2D, places: Places, axis: number, { from, to }: Brush, colour: Colours): void {
  const [top, bottom] = [places.y(to), places.y(from)];
  context.fillStyle = colour('--accent');
  context.globalAlpha = 0.22;
  context.fillRect(places.x(axis) - 7, top - 1, 14, bottom - top + 2);
  context.globalAlpha = 1;
  context.strokeStyle = colour('--accent');
  context.lineWidth = 1;
  context.strokeRect(Math.round(places.x(axis) - 7) + 0.5, Math.round(top - 1) + 0.5, 14, Math.max(2, Math.round(bottom - top + 2)));
}
