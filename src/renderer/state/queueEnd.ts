// The end of runs that follow each other in the queue: one notice when the last has ended, instead of one for each.
import type { RunSummary } from '../../shared/contract/runs';
import type { RunId } from '../../shared/domain';
import { count, score } from '../format';

/** Done since the last word about the queue. */
let done: RunId[] = [];

/**
 * What is to be told when `run` has just ended: 'more' = nothing, as others follow by themselves; 'alone' = its own end, as none went before it; otherwise
 * the sentence about all of them. One that failed or was stopped is told of by itself: here it counts only as the last.
 */
export function endedInQueue(run: RunSummary, runs: readonly RunSummary[], held: boolean): 'more' | 'alone' | string {
  const ended = run.state === 'done';
  if (!ended && run.state !== 'failed' && run.state !== 'stopped' && run.state !== 'interrupted') return 'alone';
  if (ended) done.push(run.id);
  const active = runs.some((other) => other.state === 'running' || other.state === 'paused');
  const waiting = runs.some((other) => other.state === 'queued' && other.place !== null);
  if (active || (waiting && !held)) return ended ? 'more' : 'alone';
  const told = done.flatMap((id) => runs.find((other) => other.id === id) ?? []);
  done = [];
  if (!ended || told.length < 2) return 'alone';
  const best = told.reduce((a, b) => ((b.bestMeanIoU ?? -1) > (a.bestMeanIoU ?? -1) ? b : a));
  const words =
    best.bestMeanIoU === null ? '' : `; the best is ${best.name}: held-out mean IoU ${score(best.bestMeanIoU)} at epoch ${best.bestEpoch}`;
  return `${count(told.length, 'run')} of the queue are done${words}.`;
}
