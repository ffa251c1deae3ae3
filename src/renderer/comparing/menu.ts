// The entries of menus that begin or end the comparison of two runs.
import type { RunSummary } from '../../shared/contract/runs';
import type { RunId } from '../../shared/domain';
import { score } from '../format';
import { useSession } from '../state/session';
import { NOTHING_COMPARED, useView } from '../state/view';
import { keysOf } from '../ui/keys';
import type { MenuEntry } from '../ui/Menu';
import { compareWith, predicts } from './actions';
import { openTable } from './state';

/** In a run's own menu: beside the run that is shown, both on the canvas. */
export function compareEntry(id: RunId): MenuEntry[] {
  const { run } = useView.getState();
  const one = useSession.getState().runs.find((other) => other.id === id);
  const shown = useSession.getState().runs.find((other) => other.id === run);
  const title = shown && shown.id !== id ? `Compare with ${shown.name}` : 'Compare with the shown run';
  return [{ title, disabled: !one || !predicts(one) || !shown || shown.id === id, run: () => compareWith(id) }];
}

/** In the run chooser: with which other run the shown one is compared. */
export function chooseOther(runs: readonly RunSummary[]): MenuEntry[] {
  const { compare, run, setCompare } = useView.getState();
  const other = compare.kind === 'runs' ? compare.other : null;
  const others = runs.filter(({ id }) => id !== run);
  return [
    {
      title: 'Compare with',
      keys: keysOf('compare.runs'),
      disabled: others.length === 0,
      items: others.map((one) => ({
        title: one.name,
        side: score(one.bestMeanIoU),
        checked: one.id === other,
        run: () => compareWith(one.id),
      })),
    },
    ...(other === null
      ? []
      : [
          { title: 'Frames of both runs…', keys: keysOf('compare.table'), run: openTable },
          { title: 'End the comparison', keys: keysOf('compare.end'), run: () => setCompare(NOTHING_COMPARED) },
        ]),
  ];
}
