// Frames: what is listed of them, where their files are, adding them. A frame's name is its file's name without the extension.
import type { FrameId, FrameSummary } from '../../shared/domain';
import { naturalKey } from '../../shared/naturalOrder';
import { all, one, run, type ReadableDb, type WritableDb } from './database';
import type { StoredPath } from './paths';

export interface NewFrame extends StoredPath {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly sha256: string;
}
export interface FrameRow extends NewFrame {
  readonly id: FrameId;
}

const SUMMARY = `
  SELECT f.id, f.name, f.width, f.height, coalesce(s.split, 'none') AS split, coalesce(r.state, 'unseen') AS review, coalesce(r.note, '') AS note,
    m.version AS mask, EXISTS (SELECT 1 FROM mask_version v WHERE v.frame = f.id AND v.author = 'human') AS edited
  FROM frame f LEFT JOIN split s ON s.frame = f.id LEFT JOIN review r ON r.frame = f.id LEFT JOIN mask m ON m.frame = f.id`;
type SummaryRow = Omit<FrameSummary, 'edited'> & { edited: number };
const summary = (row: SummaryRow): FrameSummary => ({ ...row, edited: row.edited === 1 });

/** All frames in natural order of their names. */
export const frameSummaries = (db: ReadableDb): FrameSummary[] =>
  all<SummaryRow>(db, `${SUMMARY} ORDER BY f.sort_key, f.name`).map(summary);

export function frameSummary(db: ReadableDb, frame: FrameId): FrameSummary | undefined {
  const row = one<SummaryRow>(db, `${SUMMARY} WHERE f.id = ?`, frame);
  return row && summary(row);
}

const COLUMNS = 'id, name, place, path, width, height, sha256';
export const frameRow = (db: ReadableDb, frame: FrameId): FrameRow | undefined =>
  one<FrameRow>(db, `SELECT ${COLUMNS} FROM frame WHERE id = ?`, frame);
/** In natural order of their names. */
export const frameRows = (db: ReadableDb): FrameRow[] => all<FrameRow>(db, `SELECT ${COLUMNS} FROM frame ORDER BY sort_key, name`);
export const frameCount = (db: ReadableDb): number => one<{ n: number }>(db, 'SELECT count(*) AS n FROM frame')?.n ?? 0;

/** Fails on a name or a file's SHA-256 that is there already (both are unique). */
export function addFrame(db: WritableDb, frame: NewFrame): FrameId {
  const added = run(
    db,
    'INSERT INTO frame (name, sort_key, place, path, width, height, sha256, imported_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    frame.name,
    naturalKey(frame.name),
    frame.place,
    frame.path,
    frame.width,
    frame.height,
    frame.sha256,
    Date.now(),
  );
  return added.id as FrameId;
}
