// Calls about the queue: numbers that frames are ordered by, and the goal.
import type { JobId } from '../../shared/domain';
import type { MeasureWish } from '../../shared/contract/queue';
import { MEASURE_WORDS } from '../../shared/queue/measures';
import { ok, unwrap } from '../../shared/result';
import { getRun, goalOf, listMeasures, measureAll, measureFrames, setGoal } from '../studio';
import type { Desk } from './desk';
import type { Handlers } from './register';

export const queueCalls = (desk: Desk): Handlers['queue'] => ({
  list: (wish) => listMeasures(desk.project, wish),
  measure: (wish) => desk.whileOpen((signal) => measureFrames(desk.studio, wish, { signal })),
  measureAll: (wish) => ok(measuring(desk, wish)),
  goal: () => goalOf(desk.project),
  setGoal: ({ goal }) => setGoal(desk.project, goal),
});

function measuring(desk: Desk, wish: MeasureWish & { readonly predict: boolean }): JobId {
  const { studio } = desk;
  const { run } = unwrap(getRun(studio.project, wish.run));
  const name = MEASURE_WORDS[wish.measure].title;
  return desk.jobs.start('measure', `${name} of ${run.name}`, async (tools) => {
    const { measured, left } = unwrap(await measureAll(studio, wish, tools));
    const frames = measured === 1 ? '1 frame' : `${measured} frames`;
    return ok({ message: `${name} of ${run.name}: ${frames} measured${left > 0 ? `, ${left} not predicted yet` : ''}.` });
  });
}
