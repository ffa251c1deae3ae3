// The project's classes, and which current masks use one of them.
import type { FrameId, LabelClass } from '../../shared/domain';
import { all, one, run, transaction, type ReadableDb, type WritableDb } from './database';
import type { StoredMask } from './masks';

export const palette = (db: ReadableDb): LabelClass[] =>
  all<LabelClass>(db, 'SELECT id, name, colour, key FROM palette ORDER BY position, id');

/** Puts `classes` in the palette's place, in their order. */
export function setPalette(db: WritableDb, classes: readonly LabelClass[]): void {
  transaction(db, () => {
    run(db, 'DELETE FROM palette');
    classes.forEach(({ id, name, colour, key }, position) =>
      run(db, 'INSERT INTO palette (id, name, colour, key, position) VALUES (?, ?, ?, ?, ?)', id, name, colour, key, position),
    );
  });
}

/** Some of the current masks, in order of their frames' ids, after the frame `after`. */
export const masksAfter = (db: ReadableDb, after: FrameId | 0, most: number): StoredMask[] =>
  all<StoredMask>(
    db,
    'SELECT m.frame, v.id AS version, v.rle FROM mask m JOIN mask_version v ON v.id = m.version WHERE m.frame > ? ORDER BY m.frame LIMIT ?',
    after,
    most,
  );

/** The newest version of any mask, 0 without one: whoever looked through all masks sees by it whether one came in meanwhile. */
export const newestVersion = (db: ReadableDb): number => one<{ id: number | null }>(db, 'SELECT max(id) AS id FROM mask_version')?.id ?? 0;
