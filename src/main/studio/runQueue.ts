// The queue of runs: runs are written down as queued, and begin one after the other, each with the masks of the moment it begins.
import type { RunSummary } from '../../shared/contract/runs';
import type { RunId } from '../../shared/domain';
import { attempt, ExpectedFailure, refuse, type Failure, type Result } from '../../shared/result';
import { transaction, type WritableDb } from '../project/database';
import { frameSummaries } from '../project/frames';
import { writable, type Project } from '../project/project';
import { addQueued, backInLine, number, placeRun, queuedRuns, retrainingOf } from '../project/runQueue';
import { beginRun, deleteRun, runSummary, setRunState } from '../project/runs';
import { attemptNow, needRun } from './need';
import { pin } from './pinFrames';
import { keepStart, startOf } from './startFrom';
import { describeDevice, recordOf } from './startRun';
import type { RunOptions, RunStart, StartedRun, Studio } from './studio';
import { isBusy, starting, train } from './training';

export const listQueue = (project: Project): RunSummary[] => queuedRuns(project.db);

export const queueRuns = (studio: Studio, starts: readonly RunStart[], first = false): Promise<Result<RunId[]>> =>
  attempt(async () => {
    const { project } = studio;
    const db = writable(project);
    const taken: string[] = [];
    const records = starts.map((start) => {
      const record = recordOf(project, start, taken);
      taken.push(record.made.name);
      return record;
    });
    const ids = transaction(db, () => records.map(({ made }) => addQueued(db, made)));
    try {
      // The weights are copied now: what becomes of the other run meanwhile does not matter.
      for (const [n, { from }] of records.entries()) if (from) await keepStart(project, ids[n]!, from);
    } catch (error) {
      transaction(db, () => {
        for (const id of ids) deleteRun(db, id);
        number(db);
      });
      throw error;
    }
    if (first) [...ids].reverse().forEach((id) => placeRun(db, id, 1));
    return ids;
  });

export const placeInQueue = (project: Project, run: RunId, place: number | null): Result<RunSummary[]> =>
  attemptNow(() => {
    const { name, state } = needRun(project, run);
    if (state !== 'queued') refuse('not-queued', `Run '${name}' does not wait in the queue: it is ${state}.`);
    placeRun(writable(project), run, place);
    return queuedRuns(project.db);
  });

export function holdQueue({ queue }: Studio, held: boolean): void {
  Object.assign(queue, { held, why: '', only: null });
}

export const startNext = (studio: Studio, options: RunOptions = {}): Promise<Result<StartedRun | null>> =>
  attempt(async () => {
    const { queue, project } = studio;
    for (;;) {
      const line = queuedRuns(project.db);
      // The one that was to begin alone may have been removed, or taken out of the line.
      if (!line.some(({ id }) => id === queue.only)) queue.only = null;
      const next = queue.only === null ? line[0] : line.find(({ id }) => id === queue.only);
      if (!next || (queue.held && queue.only === null) || isBusy(studio) || options.signal?.aborted) return null;
      const db = writable(project);
      const lost = await lostStart(project, next.id);
      // Something else may have begun meanwhile.
      if (isBusy(studio)) return null;
      queue.only = null;
      if (lost) {
        // Removed while its weights were looked for.
        if (!runSummary(project.db, next.id)) continue;
        // This one can never begin; the others can.
        setRunState(db, next.id, 'failed', lost.message);
        placeRun(db, next.id, null);
        options.onNews?.({ kind: 'run', run: needRun(project, next.id), epoch: null });
        continue;
      }
      try {
        return await starting(studio, () => begin(studio, db, next.id, options));
      } catch (error) {
        if (!runSummary(project.db, next.id)) continue;
        // What keeps this one from beginning (no split, no device, a picture that is gone) would keep the others, too.
        queue.held = true;
        queue.why = error instanceof ExpectedFailure ? sentence(error.failure) : 'A queued run could not begin.';
        throw error;
      }
    }
  });

async function lostStart(project: Project, run: RunId): Promise<Failure | null> {
  const found = await attempt(() => startOf(project, run));
  return found.ok ? null : found.error;
}

async function begin(studio: Studio, db: WritableDb, run: RunId, options: RunOptions): Promise<StartedRun> {
  const { project, engine } = studio;
  const { pinned, notices } = pin(project, frameSummaries(project.db), retrainingOf(project.db, run));
  const device = await describeDevice(engine, options.signal);
  transaction(db, () => {
    // It may have been removed meanwhile.
    needRun(project, run);
    beginRun(db, run, { device, frames: pinned });
    number(db);
  });
  try {
    return { run, notices, ...(await train(studio, run, null, options)) };
  } catch (error) {
    backInLine(db, run);
    throw error;
  }
}

const sentence = ({ message, hint }: Failure): string => (hint ? `${message} ${hint}` : message);
