// Whether the scores of several runs may be held against each other: which frames each held out, and with which masks.
import type { MeasuredOn } from '../../shared/contract/runs';
import type { RunId } from '../../shared/domain';
import { attempt, refuse, type Result } from '../../shared/result';
import { measuredOn } from '../project/measured';
import type { Project } from '../project/project';
import { breathe, needRun } from './need';

/** One row a run, in their order, each beside the first run. */
export const runsMeasuredOn = (project: Project, runs: readonly RunId[]): Promise<Result<MeasuredOn[]>> =>
  attempt(async () => {
    const reference = runs[0] ?? refuse('bad-input', 'No run was named.');
    const rows: MeasuredOn[] = [];
    for (const run of runs) {
      needRun(project, run);
      await breathe();
      rows.push(measuredOn(project.db, run, reference));
    }
    return rows;
  });
