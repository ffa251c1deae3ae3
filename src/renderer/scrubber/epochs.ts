// The epochs that a run can be shown at: those whose checkpoint is still there.
import type { RunDetail } from '../../shared/contract/runs';
import type { EpochChoice } from '../../shared/domain';
import { useSession } from '../state/session';
import { useView } from '../state/view';

/** Ascending; epoch 0 (before training) is none that can be chosen. */
export const keptEpochs = (detail: RunDetail | undefined): number[] =>
  (detail?.checkpoints ?? [])
    .map(({ epoch }) => epoch)
    .filter((epoch) => epoch > 0)
    .sort((a, b) => a - b);

/** The number behind 'best' and 'last'; null while nothing is kept. */
export function epochNumber(detail: RunDetail | undefined, choice: EpochChoice): number | null {
  if (typeof choice === 'number') return choice;
  const marked = detail?.checkpoints.find((checkpoint) => checkpoint[choice] && checkpoint.epoch > 0);
  return marked?.epoch ?? keptEpochs(detail).at(-1) ?? null;
}

/** The kept epoch nearest to `epoch`, the earlier of two equally near. */
export function nearestKept(kept: readonly number[], epoch: number): number | null {
  let best: number | null = null;
  for (const one of kept) if (best === null || Math.abs(one - epoch) < Math.abs(best - epoch)) best = one;
  return best;
}

/** To the first or last kept epoch of the run that is shown. */
export function endEpoch(which: 'first' | 'last'): void {
  const { run, setEpoch } = useView.getState();
  const kept = keptEpochs(run === null ? undefined : useSession.getState().runDetails.get(run));
  const epoch = which === 'first' ? kept[0] : kept.at(-1);
  if (epoch !== undefined) setEpoch(epoch);
}

/** To the run before (-1) or after (1) by their age, of those that have something to show; at the same epoch, or the nearest that is kept. */
export function stepRun(by: 1 | -1): void {
  const { run, epoch, showRun } = useView.getState();
  const { runs, runDetails } = useSession.getState();
  // Newest first: the next one is nearer to the beginning.
  const shown = runs.filter(({ epochs, id }) => epochs > 0 || id === run);
  const at = shown.findIndex(({ id }) => id === run);
  const next = run === null ? shown[0] : shown[at - by];
  if (!next) return;
  const kept = keptEpochs(runDetails.get(next.id));
  showRun(next.id, typeof epoch === 'string' ? epoch : (nearestKept(kept, epoch) ?? 'best'));
}

/** To the next (1) or previous (-1) kept epoch of the run that is shown. */
export function stepEpoch(by: 1 | -1): void {
  const { run, epoch, setEpoch } = useView.getState();
  if (run === null) return;
  const detail = useSession.getState().runDetails.get(run);
  const kept = keptEpochs(detail);
  const now = epochNumber(detail, epoch);
  if (now === null) return;
  const next = by > 0 ? kept.find((one) => one > now) : kept.findLast((one) => one < now);
  if (next !== undefined) setEpoch(next);
}
