// What a comparison of two runs reads: which frames each has predicted, and the stamps that tell whether a count of it still holds.
import type { FrameId, RunId, VersionId } from '../../shared/domain';
import { all, type ReadableDb } from './database';

/**
 * The next `limit` predicted frames after `after`, by id, with the last four bytes of each: zlib's own checksum (Adler-32), so that a prediction
 * that was made anew is known for another one.
 */
export const predictionStamps = (
  db: ReadableDb,
  run: RunId,
  epoch: number,
  after: number,
  limit: number,
): { frame: FrameId; stamp: string }[] =>
  all(
    db,
    'SELECT frame, hex(substr(deflated, -4)) AS stamp FROM prediction WHERE run = ? AND epoch = ? AND frame > ? ORDER BY frame LIMIT ?',
    run,
    epoch,
    after,
    limit,
  );

export const currentVersions = (db: ReadableDb): Map<FrameId, VersionId> =>
  new Map(all<{ frame: FrameId; version: VersionId }>(db, 'SELECT frame, version FROM mask').map(({ frame, version }) => [frame, version]));
