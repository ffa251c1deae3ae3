// The training view's own state, and the verbs behind its buttons: start, pause, resume, stop and keep, rename, remove with Undo.
import { create } from 'zustand';
import type { RunSummary } from '../../shared/contract/runs';
import type { RunId } from '../../shared/domain';
import type { Result } from '../../shared/result';
import type { PresetName, RunConfig } from '../../shared/training/config';
import { studio } from '../api';
import { dismiss, notify, notifyFailure, told } from '../state/notices';
import { useSession } from '../state/session';
import { loadRunDetail } from '../state/sessionEvents';
import { showTab } from '../state/shell';
import { useView } from '../state/view';
import { formFrom, groupsOf, readForm, type FormValues } from './form';
import { forgetSweep, readSweep, sweepName, useSweep } from './sweep';

export type EditedWord = 'name' | 'tags' | 'note';

export interface Training {
  readonly values: FormValues;
  /** Problems are shown once the person has tried to start, and at a field once it was left. */
  readonly tried: boolean;
  readonly touched: ReadonlySet<string>;
  /** Starts that a wrong field refused: the form then goes to it. */
  readonly refused: number;
  readonly starting: boolean;
  /** Groups of options that are unfolded. */
  readonly open: ReadonlySet<string>;
  /** The runs whose curves and settings are shown, in the order in which they were chosen. */
  readonly chosen: readonly RunId[];
  /** The last of them; null when none is. Written by `choose` alone. */
  readonly selected: RunId | null;
  /** The word of a run that is being changed in its row. */
  readonly editing: { readonly run: RunId; readonly what: EditedWord } | null;
  /** The run whose model is about to be exported. */
  readonly exporting: RunId | null;
  /** Runs that 'Undo' can still bring back. */
  readonly removing: ReadonlySet<RunId>;
}

/** What stands in the state for these chosen runs: each once, the main one last. */
export function choice(runs: readonly RunId[]): Pick<Training, 'chosen' | 'selected'> {
  const chosen = [...new Set(runs)];
  return { chosen, selected: chosen.at(-1) ?? null };
}

export const useTraining = create<Training>()(() => ({
  values: formFrom('quick'),
  tried: false,
  touched: new Set<string>(),
  refused: 0,
  starting: false,
  open: new Set<string>(),
  ...choice([]),
  editing: null,
  exporting: null,
  removing: new Set<RunId>(),
}));

const { getState: get, setState: set } = useTraining;

export const setValue = (values: Readonly<Record<string, string>>): void => set({ values: { ...get().values, ...values } });
export const touch = (field: string): void => set({ touched: new Set(get().touched).add(field) });
export function openGroup(group: string, open: boolean): void {
  const groups = new Set(get().open);
  if (open) groups.add(group);
  else groups.delete(group);
  set({ open: groups });
}
/** A preset fills every field; the run's name stays. */
export const choosePreset = (preset: PresetName): void =>
  set({ values: formFrom(preset, get().values.name), tried: false, touched: new Set<string>() });

export const isActive = (run: RunSummary): boolean => run.state === 'running' || run.state === 'paused';
export const canResume = (run: RunSummary): boolean => run.state === 'interrupted' || run.state === 'stopped' || run.state === 'failed';
export const activeRun = (): RunSummary | undefined => useSession.getState().runs.find(isActive);

/** Why a run cannot be started now, one sentence; undefined when it can. */
export function whyNotStart(): string | undefined {
  const { frames } = useSession.getState();
  if (frames.length === 0) return 'There are no frames yet.';
  if (!frames.some((frame) => frame.split === 'train')) return 'The frames are not split into train and held-out yet.';
  if (!frames.some((frame) => frame.split === 'train' && frame.mask !== null)) return 'No train frame has a mask yet.';
  return undefined;
}

async function startOne(config: RunConfig, name: string): Promise<Result<RunId[]>> {
  const answer = await studio.runs.start({ config, name });
  return answer.ok ? { ok: true, value: [answer.value] } : answer;
}

