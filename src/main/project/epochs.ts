// Finished epochs of a run and the checkpoints whose files are kept.
import type { CheckpointRecord, EpochRecord, RunId, SetScore } from '../../shared/domain';
import { all, one, run, type ReadableDb, type WritableDb } from './database';

export interface StoredCheckpoint extends CheckpointRecord {
  /** File name inside the run's folder. */
  readonly file: string;
  readonly sha256: string;
}

/** Call inside a transaction. */
export function addEpoch(db: WritableDb, id: RunId, record: EpochRecord): void {
  const score = record.heldOut;
  run(
    db,
    `INSERT INTO epoch (run, epoch, loss, held_out_loss, threshold, frames, mean_iou, pooled_iou, precision, recall, f1, seconds, images_per_second, learning_rate,
       step_seconds, wait_seconds)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    record.epoch,
    record.loss,
    record.heldOutLoss,
    score.threshold,
    score.frames,
    score.meanIoU,
    score.pooledIoU,
    score.precision,
    score.recall,
    score.f1,
    record.seconds,
    record.imagesPerSecond,
    record.learningRate,
    record.stepSeconds,
    record.waitSeconds,
  );
}

/** For an epoch that was not scored when it was recorded. */
export function setEpochScore(db: WritableDb, id: RunId, epoch: number, score: SetScore): void {
  run(
    db,
    `UPDATE epoch SET threshold = ?, frames = ?, mean_iou = ?, pooled_iou = ?, precision = ?, recall = ?, f1 = ? WHERE run = ? AND epoch = ?`,
    ...[score.threshold, score.frames, score.meanIoU, score.pooledIoU, score.precision, score.recall, score.f1],
    id,
    epoch,
  );
}

interface EpochRow {
  epoch: number;
  loss: number | null;
  heldOutLoss: number | null;
  threshold: number;
  frames: number;
  meanIoU: number | null;
  pooledIoU: number | null;
  precision: number | null;
  recall: number | null;
  f1: number | null;
  seconds: number;
  imagesPerSecond: number;
  learningRate: number;
  stepSeconds: number | null;
  waitSeconds: number | null;
}

/** Ascending. */
export const epochNumbers = (db: ReadableDb, id: RunId): number[] =>
  all<{ epoch: number }>(db, 'SELECT epoch FROM epoch WHERE run = ? ORDER BY epoch', id).map((row) => row.epoch);

export function epochRecords(db: ReadableDb, id: RunId): EpochRecord[] {
  const rows = all<EpochRow>(
    db,
    `SELECT epoch, loss, held_out_loss AS heldOutLoss, threshold, frames, mean_iou AS meanIoU, pooled_iou AS pooledIoU, precision, recall, f1,
       seconds, images_per_second AS imagesPerSecond, learning_rate AS learningRate,
       step_seconds AS stepSeconds, wait_seconds AS waitSeconds FROM epoch WHERE run = ? ORDER BY epoch`,
    id,
  );
  return rows.map(({ threshold, frames, meanIoU, pooledIoU, precision, recall, f1, ...rest }) => ({
    ...rest,
    heldOut: { threshold, frames, meanIoU, pooledIoU, precision, recall, f1 },
  }));
}

/** Everything recorded after `epoch` is forgotten: training goes on from there. Answers the file names of dropped checkpoints. */
export function forgetEpochsAfter(db: WritableDb, id: RunId, epoch: number): string[] {
  const files = all<{ file: string }>(db, 'SELECT file FROM checkpoint WHERE run = ? AND epoch > ?', id, epoch).map((row) => row.file);
  for (const table of ['epoch', 'checkpoint', 'prediction', 'score', 'measure']) {
    run(db, `DELETE FROM ${table} WHERE run = ? AND epoch > ?`, id, epoch);
  }
  return files;
}

type CheckpointRow = Omit<StoredCheckpoint, 'best' | 'last' | 'kept'> & { best: number; last: number; kept: number };

/** By epoch. */
export const checkpoints = (db: ReadableDb, id: RunId): StoredCheckpoint[] =>
  all<CheckpointRow>(db, 'SELECT epoch, file, sha256, bytes, best, last, kept FROM checkpoint WHERE run = ? ORDER BY epoch', id).map(
    (row) => ({
      ...row,
      best: row.best === 1,
      last: row.last === 1,
      kept: row.kept === 1,
    }),
  );

/** Adds the newest checkpoint and drops the rows of those that nothing keeps any more; answers their file names, to be deleted after the commit. */
export function addCheckpoint(
  db: WritableDb,
  id: RunId,
  made: { readonly epoch: number; readonly file: string; readonly sha256: string; readonly bytes: number },
  keepEvery: number,
): string[] {
  const kept = keepEvery > 0 && made.epoch % keepEvery === 0 ? 1 : 0;
  run(db, 'UPDATE checkpoint SET last = 0 WHERE run = ?', id);
  run(
    db,
    'INSERT INTO checkpoint (run, epoch, file, sha256, bytes, best, last, kept) VALUES (?, ?, ?, ?, ?, 0, 1, ?)',
    id,
    made.epoch,
    made.file,
    made.sha256,
    made.bytes,
    kept,
  );
  return markBest(db, id);
}

/** Moves the 'best' mark to where it belongs; answers the file names of checkpoints that nothing keeps any more. */
export function markBest(db: WritableDb, id: RunId): string[] {
  const best = one<{ epoch: number }>(
    db,
    `SELECT c.epoch FROM checkpoint c JOIN epoch e ON e.run = c.run AND e.epoch = c.epoch
     WHERE c.run = ? ORDER BY e.mean_iou IS NULL, e.mean_iou DESC, e.epoch LIMIT 1`,
    id,
  );
  run(db, 'UPDATE checkpoint SET best = (epoch = ?) WHERE run = ?', best?.epoch ?? 0, id);
  run(db, 'UPDATE checkpoint SET last = (epoch = (SELECT max(epoch) FROM checkpoint WHERE run = ?)) WHERE run = ?', id, id);
  const dropped = all<{ file: string }>(db, 'SELECT file FROM checkpoint WHERE run = ? AND NOT (best OR last OR kept)', id);
  run(db, 'DELETE FROM checkpoint WHERE run = ? AND NOT (best OR last OR kept)', id);
  return dropped.map((row) => row.file);
}
