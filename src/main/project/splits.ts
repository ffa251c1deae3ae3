// Which frames train and which are held out.
import type { FrameId, Split } from '../../shared/domain';
import { one, run, type ReadableDb, type WritableDb } from './database';

/** Call inside a transaction. */
export function setSplit(db: WritableDb, frame: FrameId, split: Split): void {
  run(db, 'INSERT INTO split (frame, split) VALUES (?, ?) ON CONFLICT (frame) DO UPDATE SET split = excluded.split', frame, split);
}

export const splitOf = (db: ReadableDb, frame: FrameId): Split =>
  one<{ split: Split }>(db, 'SELECT split FROM split WHERE frame = ?', frame)?.split ?? 'none';
