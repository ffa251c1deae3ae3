// Parallel coordinates of runs: an axis for each setting that differs and for what came of it; a run is a line across them. Pure.
import type { RunSummary } from '../contract/runs';
import { comparedRuns } from './comparison';
import { optionValue, type RunOption } from './options';
import { bareValue } from './values';

export interface Tick {
  /** 0 at the bottom .. 1 at the top. */
  readonly at: number;
  readonly words: string;
}
export interface Axis {
  /** The option's path; 'mean', 'pooled', 'seconds' for what came of it. */
  readonly key: string;
  readonly label: string;
  readonly sentence: string;
  readonly ticks: readonly Tick[];
  /** Where each run crosses it, 0..1, in the order of the runs; null where it has no such value. */
  readonly at: readonly (number | null)[];
  /** What each run has there, in words. */
  readonly words: readonly (string | null)[];
}

/** Every run its own: says nothing of why one is better. */
const OWN: ReadonlySet<string> = new Set(['seed']);

/** That an option means nothing in some of the runs sets them apart by another option already. */
const several = (values: readonly (string | null)[]): boolean => new Set(values.filter((value) => value !== null)).size > 1;

export function axesOf(runs: readonly RunSummary[]): Axis[] {
  const options = comparedRuns(runs.map((run) => run.config)).filter(({ option, values }) => several(values) && !OWN.has(option.path));
  return [
    ...options.map(({ option, values }) => optionAxis(option, runs, values)),
    ...OUTCOMES.map(({ read, write, ...named }) => numberAxis(named, runs.map(read), write)),
  ];
}

const three = (value: number): string => value.toFixed(3);
const minutes = (seconds: number): string => (seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`);
const OUTCOMES = [
  { key: 'seconds', label: 'Time', sentence: 'Time spent training', read: (run: RunSummary) => run.seconds, write: minutes },
  {
    ...{ key: 'pooled', label: 'Pooled IoU', sentence: 'Held-out pooled IoU at the best epoch', write: three },
    read: (run: RunSummary) => run.bestPooledIoU,
  },
  {
    ...{ key: 'mean', label: 'Mean IoU', sentence: 'Held-out mean IoU at the best epoch', write: three },
    read: (run: RunSummary) => run.bestMeanIoU,
  },
];

type Named = Pick<Axis, 'key' | 'label' | 'sentence'>;

function optionAxis(option: RunOption, runs: readonly RunSummary[], inWords: readonly (string | null)[]): Axis {
  const named = { key: option.path, label: option.label, sentence: option.sentence };
  const values = runs.map((run, index) => (inWords[index] === null ? null : optionValue(run.config, option.path)));
  if (option.takes.kind === 'integer' || option.takes.kind === 'decimal')
    return numberAxis(named, values as (number | null)[], (value) => bareValue(option, value));
  // Words: as the option lists them, evenly spread.
  const order = option.takes.kind === 'choice' ? option.takes.choices.map(({ value }): unknown => value) : [false, true];
  const found = order.filter((value) => values.includes(value));
  const place = (value: unknown): number => (found.length < 2 ? 0.5 : found.indexOf(value) / (found.length - 1));
  return {
    ...named,
    ticks: found.map((value) => ({ at: place(value), words: bareValue(option, value) })),
    at: values.map((value) => (value === null ? null : place(value))),
    words: inWords,
  };
}

/** At most this many ticks, each at a value that a run has. */
const TICKS = 5;

/** Logarithmic where the values span more than a factor of eight. */
function numberAxis(named: Named, values: readonly (number | null)[], write: (value: number) => string): Axis {
  const known = [...new Set(values.filter((value): value is number => value !== null))].sort((a, b) => a - b);
  const [low = 0, high = 0] = [known[0], known.at(-1)];
  const scale = low > 0 && high / low > 8 ? Math.log : (value: number): number => value;
  const [from, to] = [scale(low), scale(high)];
  const place = (value: number): number => (to > from ? (scale(value) - from) / (to - from) : 0.5);
  const ticks: Tick[] = [];
  const room = 1 / TICKS;
  // Lowest and highest for sure; those between where there is room.
  for (const value of known) {
    const at = place(value);
    const last = ticks.at(-1);
    if (value !== high && ((last && at - last.at < room) || (value !== low && 1 - at < room))) continue;
    ticks.push({ at, words: write(value) });
  }
  return {
    ...named,
    ticks,
    at: values.map((value) => (value === null ? null : place(value))),
    words: values.map((value) => (value === null ? null : write(value))),
  };
}

/** From .. to on an axis, 0..1. */
export interface Brush {
  readonly from: number;
  readonly to: number;
}

/** The places, in the order of the runs, of those that pass every brush; a run without a value on a brushed axis does not. */
export function brushed(axes: readonly Axis[], brushes: ReadonlyMap<string, Brush>, count: number): number[] {
  const asked = axes.flatMap((axis) => {
    const brush = brushes.get(axis.key);
    return brush ? [{ axis, brush }] : [];
  });
  const passes = (run: number): boolean =>
    asked.every(({ axis, brush }) => {
      const at = axis.at[run] ?? null;
      return at !== null && at >= brush.from - 1e-9 && at <= brush.to + 1e-9;
    });
  return Array.from({ length: count }, (_, run) => run).filter(passes);
}

/**
 * The run whose line passes nearest to a point, or null where none is within `reach`. `gap`: pixels between two axes; `height`: of an axis.
 * x from the first axis, y from the top, in pixels.
 */
export function nearestLine(
  axes: readonly Axis[],
  count: number,
  { x, y, gap, height, reach }: { x: number; y: number; gap: number; height: number; reach: number },
): number | null {
  const left = Math.min(axes.length - 2, Math.max(0, Math.floor(x / gap)));
  const [a, b] = [axes[left], axes[left + 1]];
  if (!a || !b) return null;
  const part = Math.min(1, Math.max(0, x / gap - left));
  let [nearest, away] = [null as number | null, reach];
  for (let run = 0; run < count; run++) {
    const [p, q] = [a.at[run] ?? null, b.at[run] ?? null];
    if (p === null || q === null) continue;
    // Across the line, not straight up: a steep one is as easy to hit.
    const steep = Math.hypot(1, ((q - p) * height) / gap);
    const distance = Math.abs((1 - (p + (q - p) * part)) * height - y) / steep;
    if (distance < away) [nearest, away] = [run, distance];
  }
  return nearest;
}
