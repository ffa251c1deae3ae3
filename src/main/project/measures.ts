// Numbers that frames are ordered by, with the epoch and the mask version that they belong to.
import type { FrameId, RunId, VersionId } from '../../shared/domain';
import { all, run, type ReadableDb, type WritableDb } from './database';

export interface StoredMeasure {
  readonly frame: FrameId;
  readonly epoch: number;
  /** 0 where no mask counts. */
  readonly version: VersionId | 0;
  readonly value: number;
}

/** Of each frame the number at `epoch`, else at the latest epoch that has one. */
export const storedMeasures = (db: ReadableDb, id: RunId, kind: string, epoch: number): StoredMeasure[] =>
  all<StoredMeasure & { rank: number }>(
    db,
    // SQLite takes the other columns from the row that has the maximum.
    `SELECT frame, epoch, version, value, max(CASE epoch WHEN ? THEN 1e9 ELSE epoch END) AS rank
     FROM measure WHERE run = ? AND kind = ? GROUP BY frame`,
    epoch,
    id,
    kind,
  ).map(({ rank: _, ...row }) => row);

export function putMeasure(db: WritableDb, id: RunId, kind: string, made: StoredMeasure): void {
  run(
    db,
    `INSERT INTO measure (run, kind, frame, epoch, version, value) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (run, kind, frame, epoch) DO UPDATE SET version = excluded.version, value = excluded.value`,
    id,
    kind,
    made.frame,
    made.epoch,
    made.version,
    made.value,
  );
}
