// Going on with a run that was interrupted, stopped or failed, from its last checkpoint that is whole; the engine adds the steps that it wrote down of the epoch after.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { RunId } from '../../shared/domain';
import { attempt, refuse, type Result } from '../../shared/result';
import { RESTING_FILE } from '../engine/protocol';
import { transaction } from '../project/database';
import { checkpoints, epochRecords, forgetEpochsAfter, markBest, type StoredCheckpoint } from '../project/epochs';
import { runFolder } from '../project/paths';
import { writable, type Project } from '../project/project';
import { setRunDevice, setRunState } from '../project/runs';
import { needRun } from './need';
import { describeDevice } from './startRun';
import type { RunOptions, StartedRun, Studio } from './studio';
import { starting, train } from './training';

export const resumeRun = (studio: Studio, run: RunId, options: RunOptions = {}): Promise<Result<StartedRun>> =>
  attempt(() => starting(studio, () => resume(studio, run, options)));

async function resume(studio: Studio, run: RunId, options: RunOptions): Promise<StartedRun> {
  const { project } = studio;
  const db = writable(project);
  const { name, state, config, reason } = needRun(project, run);
  if (state === 'done') refuse('done', `Run '${name}' is done: ${howItEnded(config.epochs, reason)}`, 'Start a new run instead.');
  if (state === 'queued') refuse('queued', `Run '${name}' has not begun yet: it waits in the queue.`, 'Let the queue go on.');
  const { from, broken } = await lastWhole(project, run);
  const device = await describeDevice(studio.engine, options.signal);
  const notices: string[] = [];
  if (broken.length > 0) {
    notices.push(
      `The checkpoint of epoch ${broken.join(', ')} is missing or damaged; the run goes on from ${from ? `epoch ${from.epoch}` : 'its beginning'}.`,
    );
  } else if (!from && !existsSync(join(runFolder(project.folder, run), RESTING_FILE))) {
    notices.push('No epoch was finished yet; the run begins anew.');
  }
  const dropped = transaction(db, () => {
    const files = [...forgetEpochsAfter(db, run, from?.epoch ?? 0), ...markBest(db, run)];
    setRunDevice(db, run, device);
    setRunState(db, run, 'running');
    return files;
  });
  await Promise.all(dropped.map((file) => rm(join(runFolder(project.folder, run), file), { force: true })));
  try {
    return { run, notices, ...(await train(studio, run, from, options)) };
  } catch (error) {
    setRunState(db, run, state, reason);
    throw error;
  }
}

const howItEnded = (epochs: number, reason: string): string =>
  reason === '' ? `all of its ${epochs} epochs are trained.` : `it ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`;

/** The newest checkpoint whose file is there and has its SHA-256; `broken` are the epochs of newer ones that are not whole. */
async function lastWhole(project: Project, run: RunId): Promise<{ from: StoredCheckpoint | null; broken: number[] }> {
  const broken: number[] = [];
  for (const checkpoint of checkpoints(project.db, run).reverse()) {
    const file = join(runFolder(project.folder, run), checkpoint.file);
    if ((await sha256(file)) === checkpoint.sha256) return { from: checkpoint, broken };
    broken.push(checkpoint.epoch);
  }
  // Epochs whose checkpoints are all gone must not stay in the record as if they had led anywhere.
  return { from: null, broken: broken.length > 0 ? broken : epochRecords(project.db, run).map((record) => record.epoch) };
}

async function sha256(file: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
  } catch {
    return null;
  }
  return hash.digest('hex');
}
