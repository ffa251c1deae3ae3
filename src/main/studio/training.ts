// Training a recorded run: the engine is called, its events are recorded, and its end becomes the run's state.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunSummary } from '../../shared/contract/runs';
import type { RunId, RunState } from '../../shared/domain';
import { ok, refuse, type Failure, type Result } from '../../shared/result';
import type { TrainOutcome } from '../engine/protocol';
import type { StoredCheckpoint } from '../project/epochs';
import { runFolder } from '../project/paths';
import { pinnedFrames } from '../project/runs';
import { engineFrames } from './engineFrames';
import { needRun } from './need';
import { RunRecorder } from './runRecorder';
import type { RunOptions, Studio } from './studio';

export function refuseIfBusy(studio: Studio): void {
  for (const run of studio.active.keys()) {
    refuse('busy', `Run '${needRun(studio.project, run).name}' is being trained now.`, 'Wait for it, or stop it first.');
  }
}

/** Begins with a run whose record says 'running', anew or from a checkpoint. `finished`: in it, an engine that failed or died is a state of the record. */
export async function train(
  studio: Studio,
  id: RunId,
  from: StoredCheckpoint | null,
  options: RunOptions,
): Promise<{ finished: Promise<Result<RunSummary>> }> {
  const { project, engine } = studio;
  const { config } = needRun(project, id);
  const pinned = pinnedFrames(project.db, id);
  const ofSplit = (split: string) =>
    engineFrames(
      project,
      pinned.filter((frame) => frame.split === split),
    );
  const folder = runFolder(project.folder, id);
  const job = { config, run: id, folder, train: await ofSplit('train'), heldOut: await ofSplit('held-out') };
  await mkdir(folder, { recursive: true });

  const abort = new AbortController();
  const interrupt = (): void => abort.abort();
  options.signal?.addEventListener('abort', interrupt, { once: true });
  if (options.signal?.aborted) interrupt();
  const recorder = new RunRecorder(project, id, pinned, (news) => options.onNews?.(news), interrupt);

  const finished = engine
    .call(
      'train.run',
      { ...job, resume: from && join(folder, from.file) },
      { signal: abort.signal, onEvent: (event) => recorder.take(event) },
    )
    .then((outcome): Result<RunSummary> => {
      const { state, reason } = recorder.failure ? { state: 'failed' as const, reason: recorder.failure } : endOf(outcome);
      return ok(recorder.end(state, reason));
    })
    .finally(() => {
      options.signal?.removeEventListener('abort', interrupt);
      studio.active.delete(id);
    });
  studio.active.set(id, { interrupt, finished });
  recorder.begin();
  return { finished };
}

function endOf(outcome: Result<TrainOutcome>): { state: RunState; reason: string } {
  if (outcome.ok) return { state: outcome.value.end, reason: '' };
  const { code } = outcome.error;
  if (code === 'cancelled') return { state: 'interrupted', reason: 'It was interrupted.' };
  return { state: code === 'engine-died' ? 'interrupted' : 'failed', reason: sentence(outcome.error) };
}

const sentence = ({ message, hint }: Failure): string => (hint ? `${message} ${hint}` : message);
