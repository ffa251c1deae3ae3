// Runs' records: listing, one in detail, control while it trains, renaming, removing.
import { rm } from 'node:fs/promises';
import type { RunDetail, RunSummary } from '../../shared/contract/runs';
import type { RunId, RunState } from '../../shared/domain';
import type { Decision } from '../../shared/prediction/decision';
import { attempt, refuse, unwrap, type Result } from '../../shared/result';
import { checkpoints, epochRecords } from '../project/epochs';
import { transaction } from '../project/database';
import { isLocked } from '../project/lock';
import { runFolder } from '../project/paths';
import { writable, type Project } from '../project/project';
import { number } from '../project/runQueue';
import { deleteRun, runSummaries, setRunDecision, setRunName } from '../project/runs';
import { attemptNow, needRun } from './need';
import { LEFT_BEHIND } from './projects';
import type { Studio } from './studio';

/** Newest first. Read without the lock, a run that was left behind by a program that is gone shows as 'interrupted', as it will be once opened. */
export function listRuns(project: Project): RunSummary[] {
  const runs = runSummaries(project.db);
  if (project.write || isLocked(project.folder)) return runs;
  return runs.map((run) => (LIVE.has(run.state) ? { ...run, state: 'interrupted' as const, reason: LEFT_BEHIND } : run));
}
const LIVE = new Set<RunState>(['running', 'paused']);

export const getRun = (project: Project, run: RunId): Result<RunDetail> =>
  attemptNow(() => ({
    run: needRun(project, run),
    epochs: epochRecords(project.db, run),
    checkpoints: checkpoints(project.db, run).map(({ epoch, best, last, kept, bytes }) => ({ epoch, best, last, kept, bytes })),
  }));

export const controlRun = (studio: Studio, run: RunId, action: 'pause' | 'resume' | 'stop'): Promise<Result<Record<string, never>>> =>
  attempt(async () => {
    const { name } = needRun(studio.project, run);
    if (!studio.active.has(run)) refuse('not-running', `Run '${name}' is not being trained now.`);
    return unwrap(await studio.engine.call('train.control', { run, action }));
  });

/** The person paints: the run that is trained now, if there is one, waits a moment between its steps. */
export function giveWay({ active, engine }: Studio): void {
  if (active.size > 0) void engine.call('train.yield', {});
}

export const renameRun = (project: Project, run: RunId, name: string): Result<RunSummary> =>
  attemptNow(() => {
    const db = writable(project);
    needRun(project, run);
    const trimmed = name.trim();
    if (trimmed === '' || trimmed.length > 80) refuse('bad-input', 'A run’s name has 1 to 80 characters.');
    setRunName(db, run, trimmed);
    return needRun(project, run);
  });

/** Threshold and what follows it, remembered for the run. */
export const setDecision = (project: Project, run: RunId, decision: Decision | null): Result<RunSummary> =>
  attemptNow(() => {
    const db = writable(project);
    needRun(project, run);
    setRunDecision(db, run, decision);
    return needRun(project, run);
  });

/** The record, its predictions and its checkpoints' files. */
export const removeRun = (studio: Studio, run: RunId): Promise<Result<Record<string, never>>> =>
  attempt(async () => {
    const db = writable(studio.project);
    const { name } = needRun(studio.project, run);
    if (studio.active.has(run)) refuse('busy', `Run '${name}' is being trained now.`, 'Stop it first.');
    transaction(db, () => {
      deleteRun(db, run);
      number(db);
    });
    await rm(runFolder(studio.project.folder, run), { recursive: true, force: true });
    return {};
  });
