// What the charts draw: the records of runs as columns over their epochs. Pure.
import type { EpochRecord } from '../../shared/domain';

export interface CurveRun {
  readonly name: string;
  /** A CSS colour. */
  readonly colour: string;
  readonly epochs: readonly EpochRecord[];
  /** The best epoch, to be marked. */
  readonly best: number | null;
  /** Epochs asked for: as far as the axis goes. */
  readonly until: number;
}

export interface Curve {
  readonly run: string;
  /** 'train', 'held-out', 'mean' ... */
  readonly label: string;
  readonly colour: string;
  readonly dashed: boolean;
  readonly values: readonly (number | null)[];
}

export interface Chart {
  /** Epochs, ascending. */
  readonly x: readonly number[];
  /** Where the axis ends. */
  readonly until: number;
  readonly curves: readonly Curve[];
  readonly marks: readonly { readonly x: number; readonly y: number; readonly colour: string; readonly words: string }[];
}

type Reading = (epoch: EpochRecord) => number | null;

function chart(runs: readonly CurveRun[], readings: readonly { name: string; dashed: boolean; read: Reading; mark?: boolean }[]): Chart {
  const x = [...new Set(runs.flatMap((run) => run.epochs.map((epoch) => epoch.epoch)))].sort((a, b) => a - b);
  const curves: Curve[] = [];
  const marks: Chart['marks'][number][] = [];
  for (const run of runs) {
    const byEpoch = new Map(run.epochs.map((epoch) => [epoch.epoch, epoch]));
    for (const { name, dashed, read, mark } of readings) {
      const values = x.map((epoch) => {
        const record = byEpoch.get(epoch);
        return record ? read(record) : null;
      });
      // A reading that this run does not have (no held-out frames, say) draws nothing and is not named.
      if (values.every((value) => value === null)) continue;
      curves.push({ run: run.name, label: name, colour: run.colour, dashed, values });
      const best = mark && run.best !== null ? byEpoch.get(run.best) : undefined;
      const y = best && read(best);
      if (best && typeof y === 'number') marks.push({ x: best.epoch, y, colour: run.colour, words: `${y.toFixed(3)} at ${best.epoch}` });
    }
  }
  return { x, until: Math.max(0, ...runs.map((run) => run.until)), curves, marks };
}

export const lossChart = (runs: readonly CurveRun[]): Chart =>
  chart(runs, [
    { name: 'train', dashed: false, read: (epoch) => epoch.loss },
    { name: 'held-out', dashed: true, read: (epoch) => epoch.heldOutLoss },
  ]);

export const iouChart = (runs: readonly CurveRun[]): Chart =>
  chart(runs, [
    { name: 'mean', dashed: false, read: (epoch) => epoch.heldOut.meanIoU, mark: true },
    { name: 'pooled', dashed: true, read: (epoch) => epoch.heldOut.pooledIoU },
  ]);

/** Colours of runs in the order in which they were made: a run keeps its colour as long as it is there. */
export const runColour = (id: number): string => `var(--run-${((id - 1) % 6) + 1})`;
