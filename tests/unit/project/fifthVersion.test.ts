// A project of version 4, with runs in it, opened by this program; and that a run takes along all that the fifth version keeps of it.
import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { FrameId, RunId } from '../../../src/shared/domain';
import { PRESETS } from '../../../src/shared/training/config';
import { unwrap } from '../../../src/shared/result';
import { one, run as sql } from '../../../src/main/project/database';
import { forgetEpochsAfter } from '../../../src/main/project/epochs';
import { APPLICATION_ID } from '../../../src/main/project/identity';
import { storedMeasures } from '../../../src/main/project/measures';
import { MIGRATIONS } from '../../../src/main/project/migrations';
import { openProjectFolder } from '../../../src/main/project/open';
import { writable } from '../../../src/main/project/project';
import { queuedRuns } from '../../../src/main/project/runQueue';
import { deleteRun, forgetMoves, framesSeen, pinnedFrames, runSummary, runsToCount, storeMoves } from '../../../src/main/project/runs';
import { roadMask, tempFolder, WRITE } from './helpers';

const RUN = 1 as RunId;
const FRAME = 1 as FrameId;

/** A frame that a run trained on, and that is held out since. */
function fourth(): string {
  const folder = join(tempFolder(), 'four.roadbrush');
  mkdirSync(folder);
  const raw = new Database(join(folder, 'project.db'));
  raw.pragma(`application_id = ${APPLICATION_ID}`);
  for (const migration of MIGRATIONS.slice(0, 4)) raw.exec(migration);
  raw.pragma('user_version = 4');
  raw.exec(
    `INSERT INTO frame (id, name, sort_key, place, path, width, height, sha256, imported_at) VALUES (1, 'a', 'a', 'inside', 'a', 20, 10, '', 1)`,
  );
  raw
    .prepare("INSERT INTO mask_version (id, frame, author, note, rle, changed, created_at) VALUES (1, 1, 'import', '', ?, 0, 1)")
    .run(roadMask(20, 10, 3));
  raw.exec(`INSERT INTO mask (frame, version) VALUES (1, 1); INSERT INTO split (frame, split) VALUES (1, 'held-out')`);
  raw
    .prepare(
      `INSERT INTO run (name, config, state, reason, seed, code_version, device, seconds, train_frames, held_out_frames, mask_version, created_at)
       VALUES ('unet 1', ?, 'done', '', 1, '0.4.0', 'CPU', 12, 1, 0, 1, 1)`,
    )
    .run(JSON.stringify(PRESETS.quick));
  raw.exec("INSERT INTO run_frame (run, frame, split, version) VALUES (1, 1, 'train', 1)");
  raw.close();
  return folder;
}

it('its runs are as they were: in no queue, of no sweep, without words; what was moved since is counted', () => {
  const project = unwrap(openProjectFolder(fourth(), WRITE));
  const db = writable(project);
  expect(runsToCount(db)).toEqual([RUN]);
  const empty = { sweep: '', place: null, retrain: null, tags: [], note: '', decision: null };
  const moves = [{ from: 'train', to: 'held-out', frames: 1 }];
  expect(runSummary(db, RUN)).toMatchObject({ name: 'unet 1', state: 'done', ...empty, moves, moved: 1 });
  storeMoves(db, RUN);
  expect([runsToCount(db), runSummary(db, RUN)?.moves, queuedRuns(db)]).toEqual([[], moves, []]);
  // Of another frame that is moved the run knows nothing.
  forgetMoves(db, 2 as FrameId);
  expect(runsToCount(db)).toEqual([]);
  forgetMoves(db, FRAME);
  expect(runsToCount(db)).toEqual([RUN]);
  expect([pinnedFrames(db, RUN)[0]?.times, framesSeen(db, RUN).length]).toEqual([1, 1]);
  project.close();
});

it('a run takes its numbers and what is said of retraining along', () => {
  const project = unwrap(openProjectFolder(fourth(), WRITE));
  const db = writable(project);
  sql(db, "INSERT INTO measure (run, kind, frame, epoch, version, value) VALUES (1, 'iou', 1, 1, 1, 0.5)");
  sql(db, "INSERT INTO retrain (run, parent, epoch, weight, verdict) VALUES (1, 7, 1, 2, 'open')");
  expect(storedMeasures(db, RUN, 'iou', 1)).toEqual([{ frame: FRAME, epoch: 1, version: 1, value: 0.5 }]);
  // Resumed from before that epoch, what was measured of it is not known any more.
  forgetEpochsAfter(db, RUN, 1);
  expect(storedMeasures(db, RUN, 'iou', 1)).toHaveLength(1);
  forgetEpochsAfter(db, RUN, 0);
  expect(storedMeasures(db, RUN, 'iou', 1)).toEqual([]);
  sql(db, "INSERT INTO measure (run, kind, frame, epoch, version, value) VALUES (1, 'iou', 1, 1, 1, 0.5)");
  deleteRun(db, RUN);
  expect(
    one(db, 'SELECT (SELECT count(*) FROM measure) + (SELECT count(*) FROM retrain) + (SELECT count(*) FROM run_frame) AS rest'),
  ).toEqual({
    rest: 0,
  });
  project.close();
});
