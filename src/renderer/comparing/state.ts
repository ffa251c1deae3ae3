// All frames of the two runs that are compared: asked of main while the table is open, asked again when runs, epochs, decisions or masks change.
import { create } from 'zustand';
import type { PairSide, RunComparison } from '../../shared/contract/compare';
import type { FrameId, RunId } from '../../shared/domain';
import { studio } from '../api';
import { useFrameList } from '../frames/state';
import { told } from '../state/notices';
import { useSession } from '../state/session';
import { picturesShown, showTab, useShell } from '../state/shell';
import { setPairOrder } from '../state/queue';
import { decisionOf, useView } from '../state/view';
import { toggleComparison } from './actions';
import { otherDecision } from './decisions';
import type { Column } from './order';

export interface Comparing {
  readonly open: boolean;
  readonly is: 'none' | 'busy' | 'ready' | 'failed' | 'cancelled';
  /** One sentence when it failed. */
  readonly message: string;
  readonly done: number;
  readonly total: number;
  /** The newest answer; kept while another one is on its way. */
  readonly found: RunComparison | null;
  readonly sort: { readonly by: Column; readonly down: boolean };
}

export const useComparing = create<Comparing>()(() => ({
  open: false,
  is: 'none',
  message: '',
  done: 0,
  total: 0,
  found: null,
  sort: { by: 'disagreement', down: true },
}));
const { getState: get, setState: set } = useComparing;

/** The table of the two runs, which begin to be compared if none are. */
export function openTable(): void {
  if (!picturesShown(useShell.getState().tab)) showTab('review');
  if (useView.getState().compare.kind !== 'runs') toggleComparison();
  set({ open: true });
  refresh();
}

export function closeTable(): void {
  set({ open: false });
  if (get().is === 'busy') cancel();
}

export const toggleTable = (): void => (get().open ? closeTable() : openTable());

export function cancel(): void {
  turn++;
  void studio.compare.cancel({});
  set({ is: 'cancelled' });
}

/** Both sides as they are wanted now; null while no two runs are compared. */
export function wantedPair(): { a: PairSide; b: PairSide } | null {
  const view = useView.getState();
  const { compare, run, epoch } = view;
  if (compare.kind !== 'runs' || run === null) return null;
  const b = { run: compare.other, epoch: compare.otherEpoch, decision: otherDecision(compare.other) };
  return { a: { run, epoch, decision: decisionOf(view) }, b };
}

/** Counts asked for: an answer to an earlier one is dropped. */
let turn = 0;
let asked = '';

export function refresh(): void {
  const wanted = wantedPair();
  const mine = ++turn;
  asked = JSON.stringify(wanted);
  if (!wanted) return set({ is: 'none', found: null });
  set({ is: 'busy', done: 0, total: 0 });
  void studio.compare.runs(wanted).then((answer) => {
    if (mine !== turn) return;
    if (answer.ok) {
      offerOrder(answer.value);
      return set({ is: 'ready', found: answer.value });
    }
    const message = [answer.error.message, answer.error.hint].filter(Boolean).join(' ');
    set({ is: answer.error.code === 'cancelled' ? 'cancelled' : 'failed', message });
  });
}

/** The frame list and the queue may be ordered by it from now on. */
function offerOrder({ a, b, rows }: RunComparison): void {
  const known = rows.flatMap(({ frame, disagreement }) => (disagreement === null ? [] : [{ frame, disagreement }]));
  setPairOrder(known, `Disagreement of ${a.name}, epoch ${a.epoch}, and ${b.name}, epoch ${b.epoch}`);
}

/** The frame list, and with it the queue, goes where the two disagree most. */
export const orderFrames = (): void => useFrameList.setState({ sort: 'pair' });

export const predictMissing = (run: RunId, epoch: number, frames: readonly FrameId[]): Promise<unknown> =>
  told(studio.runs.predictAll({ run, epoch, frames: [...frames] }));

/** Moving a threshold asks once it rests. */
const REST = 350;

/** For the life of the window. */
export function watchComparing(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    if (get().open) timer = setTimeout(() => get().open && refresh(), REST);
  };
  studio.on('compareProgress', ({ done, total }) => {
    if (get().is === 'busy') set({ done, total });
  });
  useView.subscribe((view, before) => {
    if (
      view.compare === before.compare &&
      view.run === before.run &&
      view.epoch === before.epoch &&
      view.threshold === before.threshold &&
      view.post === before.post
    )
      return;
    if (get().open && JSON.stringify(wantedPair()) !== asked) soon();
  });
  useSession.subscribe((session, before) => {
    // Nothing of one project is said of another.
    if (session.project?.folder !== before.project?.folder) {
      turn++;
      set({ open: false, is: 'none', found: null });
    }
    // Masks and sets of frames, what was predicted, and best epochs.
    const predicted =
      session.jobs !== before.jobs &&
      session.jobs.some(({ kind, state }, i) => kind === 'predict' && state !== 'running' && before.jobs[i]?.state === 'running');
    if (session.changed !== before.changed || predicted || session.runs !== before.runs) soon();
  });
}
