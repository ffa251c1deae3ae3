// One chart: uPlot drawn in the theme's colours, with its read-out at the pointer.
import { useEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { whole } from '../format';
import { useTheme } from '../state/theme';
import type { Chart, Curve } from './curves';

export interface PlotProps {
  title: string;
  said: string;
  chart: Chart;
  log?: boolean;
  /** How values are written. */
  write(value: number): string;
  controls?: React.ReactNode;
  /** Said while there is no point yet. */
  empty: string;
  /** What is said where epochs are finished and none has such a number. */
  unmeasured: string;
}

/** Canvas knows no CSS variables: they are looked up when the chart is made. */
function colour(name: string): string {
  const variable = /^var\((.+)\)$/.exec(name)?.[1] ?? name;
  return getComputedStyle(document.documentElement).getPropertyValue(variable).trim() || '#888';
}

function rangeOf(chart: Chart, log: boolean): [number, number] {
  const values = chart.curves.flatMap((curve) => curve.values).filter((value): value is number => value !== null && (!log || value > 0));
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (values.length === 0) return log ? [0.01, 1] : [0, 1];
  if (log) return [low / 1.15, high * 1.15];
  const room = Math.max((high - low) * 0.08, 0.005);
  // No score is below nothing.
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

/** As short as it can be said: 0.5, 0.05, 0.95. */
const tickWords = (tick: number): string => `${Number(tick.toPrecision(3))}`;

function options(chart: Chart, log: boolean, onPoint: (index: number | null) => void): uPlot.Options {
  const dim = colour('--dim');
  const line = colour('--line');
  const font = '10px "Inter Variable", sans-serif';
  const axis = { stroke: dim, font, grid: { stroke: line, width: 1 }, ticks: { show: false }, gap: 6 };
  const first = chart.x[0] ?? 1;
  return {
    width: 100,
    height: 100,
    // At the right, room for half of the last epoch's number.
    padding: [10, 18, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 7, width: 1.5, fill: colour('--panel') }, drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: () => [first, Math.max(chart.x.at(-1) ?? first, chart.until, first + 1)] },
      y: { ...(log ? { distr: 3 as const, log: 10 as const } : {}), range: () => rangeOf(chart, log) },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 24,
        space: 48,
        values: (_, ticks) => ticks.map(whole),
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000],
      },
      {
        ...axis,
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
      ...chart.curves.map((curve) => ({
        label: curve.label,
        stroke: colour(curve.colour),
        width: 1.5,
        ...(curve.dashed ? { dash: [4, 3] } : {}),
        spanGaps: false,
        points: { show: chart.x.length < 2, size: 6, fill: colour(curve.colour) },
      })),
    ],
    hooks: {
      setCursor: [(plot) => onPoint(plot.cursor.idx ?? null)],
      draw: [(plot) => drawMarks(plot, chart)],
    },
  };
}

function drawMarks(plot: uPlot, chart: Chart): void {
  const { ctx } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  for (const mark of chart.marks) {
    const x = plot.valToPos(mark.x, 'x', true);
    const y = plot.valToPos(mark.y, 'y', true);
    ctx.strokeStyle = colour(mark.colour);
    ctx.lineWidth = 1.5 * ratio;
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.arc(x, y, 4 * ratio, 0, 2 * Math.PI);
    ctx.stroke();
    ctx.setLineDash([2 * ratio, 3 * ratio]);
    ctx.lineWidth = ratio;
    ctx.beginPath();
    ctx.moveTo(x, y + 4 * ratio);
    ctx.lineTo(x, plot.bbox.top + plot.bbox.height);
    ctx.stroke();
    ctx.fillStyle = colour('--text');
    ctx.font = `500 ${11 * ratio}px "Inter Variable", sans-serif`;
    const right = x < plot.bbox.left + plot.bbox.width - 90 * ratio;
    ctx.textAlign = right ? 'left' : 'right';
    // Above the curve where there is room, else beneath it.
    const above = y > plot.bbox.top + 16 * ratio;
    const at = [x + (right ? 8 : -8) * ratio, y + (above ? -8 : 18) * ratio] as const;
    // Readable over the curves.
    ctx.setLineDash([]);
    ctx.strokeStyle = colour('--panel');
    ctx.lineWidth = 3 * ratio;
    ctx.strokeText(mark.words, ...at);
    ctx.fillText(mark.words, ...at);
  }
  ctx.restore();
}

export function Plot({ title, said, chart, log = false, write, controls, empty, unmeasured }: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const [index, setIndex] = useState<number | null>(null);
  const theme = useTheme();
  const shape = chart.curves.map((curve) => `${curve.label}${curve.colour}${curve.dashed}`).join();
  const latest = useRef(chart);
  latest.current = chart;
  const plot = useRef<uPlot | null>(null);

  // Made anew when the curves, the scale or the colours are others; fed when only values are new.
  useEffect(() => {
    const host = box.current;
    if (!host) return;
    const now = latest.current;
    const made = new uPlot(options(now, log, setIndex), dataOf(now), host);
    plot.current = made;
    const fit = (): void => made.setSize({ width: host.clientWidth, height: host.clientHeight });
    fit();
    const observer = new ResizeObserver(fit);
    observer.observe(host);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [shape, log, theme, chart.x, chart.until, chart.marks]);

  const shown = index === null ? chart.x.length - 1 : index;
  const runs = useMemo(() => [...new Set(chart.curves.map((curve) => curve.run))], [chart]);
  const valueOf = (curve: Curve): number | null => curve.values[shown] ?? (index === null ? lastOf(curve.values) : null);
  return (
    <section className="plot" aria-label={title}>
      <header>
        <b>{title}</b>
        <span className="dim grow cut" title={said}>
          {said}
        </span>
        {controls}
      </header>
      <div ref={box} className="plot-canvas">
        {chart.x.length === 0 && <p className="nothing dim">{empty}</p>}
        {chart.x.length > 0 && chart.curves.length === 0 && <p className="nothing dim">{unmeasured}</p>}
      </div>
      <footer>
        {chart.x.length > 0 && runs.length > 0 && (
          <span className="at dim">{index === null ? 'latest' : `epoch ${chart.x[shown] ?? ''}`}</span>
        )}
        {runs.map((run) => (
          <span key={run} className="key">
            {runs.length > 1 && <span className="cut">{run}</span>}
            {chart.curves
              .filter((curve) => curve.run === run)
              .map((curve) => {
                const value = valueOf(curve);
                return (
                  <span key={curve.label} className="reading" title={`${curve.run}, ${curve.label}`}>
                    <i className={curve.dashed ? 'stroke dashed' : 'stroke'} style={{ color: curve.colour }} />
                    {runs.length === 1 && <span className="dim">{curve.label}</span>}
                    <span className="num">{value === null ? '–' : write(value)}</span>
                  </span>
                );
              })}
          </span>
        ))}
      </footer>
    </section>
  );
}

const lastOf = (values: readonly (number | null)[]): number | null => values.findLast((value) => value !== null) ?? null;

/** uPlot's cursor draws nothing where there is no number. */
const dataOf = (chart: Chart): uPlot.AlignedData => [[...chart.x], ...chart.curves.map((curve) => [...curve.values])] as uPlot.AlignedData;