export async function startTraining(): Promise<void> {
  if (get().starting) return;
  const { config, draft, problems } = readForm(get().values);
  const { axes } = useSweep.getState();
  const sweep = readSweep(get().values, axes);
  const reason = whyNotStart() ?? (config && sweep?.problem);
  if (!config || reason) {
    const wrong = groupsOf(draft).filter(({ options }) => options.some(({ path }) => path in problems));
    const refused = get().refused + (config ? 0 : 1);
    set({ tried: true, refused, open: new Set([...get().open, ...wrong.map(({ group }) => group)]) });
    showTab('train');
    if (reason) notify({ tone: 'warn', message: reason });
    return;
  }
  set({ starting: true });
  const name = get().values.name.trim();
  const runs = sweep && sweep.problem === undefined ? [...sweep.sweep.runs] : null;
  const started = runs
    ? await told(studio.runQueue.add({ sweep: sweepName(useSession.getState().runs, name), runs }))
    : await told(startOne(config, name));
  set({ starting: false });
  const first = started?.[0];
  if (first === undefined) return;
  if (runs) forgetSweep();
  set({ values: { ...get().values, name: '' }, tried: false });
  // What waits in the queue has nothing to show yet.
  if (useSession.getState().runs.find((run) => run.id === first)?.state !== 'queued') selectRun(first);
}

export const control = (run: RunId, action: 'pause' | 'resume' | 'stop'): Promise<unknown> => told(studio.runs.control({ run, action }));

/** Ctrl+T: start, pause, or go on, whichever there is to do. */
export function toggleTraining(): void {
  const run = activeRun();
  if (!run) void startTraining();
  else void control(run.id, run.state === 'paused' ? 'resume' : 'pause');
}

export async function resumeRun(run: RunId): Promise<void> {
  selectRun(run);
  await told(studio.runs.resume({ run }));
}

/** Its curves here; its predictions on the canvas, once it has any. */
export const selectRun = (id: RunId): void => chooseRuns([id]);

/** Several at once, the last of which is the main one: its predictions are on the canvas. */
export function chooseRuns(runs: readonly RunId[]): void {
  set(choice(runs));
  const id = get().selected;
  if (id === null) return;
  void loadRunDetail(id);
  const run = useSession.getState().runs.find((other) => other.id === id);
  if (run && run.bestEpoch !== null && useView.getState().run !== id) useView.getState().showRun(id);
}

export function showPredictions(id: RunId): void {
  selectRun(id);
  useView.getState().set({ showPrediction: true });
  showTab('annotate');
}

export async function renameRun(run: RunId, name: string): Promise<void> {
  const plain = name.trim();
  const before = useSession.getState().runs.find((other) => other.id === run);
  if (plain === '' || plain === before?.name) return;
  await told(studio.runs.rename({ run, name: plain.slice(0, 80) }));
}

export const editRun = (run: RunId, what: EditedWord): void => set({ editing: { run, what } });

export const annotateRun = ({ id: run }: RunSummary, words: { tags?: string[]; note?: string }): Promise<unknown> =>
  told(studio.runs.annotate({ run, ...words }));

const UNDO_SECONDS = 8;

/** Gone from the list at once, from the disk when 'Undo' has passed. */
export function removeRun(run: RunSummary): void {
  const { chosen } = get();
  const { run: shown, epoch } = useView.getState();
  const folder = useSession.getState().project?.folder;
  // Another project has other runs by the same numbers.
  const there = (): boolean => useSession.getState().project?.folder === folder;
  set({ removing: new Set(get().removing).add(run.id), ...choice(chosen.filter((id) => id !== run.id)) });
  if (shown === run.id) useView.getState().showRun(null);
  const back = (): void => {
    clearTimeout(timer);
    if (!there()) return;
    const removing = new Set(get().removing);
    removing.delete(run.id);
    set({ removing });
  };
  const undo = (): void => {
    back();
    if (!there()) return;
    if (chosen.includes(run.id)) set(choice(chosen));
    if (shown === run.id) useView.getState().showRun(run.id, epoch);
  };
  const timer = setTimeout(() => {
    dismiss(notice);
    if (!there()) return;
    void studio.runs.remove({ run: run.id }).then((answer) => {
      if (!answer.ok) notifyFailure(answer.error);
      back();
    });
  }, UNDO_SECONDS * 1000);
  const notice = notify({
    tone: 'info',
    message: `${run.name} and its checkpoints removed.`,
    action: { title: 'Undo', run: undo },
    lasts: UNDO_SECONDS * 1000,
  });
}
