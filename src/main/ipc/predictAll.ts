// Predicting many frames for the window: a job that is watched, cancelled, and gone on with later where it was.
import type { JobId } from '../../shared/domain';
import { ok, unwrap } from '../../shared/result';
import { getRun, predict } from '../studio';
import type { Desk } from './desk';

type What = Parameters<typeof predict>[1];

/** The job's report names the run and the epoch: their stored scores are more than they were. */
export function predictAll(desk: Desk, what: What): JobId {
  const { studio } = desk;
  const { run } = unwrap(getRun(studio.project, what.run));
  const set =
    typeof what.frames === 'string' ? { all: 'all frames', 'held-out': 'held-out frames', train: 'train frames' }[what.frames] : 'frames';
  return desk.jobs.start('predict', `Predicting ${set} with ${run.name}`, async (tools) => {
    const done = unwrap(await predict(studio, what, tools));
    const there = done.frames - done.computed;
    const words = there === 0 ? '' : `, ${there} of them stored before`;
    return ok({
      message: `${done.frames === 1 ? '1 frame' : `${done.frames} frames`} predicted by ${run.name}, epoch ${done.epoch}${words}.`,
      report: { run: done.run, epoch: done.epoch },
    });
  });
}
