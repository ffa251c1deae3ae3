// What runs predicted, and the scores of it.
import type { Confusion, FrameId, RunId, Split, VersionId } from '../../shared/domain';
import { all, one, run, type ReadableDb, type WritableDb } from './database';

export interface StoredPrediction {
  readonly frame: FrameId;
  readonly width: number;
  readonly height: number;
  readonly deflated: Uint8Array<ArrayBuffer>;
}
export type NewPrediction = Omit<StoredPrediction, 'deflated'> & { readonly deflated: Uint8Array };
export interface StoredScore {
  readonly frame: FrameId;
  readonly version: VersionId;
  readonly counts: Confusion;
  readonly iou: number;
}

export const storedPrediction = (db: ReadableDb, id: RunId, epoch: number, frame: FrameId): StoredPrediction | undefined =>
  one<StoredPrediction>(
    db,
    'SELECT frame, width, height, deflated FROM prediction WHERE run = ? AND epoch = ? AND frame = ?',
    id,
    epoch,
    frame,
  );

export const predictedFrames = (db: ReadableDb, id: RunId, epoch: number): Set<FrameId> =>
  new Set(all<{ frame: FrameId }>(db, 'SELECT frame FROM prediction WHERE run = ? AND epoch = ?', id, epoch).map((row) => row.frame));

export function putPrediction(db: WritableDb, id: RunId, epoch: number, made: NewPrediction): void {
  run(
    db,
    `INSERT INTO prediction (run, epoch, frame, width, height, deflated) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (run, epoch, frame) DO UPDATE SET width = excluded.width, height = excluded.height, deflated = excluded.deflated`,
    id,
    epoch,
    made.frame,
    made.width,
    made.height,
    made.deflated,
  );
}

export function putScore(db: WritableDb, id: RunId, epoch: number, made: StoredScore): void {
  const { tp, fp, fn, tn } = made.counts;
  run(
    db,
    `INSERT INTO score (run, epoch, frame, version, tp, fp, fn, tn, iou) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (run, epoch, frame) DO UPDATE SET version = excluded.version, tp = excluded.tp, fp = excluded.fp, fn = excluded.fn,
       tn = excluded.tn, iou = excluded.iou`,
    id,
    epoch,
    made.frame,
    made.version,
    tp,
    fp,
    fn,
    tn,
    made.iou,
  );
}

/** In natural order of the frames' names; `split` is what the frame was to this run. */
export function storedScores(db: ReadableDb, id: RunId, epoch: number): (StoredScore & { split: Split })[] {
  const rows = all<{ frame: FrameId; version: VersionId; split: Split; iou: number } & Confusion>(
    db,
    `SELECT s.frame, s.version, coalesce(p.split, 'none') AS split, s.iou, s.tp, s.fp, s.fn, s.tn
     FROM score s JOIN frame f ON f.id = s.frame LEFT JOIN run_frame p ON p.run = s.run AND p.frame = s.frame
     WHERE s.run = ? AND s.epoch = ? ORDER BY f.sort_key, f.name`,
    id,
    epoch,
  );
  return rows.map(({ tp, fp, fn, tn, ...rest }) => ({ ...rest, counts: { tp, fp, fn, tn } }));
}
