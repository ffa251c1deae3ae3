// What the person works towards, remembered by the project.
import { Goal } from '../../shared/contract/queue';
import { ok, type Result } from '../../shared/result';
import { readMeta, writeMeta } from '../project/meta';
import { writable, type Project } from '../project/project';
import { attemptNow } from './need';

/** A goal of another version of this program is none. */
export function goalOf(project: Project): Result<Goal> {
  const kept = Goal.safeParse(readMeta(project.db, 'goal'));
  return ok(kept.success ? kept.data : { kind: 'none' });
}

export const setGoal = (project: Project, goal: Goal): Result<Record<string, never>> =>
  attemptNow(() => {
    writeMeta(writable(project), 'goal', goal);
    return {};
  });
