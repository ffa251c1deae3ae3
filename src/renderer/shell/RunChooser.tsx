// Which run's prediction is shown, and of which epoch.
import { ChevronDown } from 'lucide-react';
import { useEffect } from 'react';
import type { EpochChoice, RunId } from '../../shared/domain';
import { chooseOther } from '../comparing/menu';
import { score } from '../format';
import { useLive } from '../state/live';
import { useRun, useSession } from '../state/session';
import { loadRunDetail } from '../state/sessionEvents';
import { useView } from '../state/view';
import { MovedMark } from '../training/MovedBadge';
import { selectRun, useTraining } from '../training/state';
import { Button } from '../ui/Button';
import { Menu, type MenuEntry } from '../ui/Menu';

function epochEntries(
  epoch: EpochChoice,
  shown: number | null,
  kept: readonly { epoch: number; best: boolean; last: boolean }[],
): MenuEntry[] {
  const { setEpoch } = useView.getState();
  const best = kept.find((one) => one.best)?.epoch;
  const last = kept.find((one) => one.last)?.epoch;
  return [
    { label: 'Epoch' },
    { title: 'Best', side: best ?? '', checked: epoch === 'best', run: () => setEpoch('best') },
    { title: 'Last', side: last ?? '', checked: epoch === 'last', run: () => setEpoch('last') },
    {
      title: 'Kept epochs',
      checked: typeof epoch === 'number',
      side: typeof epoch === 'number' ? `epoch ${shown ?? epoch}` : kept.length,
      disabled: kept.length === 0,
      items: kept.map((one) => ({
        title: `Epoch ${one.epoch}`,
        side: [one.best && 'best', one.last && 'last'].filter(Boolean).join(', '),
        checked: epoch === one.epoch,
        run: () => setEpoch(one.epoch),
      })),
    },
    'line',
  ];
}

export function RunChooser() {
  const id = useView((s) => s.run);
  const epoch = useView((s) => s.epoch);
  const run = useRun(id);
  const runs = useSession((s) => s.runs);
  const detail = useSession((s) => (id === null ? undefined : s.runDetails.get(id)));
  const predicted = useLive((s) => (s.predictionRun === id ? s.predictionEpoch : null));
  useEffect(() => {
    if (id !== null && !detail) void loadRunDetail(id);
  }, [id, detail]);

  const real = typeof epoch === 'number' ? epoch : epoch === 'best' ? (run?.bestEpoch ?? predicted) : (predicted ?? run?.epochs ?? null);
  const choose = (next: RunId | null): void => (next === null ? useView.getState().showRun(null) : selectRun(next));
  const removing = useTraining((s) => s.removing);
  const withPrediction = runs.filter((one) => one.bestEpoch !== null && !removing.has(one.id));
  const entries: MenuEntry[] = [
    ...(run ? epochEntries(epoch, real, detail?.checkpoints ?? []) : []),
    { label: 'Run, and its best held-out mean IoU' },
    { title: 'No prediction', checked: id === null, run: () => choose(null) },
    ...withPrediction.map((one) => ({
      title: one.name,
      side: score(one.bestMeanIoU),
      checked: one.id === id,
      run: () => choose(one.id),
    })),
  ];
  if (id !== null) entries.push('line', ...chooseOther(withPrediction));
  if (withPrediction.length === 0) {
    return (
      <Button look="plain" className="run-button dim" disabled>
        no run yet
      </Button>
    );
  }
  return (
    <Menu entries={entries} align="end">
      <Button className="run-button" aria-label="Run and epoch whose prediction is shown" data-testid="run-chooser">
        {run ? (
          <>
            <span className="cut">{run.name}</span>
            <MovedMark run={run} />
            <span className="quiet">{real === null ? `· ${epoch}` : `· epoch ${real}`}</span>
          </>
        ) : (
          <span className="quiet">no prediction</span>
        )}
        <ChevronDown size={14} />
      </Button>
    </Menu>
  );
}
