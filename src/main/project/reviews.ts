// How far a person got with each frame.
import type { FrameId, ReviewState } from '../../shared/domain';
import { run, type WritableDb } from './database';

/** `note` undefined leaves the note as it is. */
export function setReview(db: WritableDb, frame: FrameId, state: ReviewState, note: string | undefined): void {
  run(
    db,
    `INSERT INTO review (frame, state, note, changed_at) VALUES (?, ?, coalesce(?, ''), ?)
     ON CONFLICT (frame) DO UPDATE SET state = excluded.state, note = coalesce(?, note), changed_at = excluded.changed_at`,
    frame,
    state,
    note ?? null,
    Date.now(),
    note ?? null,
  );
}

/** A first edit brings an unseen frame into progress; any other state stays. */
export function beginReview(db: WritableDb, frame: FrameId): void {
  run(
    db,
    `INSERT INTO review (frame, state, note, changed_at) VALUES (?, 'in-progress', '', ?)
     ON CONFLICT (frame) DO UPDATE SET state = 'in-progress', changed_at = excluded.changed_at WHERE state = 'unseen'`,
    frame,
    Date.now(),
  );
}
