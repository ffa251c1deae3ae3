// What the scores of several runs were measured on, held against each other.
import type { MeasuredOn } from '../../shared/contract/runs';
import type { RunId } from '../../shared/domain';
import { one, type ReadableDb } from './database';

/** What `run` held out and trained on, beside what `reference` held out. Reads both runs' frames: 10 ms for 10,000. */
export function measuredOn(db: ReadableDb, run: RunId, reference: RunId): MeasuredOn {
  const { heldOut } = one<{ heldOut: number }>(db, "SELECT count(*) AS heldOut FROM run_frame WHERE run = ? AND split = 'held-out'", run)!;
  const beside = one<Omit<MeasuredOn, 'run' | 'heldOut'>>(
    db,
    `SELECT coalesce(sum(p.split = 'held-out'), 0) AS shared, coalesce(sum(p.split = 'held-out' AND p.version <> r.version), 0) AS otherMasks,
       coalesce(sum(p.split = 'train'), 0) AS trainedOn
     FROM run_frame r JOIN run_frame p ON p.run = ? AND p.frame = r.frame WHERE r.run = ? AND r.split = 'held-out'`,
    run,
    reference,
  )!;
  return { run, heldOut, ...beside };
}
