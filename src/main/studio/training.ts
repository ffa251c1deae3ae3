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
import { count, needRun } from './need';
import { RunRecorder } from './runRecorder';
import { startOf } from './startFrom';
import type { RunOptions, Studio } from './studio';

/** Something trains, or is about to. */
export const isBusy = ({ active, queue }: Studio): boolean => active.size > 0 || queue.starting;

/** `work` brings a run into `active`: nothing else begins meanwhile. Refused while a run trains. */
export async function starting<T>(studio: Studio, work: () => Promise<T>): Promise<T> {
  refuseIfBusy(studio);
  studio.queue.starting = true;
  try {
    return await work();
  } finally {
    studio.queue.starting = false;
  }
}

function refuseIfBusy(studio: Studio): void {
  if (studio.queue.starting) refuse('busy', 'Another run is just about to begin.', 'Wait for it, or stop it first.');
  for (const run of studio.active.keys()) {
    refuse('busy', `Run '${needRun(studio.project, run).name}' is being trained now.`, 'Wait for it, or stop it first.');
  }
}

/** After these seconds a long epoch is written down in its middle: a crash loses minutes, and the writing costs no more than a few thousandths. */
const REST_SECONDS = 300;

/** Begins with a run whose record says 'running', anew or from a checkpoint. `finished`: in it, an engine that failed or died is a state of the record. */
export async function train(
  studio: Studio,
  id: RunId,
  from: StoredCheckpoint | null,
  options: RunOptions,
): Promise<{ finished: Promise<Result<RunSummary>> }> {
  const { project, engine } = studio;
  const { config, seconds: secondsBefore } = needRun(project, id);
  const pinned = pinnedFrames(project.db, id);
  const ofSplit = async (split: string) => {
    const some = pinned.filter((frame) => frame.split === split);
    return (await engineFrames(project, some)).map((frame, n) => ({ ...frame, times: some[n]?.times ?? 1 }));
  };
  const folder = runFolder(project.folder, id);
  const frames = { train: await ofSplit('train'), heldOut: await ofSplit('held-out') };
  const resume = from && join(folder, from.file);
  // A run that goes on from a checkpoint has its beginning behind it.
  const start = from ? null : await startOf(project, id);
  const job = { config, run: id, folder, ...frames, resume, start, secondsBefore, restSeconds: REST_SECONDS };
  await mkdir(folder, { recursive: true });

  const abort = new AbortController();
  const interrupt = (): void => abort.abort();
  options.signal?.addEventListener('abort', interrupt, { once: true });
  if (options.signal?.aborted) interrupt();
  const recorder = new RunRecorder(project, id, pinned, (news) => options.onNews?.(news), interrupt);

  const finished = engine
    .call('train.run', job, { signal: abort.signal, onEvent: (event) => recorder.take(event) })
    .then((outcome): Result<RunSummary> => {
      const failed = recorder.failure ? { state: 'failed' as const, reason: recorder.failure } : null;
      const { state, reason } = failed ?? endOf(outcome, needRun(project, id));
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

function endOf(outcome: Result<TrainOutcome>, run: RunSummary): { state: RunState; reason: string } {
  if (outcome.ok) return endedWell(outcome.value.end, run);
  const { code } = outcome.error;
  if (code === 'cancelled') return { state: 'interrupted', reason: 'It was interrupted.' };
  return { state: code === 'engine-died' ? 'interrupted' : 'failed', reason: sentence(outcome.error) };
}

/** A run that ended by itself before its last epoch is done, and says why. */
function endedWell(end: TrainOutcome['end'], { config, bestEpoch }: RunSummary): { state: RunState; reason: string } {
  const best = bestEpoch === null ? '' : `; the best is epoch ${bestEpoch}`;
  switch (end) {
    case 'patience':
      return { state: 'done', reason: `Ended early: no better held-out mean IoU for ${count(config.patience, 'epoch')}${best}.` };
    case 'budget':
      return { state: 'done', reason: `Ended early: its time budget of ${count(config.timeBudget, 'minute')} is spent${best}.` };
    default:
      return { state: end, reason: '' };
  }
}

const sentence = ({ message, hint }: Failure): string => (hint ? `${message} ${hint}` : message);
