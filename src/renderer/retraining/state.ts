// Retraining from corrections in the window: one key begins it; when it ends it waits for a word, 'Keep' or 'Drop'.
import { create } from 'zustand';
import type { RetrainReport } from '../../shared/contract/runQueue';
import type { RunSummary } from '../../shared/contract/runs';
import type { FrameId, RunId } from '../../shared/domain';
import type { Failure } from '../../shared/result';
import { studio } from '../api';
import { notify, told } from '../state/notices';
import { prefer, usePreferences } from '../state/preferences';
import { useSession } from '../state/session';
import { openDialog, picturesShown, showTab, useShell } from '../state/shell';
import { useView } from '../state/view';
import { removeRun, selectRun, useTraining } from '../training/state';

interface Retraining {
  /** Runs about which the person said 'Later'. */
  readonly later: ReadonlySet<RunId>;
  /** The frames are listed. */
  readonly unfolded: boolean;
  readonly report: { readonly run: RunId; readonly report: RetrainReport | null; readonly failure: Failure | null } | null;
}
export const useRetraining = create<Retraining>()(() => ({ later: new Set<RunId>(), unfolded: false, report: null }));
const { getState: get, setState: set } = useRetraining;

/** Another project has other runs by the same numbers. */
export const forgetRetraining = (): void => set({ later: new Set<RunId>(), unfolded: false, report: null });

/** The run on the canvas, or the newest that has learned anything. */
export function retrainable(): RunSummary | undefined {
  const { runs } = useSession.getState();
  const { run: shown } = useView.getState();
  const able = (run: RunSummary): boolean => run.bestEpoch !== null && !useTraining.getState().removing.has(run.id);
  return runs.find((run) => run.id === shown && able(run)) ?? runs.find(able);
}
export const canRetrain = (): boolean => retrainable() !== undefined && useSession.getState().project?.readOnly === null;
export const askHow = (): void => openDialog('retrain');

/** Asks how the first time, and begins at once from then on. */
export function retrain(): void {
  const how = usePreferences.getState().retrain;
  if (how === null) askHow();
  else void beginRetraining(how);
}

export async function beginRetraining(how: { minutes: number; weight: number }): Promise<void> {
  const run = retrainable();
  if (!run) return;
  prefer({ retrain: how });
  const begun = await told(studio.runQueue.retrain({ from: { run: run.id, epoch: 'best' }, ...how }));
  if (begun === undefined) return;
  const waits = useSession.getState().runs.find(({ id }) => id === begun)?.state === 'queued';
  const minutes = `${how.minutes} min`;
  notify({
    tone: 'info',
    message: waits
      ? `${run.name} is retrained next, for ${minutes}.`
      : `${run.name} is being retrained for ${minutes}. Go on working: it gives way to the brush.`,
  });
}

/** The newest retrained run that has ended and that nobody has kept or dropped. */
export const openVerdict = (runs: readonly RunSummary[], removing: ReadonlySet<RunId>): RunSummary | undefined =>
  runs.find(
    (run) =>
      run.retrain?.verdict === 'open' &&
      (run.state === 'done' || run.state === 'stopped') &&
      run.bestEpoch !== null &&
      !removing.has(run.id),
  );

export const hasVerdict = (): boolean => openVerdict(useSession.getState().runs, useTraining.getState().removing) !== undefined;
export const showVerdict = (): void => set({ later: new Set<RunId>(), unfolded: true });
export const askLater = (run: RunId): void => set({ later: new Set(get().later).add(run), unfolded: false });
export const unfold = (unfolded: boolean): void => set({ unfolded });

/** Compares the two anew, as the masks are now. */
export async function compareRetrained(run: RunId): Promise<void> {
  set({ report: { run, report: null, failure: null } });
  const asked = get().report;
  const answer = await studio.runQueue.retrained({ run });
  if (get().report !== asked) return;
  set({ report: answer.ok ? { run, report: answer.value, failure: null } : { run, report: null, failure: answer.error } });
}

export async function keepNew({ id }: RunSummary): Promise<void> {
  if ((await told(studio.runQueue.keep({ run: id }))) === undefined) return;
  set({ unfolded: false });
  selectRun(id);
}

/** Removed, with the removal's own 'Undo'; what it started from is on the canvas again. */
export function dropNew(run: RunSummary): void {
  set({ unfolded: false });
  removeRun(run);
  const parent = useSession.getState().runs.find(({ id }) => id === run.retrain?.of);
  if (parent && parent.bestEpoch !== null && useView.getState().run === null) useView.getState().showRun(parent.id);
}

/** The frame with the new run's prediction on it. */
export function lookAt(frame: FrameId, run: RunId): void {
  if (useView.getState().run !== run) useView.getState().showRun(run);
  useView.getState().set({ showPrediction: true });
  useView.getState().goTo(frame);
  if (!picturesShown(useShell.getState().tab)) showTab('annotate');
}
