// What begins, turns and ends the comparison of two runs on the canvas.
import type { EpochChoice, RunId } from '../../shared/domain';
import type { RunSummary } from '../../shared/contract/runs';
import { notify } from '../state/notices';
import { useSession } from '../state/session';
import { picturesShown, showTab, useShell } from '../state/shell';
import { NOTHING_COMPARED, useView, type PairShow } from '../state/view';

export const SHOWS: readonly PairShow[] = ['overlay', 'swipe', 'blink'];

const view = () => useView.getState();
/** What it was shown as last. */
let last: PairShow = 'overlay';

export const predicts = (run: RunSummary): boolean => run.bestEpoch !== null;

/** `other` beside the shown run, on the canvas. Without a shown run the best other one is A. */
export function compareWith(other: RunId, otherEpoch: EpochChoice = 'best'): void {
  if (view().run === null) {
    const first = candidates(other)[0];
    if (!first) return tooFew();
    view().showRun(first.id);
  }
  view().set({ showPrediction: true });
  view().setCompare({ kind: 'runs', other, otherEpoch, show: last });
  if (!picturesShown(useShell.getState().tab)) showTab('annotate');
}

/** Begins with the run that suits best (another net before the same one, then the better score), or ends. */
export function toggleComparison(): void {
  if (view().compare.kind === 'runs') return view().setCompare(NOTHING_COMPARED);
  const { run } = view();
  const other = candidates(run)[0];
  if (!other) return tooFew();
  compareWith(other.id);
}

/** Runs to hold beside `run`, the likeliest first. */
export function candidates(run: RunId | null): RunSummary[] {
  const { runs } = useSession.getState();
  const net = runs.find(({ id }) => id === run)?.config.net;
  const rank = (one: RunSummary): number => (one.config.net === net ? 0 : 2) + (one.bestMeanIoU ?? 0);
  return runs.filter((one) => one.id !== run && predicts(one)).sort((a, b) => rank(b) - rank(a));
}

const tooFew = (): void => {
  notify({ tone: 'info', message: 'There is no second run with a finished epoch to compare with. Train another one, or import weights.' });
};

export function showAs(show: PairShow): void {
  const { compare } = view();
  if (compare.kind !== 'runs') return;
  last = show;
  view().setCompare({ ...compare, show });
}

export function nextShow(): void {
  const { compare } = view();
  if (compare.kind === 'runs') showAs(SHOWS[(SHOWS.indexOf(compare.show) + 1) % SHOWS.length]!);
}

/** A becomes B and B becomes A, epochs along. */
export function swapRuns(): void {
  const { compare, run, epoch, showRun, setCompare } = view();
  if (compare.kind !== 'runs' || run === null) return;
  showRun(compare.other, compare.otherEpoch);
  setCompare({ ...compare, other: run, otherEpoch: epoch });
}

export function setOther(values: { other?: RunId; otherEpoch?: EpochChoice }): void {
  const { compare, setCompare } = view();
  if (compare.kind === 'runs') setCompare({ ...compare, ...values });
}

/** A press longer than this holds, a shorter one toggles. */
const TAP = 300;
let held: { readonly since: number; readonly before: { readonly show: PairShow; readonly other: boolean } } | null = null;

/** Shows B instead of A: as long as the key is held, or until it is pressed again. */
export function blink(): void {
  const { compare, blinkOther } = view();
  // While it is held the key repeats.
  if (compare.kind !== 'runs' || held) return;
  held = { since: performance.now(), before: { show: compare.show, other: blinkOther } };
  view().set({ compare: { ...compare, show: 'blink' }, blinkOther: compare.show === 'blink' ? !blinkOther : true });
  const off = new AbortController();
  const release = (): void => {
    off.abort();
    const { compare: now } = view();
    if (held && now.kind === 'runs' && performance.now() - held.since > TAP)
      view().set({ compare: { ...now, show: held.before.show }, blinkOther: held.before.other });
    held = null;
  };
  window.addEventListener('keyup', release, { signal: off.signal });
  window.addEventListener('blur', release, { signal: off.signal });
}
