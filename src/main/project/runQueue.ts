// The runs that wait for their turn, and what is recorded of retraining. Places are 1, 2, 3 ...; a queued run without one is out of the line for a moment.
import type { RunSummary } from '../../shared/contract/runs';
import type { FrameId, RunId } from '../../shared/domain';
import { all, one, run, transaction, type ReadableDb, type WritableDb } from './database';
import { insertRun, runSummary, type NewRun, type Retraining } from './runs';

const inLine = (db: ReadableDb): RunId[] =>
  all<{ id: RunId }>(db, "SELECT id FROM run WHERE state = 'queued' AND place IS NOT NULL ORDER BY place, id").map(({ id }) => id);

/** In their order. */
export const queuedRuns = (db: ReadableDb): RunSummary[] => inLine(db).flatMap((id) => runSummary(db, id) ?? []);

/** At the end of the line. */
export const addQueued = (db: WritableDb, made: NewRun): RunId =>
  transaction(db, () => {
    const id = insertRun(db, made, 'queued');
    number(db, [...inLine(db), id]);
    return id;
  });

/** At that place, as far as there is one; null takes it out of the line without forgetting it. */
export const placeRun = (db: WritableDb, id: RunId, place: number | null): void =>
  transaction(db, () => {
    const others = inLine(db).filter((other) => other !== id);
    run(db, 'UPDATE run SET place = NULL WHERE id = ?', id);
    number(db, place === null ? others : [...others.slice(0, place - 1), id, ...others.slice(place - 1)]);
  });

/** A run that was about to begin waits again, as the next. */
export const backInLine = (db: WritableDb, id: RunId): void =>
  transaction(db, () => {
    run(db, 'DELETE FROM run_frame WHERE run = ?', id);
    run(
      db,
      "UPDATE run SET state = 'queued', device = '', device_kind = NULL, train_frames = 0, held_out_frames = 0, mask_version = 0 WHERE id = ?",
      id,
    );
    placeRun(db, id, 1);
  });

/** Those that the last program had taken out of the line when it ended stand at its end. */
export const lineUp = (db: WritableDb): void =>
  transaction(db, () => {
    const strays = all<{ id: RunId }>(db, "SELECT id FROM run WHERE state = 'queued' AND place IS NULL ORDER BY id");
    if (strays.length > 0) number(db, [...inLine(db), ...strays.map(({ id }) => id)]);
  });

/** Closes the gaps. Call inside a transaction. */
export function number(db: WritableDb, ids: readonly RunId[] = inLine(db)): void {
  ids.forEach((id, index) => run(db, 'UPDATE run SET place = ? WHERE id = ?', index + 1, id));
}

export const retrainingOf = (db: ReadableDb, id: RunId): Retraining | undefined =>
  one<Retraining>(db, 'SELECT parent, epoch, weight FROM retrain WHERE run = ?', id);

export function keepRetrained(db: WritableDb, id: RunId): void {
  run(db, "UPDATE retrain SET verdict = 'kept' WHERE run = ?", id);
}

/** Frames whose mask a person has changed since the run saw it; what the run never saw counts once a person has worked on its mask. */
export const correctedSince = (db: ReadableDb, id: RunId): Set<FrameId> =>
  new Set(
    all<{ frame: FrameId }>(
      db,
      `SELECT m.frame FROM mask m LEFT JOIN run_frame p ON p.run = ? AND p.frame = m.frame WHERE EXISTS (
         SELECT 1 FROM mask_version v WHERE v.frame = m.frame AND v.author = 'human' AND v.id > coalesce(p.version, 0) AND v.id <= m.version)`,
      id,
    ).map(({ frame }) => frame),
  );
