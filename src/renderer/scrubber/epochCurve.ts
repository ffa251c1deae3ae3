// What the epoch ruler draws: where each epoch lies, and the curves behind the ticks.
import type { RunDetail } from '../../shared/contract/runs';
import type { EpochRecord } from '../../shared/domain';

/** Epochs on the ruler: all that were asked for, more when the run went on beyond. */
export const epochsOn = (detail: RunDetail): number =>
  Math.max(1, detail.run.config.epochs, detail.epochs.at(-1)?.epoch ?? 0, ...detail.checkpoints.map(({ epoch }) => epoch));

/** CSS pixels from the ruler's left edge: epochs stand in the middle of equal parts. */
export const xOf = (epoch: number, width: number, epochs: number): number => ((epoch - 0.5) * width) / epochs;

export const epochAt = (x: number, width: number, epochs: number): number =>
  Math.min(epochs, Math.max(1, Math.floor((x / Math.max(1, width)) * epochs) + 1));

export interface CurveDot {
  readonly epoch: number;
  /** 0 at the foot, 1 at the top. */
  readonly y: number;
}

/** The values that are known, stretched to the ruler's height; a flat curve lies in its middle. */
export function curveOf(records: readonly EpochRecord[], value: (record: EpochRecord) => number | null): CurveDot[] {
  const known = records.flatMap((record) => {
    const v = value(record);
    return v === null || !Number.isFinite(v) ? [] : [{ epoch: record.epoch, v }];
  });
  const low = Math.min(...known.map(({ v }) => v));
  const high = Math.max(...known.map(({ v }) => v));
  return known.map(({ epoch, v }) => ({ epoch, y: high === low ? 0.5 : (v - low) / (high - low) }));
}
