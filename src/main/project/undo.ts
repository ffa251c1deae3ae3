// The undo steps of frames: written in the transaction of the save that they belong to, read a page at a time, bounded by bytes.
import type { StoredStep, UndoChange } from '../../shared/contract/masks';
import type { FrameId, VersionId } from '../../shared/domain';
import { UNDO_FRAME_BYTES, UNDO_PROJECT_BYTES } from '../../shared/mask/undoDeltas';
import { all, one, run, type ReadableDb, type WritableDb } from './database';

export interface UndoState {
  /** The version that the frame's steps lead to. */
  readonly version: VersionId;
  /** Of all their deltas. */
  readonly bytes: number;
}

export const undoState = (db: ReadableDb, frame: FrameId): UndoState | undefined =>
  one<UndoState>(db, 'SELECT version, bytes FROM undo_state WHERE frame = ?', frame);

interface Row extends Omit<StoredStep, 'undone' | 'deltas'> {
  readonly undone: number;
  readonly deltas: Uint8Array<ArrayBuffer>;
}

/** From the position after `after`, up to `limit` bytes and at least one; `more` when there are others. */
export function undoPage(db: ReadableDb, frame: FrameId, after: number, limit: number): { steps: StoredStep[]; more: boolean } {
  const sizes = all<{ position: number; bytes: number }>(
    db,
    'SELECT position, length(deltas) AS bytes FROM undo_step WHERE frame = ? AND position > ? ORDER BY position',
    frame,
    after,
  );
  let sum = 0;
  const fitting = sizes.findIndex(({ bytes }, i) => (sum += bytes) > limit && i > 0);
  const n = fitting < 0 ? sizes.length : fitting;
  const rows = all<Row>(
    db,
    'SELECT position, label, deltas, undone, created_at AS at FROM undo_step WHERE frame = ? AND position > ? ORDER BY position LIMIT ?',
    frame,
    after,
    n,
  );
  return { steps: rows.map((row) => ({ ...row, undone: row.undone === 1 })), more: n < sizes.length };
}

/** Applies what a save of `version`, made on `base`, does to the steps of its frame. Call inside the transaction of the save. */
export function changeUndo(db: WritableDb, frame: FrameId, base: VersionId | null, version: VersionId, change: UndoChange): void {
  const before = undoState(db, frame);
  let bytes = before?.bytes ?? 0;
  // Steps that led to another version than the one this save was made on are of no use beside those that do.
  if (change.whole || before?.version !== base) {
    run(db, 'DELETE FROM undo_step WHERE frame = ?', frame);
    bytes = 0;
  }
  const size = (position: number): number =>
    one<{ n: number }>(db, 'SELECT length(deltas) AS n FROM undo_step WHERE frame = ? AND position = ?', frame, position)?.n ?? 0;
  // First what goes: a new step may take the place of one.
  for (const position of change.remove) {
    bytes -= size(position);
    run(db, 'DELETE FROM undo_step WHERE frame = ? AND position = ?', frame, position);
  }
  for (const step of change.put) {
    bytes += step.deltas.length - size(step.position);
    run(
      db,
      'INSERT OR REPLACE INTO undo_step (frame, position, label, deltas, undone, created_at) VALUES (?, ?, ?, ?, ?, ?)',
      frame,
      step.position,
      step.label,
      step.deltas,
      step.undone ? 1 : 0,
      step.at,
    );
  }
  bytes = dropOldest(db, frame, bytes);
  run(
    db,
    `INSERT INTO undo_state (frame, version, bytes, used_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (frame) DO UPDATE SET version = excluded.version, bytes = excluded.bytes, used_at = excluded.used_at`,
    frame,
    version,
    bytes,
    Date.now(),
  );
  dropOtherFrames(db, frame);
}

/** The window drops them by the same rule: this is for the sender that does not. Undone steps stay: only the first of them may be done again. */
function dropOldest(db: WritableDb, frame: FrameId, bytes: number): number {
  while (bytes > UNDO_FRAME_BYTES) {
    const oldest = one<{ position: number; n: number }>(
      db,
      `SELECT position, length(deltas) AS n FROM undo_step WHERE frame = ? AND undone = 0
       AND position < (SELECT max(position) FROM undo_step WHERE frame = ? AND undone = 0) ORDER BY position LIMIT 1`,
      frame,
      frame,
    );
    if (!oldest) break;
    run(db, 'DELETE FROM undo_step WHERE frame = ? AND position = ?', frame, oldest.position);
    bytes -= oldest.n;
  }
  return bytes;
}

/** Too much in the whole project: frames that were not worked on for longest lose their steps. */
function dropOtherFrames(db: WritableDb, frame: FrameId): void {
  let total = one<{ n: number }>(db, 'SELECT coalesce(sum(bytes), 0) AS n FROM undo_state')?.n ?? 0;
  while (total > UNDO_PROJECT_BYTES) {
    const oldest = one<{ frame: FrameId; bytes: number }>(
      db,
      'SELECT frame, bytes FROM undo_state WHERE frame <> ? ORDER BY used_at, frame LIMIT 1',
      frame,
    );
    if (!oldest) return;
    run(db, 'DELETE FROM undo_step WHERE frame = ?', oldest.frame);
    run(db, 'DELETE FROM undo_state WHERE frame = ?', oldest.frame);
    total -= oldest.bytes;
  }
}
