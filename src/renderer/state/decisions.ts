// Threshold and post-processing of each run: a run that is shown gets its own back, and what is moved is remembered for it a moment later.
import type { RunId } from '../../shared/domain';
import { NO_POST, type Decision } from '../../shared/prediction/decision';
import { studio } from '../api';
import { told } from './notices';
import { useSession } from './session';
import { decisionOf, useView } from './view';

/** Milliseconds after the last move. */
const PAUSE = 600;

/** What is to be remembered, and of which project. */
let waiting: { readonly run: RunId; readonly folder: string; readonly decision: Decision } | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
/** While a run gets its own back nothing is moved. */
let restoring = false;

/** Follows the view for the life of the window. */
export const followDecisions = (): (() => void) =>
  useView.subscribe((view, before) => {
    if (view.run !== before.run) {
      keepDecision();
      restore(view.run);
    } else if (!restoring && (view.threshold !== before.threshold || view.post !== before.post)) remember(view.run);
  });

/** What the run was last decided with; else its own threshold, that it was scored with, and nothing after it. */
export function ownDecision(run: RunId): Decision | null {
  const found = useSession.getState().runs.find(({ id }) => id === run);
  return found ? (found.decision ?? { ...NO_POST, threshold: found.config.threshold }) : null;
}

function restore(run: RunId | null): void {
  const decision = run === null ? null : ownDecision(run);
  if (!decision) return;
  const { threshold, ...post } = decision;
  restoring = true;
  useView.setState({ threshold, post });
  restoring = false;
}

function remember(run: RunId | null): void {
  const { project } = useSession.getState();
  if (run === null || !project || project.readOnly !== null) return;
  waiting = { run, folder: project.folder, decision: decisionOf(useView.getState()) };
  clearTimeout(timer);
  timer = setTimeout(keepDecision, PAUSE);
}

/** Writes down at once what waits for it. */
export function keepDecision(): void {
  clearTimeout(timer);
  const kept = waiting;
  waiting = null;
  const { project, runs } = useSession.getState();
  // Of another project by now, or removed: its number may be another run's.
  if (!kept || project?.folder !== kept.folder || !runs.some(({ id }) => id === kept.run)) return;
  const { run, decision } = kept;
  useSession.setState({ runs: runs.map((one) => (one.id === run ? { ...one, decision } : one)) });
  void told(studio.runs.setDecision({ run, decision }));
}
