// How uPlot is to draw a chart: its scales, axes and strokes in the theme's colours, and what is asked of the pointer.
import type uPlot from 'uplot';
import { clock, short, whole } from '../format';
import { columnOf, runColour, type Axis, type Chart } from './curves';
import { drawMarks, drawShapes } from './plotMarks';

/** Canvas knows no CSS variables: they are looked up when the chart is made. */
export function colour(name: string): string {
  const variable = /^var\((.+)\)$/.exec(name)?.[1] ?? name;
  return getComputedStyle(document.documentElement).getPropertyValue(variable).trim() || '#888';
}

/** uPlot's columns: the axis; of each curve what is drawn; and, where it is smoothed, what was measured. */
export function dataOf(chart: Chart, smooth: boolean): uPlot.AlignedData {
  const places = new Map(chart.x.map((x, i) => [x, i]));
  const raw = smooth ? chart.curves.map((curve) => columnOf(chart, curve, 'raw', places)) : [];
  return [[...chart.x], ...raw, ...chart.curves.map((curve) => columnOf(chart, curve, 'value', places))] as uPlot.AlignedData;
}

function rangeOf(low: number | null, high: number | null, log: boolean): [number, number] {
  if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high)) return log ? [0.01, 1] : [0, 1];
  if (log) return low > 0 ? [low / 1.15, high * 1.15] : [0.01, 1];
  if (low === 0 && high === 0) return [0, 1];
  const room = Math.max((high - low) * 0.08, Math.abs(high) * 0.004, 1e-9);
  // No measure is below nothing.
  return [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
}

/** Ticks of a logarithmic axis that stay apart: 1, 2, 5 of each power. */
function logTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const step of [1, 2, 5]) {
      const tick = step * 10 ** power;
      if (tick >= low && tick <= high) ticks.push(Number(tick.toPrecision(1)));
    }
  }
  return ticks.length > 1 ? ticks : [Number(low.toPrecision(2)), Number(high.toPrecision(2))];
}

/** As short as it can be said: 0.5, 0.05, 0.95, 1e-5. */
const tickWords = (tick: number): string => {
  const plain = `${Number(tick.toPrecision(3))}`;
  return plain.length > 6 ? tick.toExponential(0).replace('e-0', 'e-') : plain;
};

export const placeWords = (x: number, axis: Axis): string => (axis === 'time' ? clock(x) : axis === 'step' ? short(x) : whole(x));

const WHOLE_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000];
const SECONDS = [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400, 28_800, 86_400, 172_800, 604_800];

export interface PlotAsk {
  readonly chart: Chart;
  readonly axis: Axis;
  readonly log: boolean;
  readonly smooth: boolean;
  /** What was zoomed to, if anything. */
  readonly zoom: () => readonly [number, number] | null;
  readonly onZoom: (range: readonly [number, number] | null) => void;
  readonly onCursor: (plot: uPlot) => void;
}

export function plotOptions({ chart, axis, log, smooth, zoom, onZoom, onCursor }: PlotAsk): uPlot.Options {
  const dim = colour('--dim');
  const font = '10px "Inter Variable", sans-serif';
  const line = { stroke: dim, font, grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, gap: 6 };
  const whole: [number, number] = [chart.from, Math.max(chart.x.at(-1) ?? chart.from, chart.until, chart.from + 1)];
  const several = chart.curves.some((curve) => curve.run !== chart.curves[0]?.run);
  const raws = smooth ? chart.curves.length : 0;
  const fit = (plot: uPlot, range: readonly [number, number] | null): void => {
    onZoom(range);
    const [min, max] = range ?? whole;
    plot.setScale('x', { min, max });
  };
  return {
    width: 100,
    height: 100,
    // At the right, room for half of the last place's words.
    padding: [10, 18, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      // One dot a curve, where the curve has a point; a hundred would hide the curves.
      points: { show: chart.curves.length <= 24, size: 7, width: 1.5, fill: colour('--panel') },
      drag: { x: true, y: false, setScale: false, dist: 5 },
      dataIdx: (plot, series, closest) => (series <= raws ? null : nearestPoint(plot.data[series]!, plot.data[0]!, closest)),
      bind: {
        dblclick: (plot) => () => {
          fit(plot, null);
          return null;
        },
      },
    },
    scales: {
      x: { time: false, range: () => [...(zoom() ?? whole)] as [number, number] },
      y: {
        ...(log ? { distr: 3 as const, log: 10 as const } : {}),
        range: (_, low, high) => rangeOf(low, high, log),
      },
    },
    axes: [
      {
        ...line,
        grid: { show: false },
        size: 24,
        space: axis === 'time' ? 56 : 48,
        values: (_, ticks) => ticks.map((tick) => placeWords(tick, axis)),
        incrs: axis === 'time' ? SECONDS : WHOLE_STEPS,
      },
      {
        ...line,
        size: 46,
        space: 32,
        values: (_, ticks) => ticks.map((tick) => (tick === null ? '' : tickWords(tick))),
        ...(log
          ? {
              splits: (_: uPlot, __: number, low: number, high: number) => logTicks(low, high),
              filter: (_: uPlot, ticks: number[]) => ticks,
            }
          : {}),
      },
    ],
    series: [
      {},
      ...(smooth ? chart.curves : []).map((curve) => ({
        label: `${curve.label} as measured`,
        stroke: `${colour(runColour(curve.run.id))}4d`,
        width: 1,
        points: { show: false },
      })),
      ...chart.curves.map((curve) => ({
        label: curve.label,
        stroke: colour(runColour(curve.run.id)),
        width: 1.5,
        ...(curve.dashed ? { dash: [4, 3] } : {}),
        // A line needs two points: one alone is a dot.
        points: { show: curve.points.filter((point) => point.value !== null).length < 2, size: 6, fill: colour(runColour(curve.run.id)) },
      })),
    ],
    hooks: {
      setCursor: [onCursor],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < 5) return;
          const range = [plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')] as const;
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          fit(plot, range);
        },
      ],
      draw: [
        (plot) => {
          if (several) drawShapes(plot, chart, (id) => colour(runColour(id)), colour('--panel'));
          drawMarks(plot, chart, colour);
        },
      ],
    },
  };
}

/** Of a column with places of other curves in it: the index of its own point that lies nearest to that of `closest`. */
export function nearestPoint(column: ArrayLike<number | null | undefined>, x: ArrayLike<number>, closest: number): number | null {
  const there = (i: number): boolean => column[i] !== undefined && column[i] !== null;
  let before = closest;
  while (before >= 0 && !there(before)) before--;
  let after = closest;
  while (after < column.length && !there(after)) after++;
  if (before < 0) return after < column.length ? after : null;
  if (after >= column.length) return before;
  return x[closest]! - x[before]! <= x[after]! - x[closest]! ? before : after;
}
