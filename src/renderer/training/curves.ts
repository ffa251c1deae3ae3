// What the charts draw: the records of runs as columns over their epochs, steps or hours. Pure.
import type { RunSummary } from '../../shared/contract/runs';
import type { EpochRecord } from '../../shared/domain';
import type { CurveSettings } from '../state/curveSettings';
import type { Measure } from './measures';
import { smoothed } from './smoothing';

export interface CurveRun {
  readonly id: number;
  readonly name: string;
  readonly epochs: readonly EpochRecord[];
  /** The best epoch, to be marked. */
  readonly best: number | null;
  /** Epochs asked for: as far as the axis goes. */
  readonly until: number;
  readonly stepsPerEpoch: number;
  readonly heldOutFrames: number;
  readonly threshold: number;
}

/** A value of a curve that was measured: its place on the axis, the epoch, as it is and as it is drawn. */
export interface Point {
  readonly x: number;
  readonly epoch: number;
  readonly raw: number | null;
  readonly value: number | null;
}

export interface Curve {
  readonly run: CurveRun;
  /** 'train', 'held-out', 'mean' ... */
  readonly label: string;
  readonly dashed: boolean;
  readonly points: readonly Point[];
}

export interface Chart {
  readonly curves: readonly Curve[];
  /** All places on the axis where a curve has a point, ascending. */
  readonly x: readonly number[];
  /** Where the axis begins and ends. */
  readonly from: number;
  readonly until: number;
  readonly marks: readonly { readonly x: number; readonly y: number; readonly run: CurveRun; readonly words: string }[];
}

export type Axis = CurveSettings['axis'];

/** How far ahead the axis of a run that goes on reaches: of thousands of epochs that were asked for, the first ones would be one line upright. */
function horizon(done: number): number {
  let epochs = 50;
  while (epochs < done * 1.25) epochs *= 2;
  return epochs;
}

export const curveRun = (run: RunSummary, epochs: readonly EpochRecord[], goesOn: boolean): CurveRun => ({
  ...{ id: run.id, name: run.name, epochs, best: run.bestEpoch },
  until: goesOn ? Math.min(run.config.epochs, horizon(run.epochs)) : run.epochs,
  stepsPerEpoch: Math.max(1, Math.ceil(run.trainFrames / run.config.batch)),
  ...{ heldOutFrames: run.heldOutFrames, threshold: run.config.threshold },
});

/** Where a run's epochs lie: by their number, by the steps that were taken when they ended, or by the seconds that they and those before took. */
export function placesOf(run: CurveRun, axis: Axis): number[] {
  let seconds = 0;
  return run.epochs.map((record) => {
    seconds += record.seconds;
    return axis === 'epoch' ? record.epoch : axis === 'step' ? record.epoch * run.stepsPerEpoch : seconds;
  });
}

/** Where the axis of a run ends: where its last epoch will lie. */
function endOf(run: CurveRun, axis: Axis, places: readonly number[]): number {
  if (axis === 'epoch') return run.until;
  if (axis === 'step') return run.until * run.stepsPerEpoch;
  const last = places.at(-1) ?? 0;
  return run.epochs.length === 0 ? 0 : (last * Math.max(run.until, run.epochs.length)) / run.epochs.length;
}

/** A reading that a run does not have draws nothing and is not named. */
export function chartOf(
  runs: readonly CurveRun[],
  measure: Measure,
  { axis, smoothing }: Pick<CurveSettings, 'axis' | 'smoothing'>,
): Chart {
  const curves: Curve[] = [];
  const marks: Chart['marks'][number][] = [];
  const at = new Set<number>();
  let until = 0;
  for (const run of runs) {
    const places = placesOf(run, axis);
    for (const place of places) at.add(place);
    until = Math.max(until, endOf(run, axis, places));
    for (const { name, dashed, read, mark } of measure.readings) {
      const raw = run.epochs.map(read);
      if (raw.every((value) => value === null)) continue;
      const drawn = smoothed(raw, smoothing);
      const points = run.epochs.map(({ epoch }, i) => ({ x: places[i]!, epoch, raw: raw[i] ?? null, value: drawn[i] ?? null }));
      curves.push({ run, label: name, dashed, points });
      const best = mark ? points.find(({ epoch }) => epoch === run.best) : undefined;
      // The mark says the number that was measured, and stands at it.
      if (best && best.raw !== null) marks.push({ x: best.x, y: best.raw, run, words: `${best.raw.toFixed(3)} at ${best.epoch}` });
    }
  }
  const x = [...at].sort((a, b) => a - b);
  return { curves, x, from: axis === 'time' ? 0 : (x[0] ?? 1), until, marks };
}

/** A chart's values by its own `x`: undefined where a curve has no point (another curve's place), null where nothing was measured. */
export function columnOf(
  chart: Chart,
  curve: Curve,
  which: 'raw' | 'value',
  places: ReadonlyMap<number, number>,
): (number | null | undefined)[] {
  const column = new Array<number | null | undefined>(chart.x.length).fill(undefined);
  for (const point of curve.points) column[places.get(point.x)!] = point[which];
  return column;
}

/** Colours of runs in the order in which they were made: a run keeps its colour as long as it is there. */
export const runColour = (id: number): string => `var(--run-${((id - 1) % 6) + 1})`;

export const SHAPES = ['circle', 'square', 'triangle', 'diamond', 'down', 'cross', 'plus'] as const;
export type Shape = (typeof SHAPES)[number];
/** Beside the colour, for those who do not tell colours apart: seven shapes and six colours, so that 42 runs differ in both together. */
export const runShape = (id: number): Shape => SHAPES[(id - 1) % SHAPES.length]!;
