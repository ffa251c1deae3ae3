// The curves of the run that is chosen, and of the one that is training: loss, and the held-out IoU.
import { useEffect, useMemo } from 'react';
import { count, score } from '../format';
import { prefer, usePreferences } from '../state/preferences';
import { useSession } from '../state/session';
import { loadRunDetail } from '../state/sessionEvents';
import { iouChart, lossChart, runColour, type CurveRun } from './curves';
import { Plot } from './Plot';
import { isActive, useTraining } from './state';

const lossWords = (value: number): string => (value >= 0.1 ? value.toFixed(2) : value.toPrecision(2));

function useShownRuns(): CurveRun[] {
  const selected = useTraining((s) => s.selected);
  const all = useSession((s) => s.runs);
  const removing = useTraining((s) => s.removing);
  const runs = useMemo(() => all.filter((run) => !removing.has(run.id)), [all, removing]);
  const details = useSession((s) => s.runDetails);
  const ids = useMemo(() => {
    const active = runs.find(isActive)?.id;
    const chosen = runs.some((run) => run.id === selected) ? selected : (active ?? runs[0]?.id ?? null);
    return [...new Set([chosen, active])].filter((id) => id !== null && id !== undefined);
  }, [runs, selected]);
  useEffect(() => {
    for (const id of ids) if (!useSession.getState().runDetails.has(id)) void loadRunDetail(id);
  }, [ids]);
  return useMemo(
    () =>
      ids.flatMap((id) => {
        const run = runs.find((other) => other.id === id);
        if (!run) return [];
        return [
          {
            name: run.name,
            colour: runColour(id),
            epochs: details.get(id)?.epochs ?? [],
            best: run.bestEpoch,
            until: isActive(run) ? run.config.epochs : run.epochs,
          },
        ];
      }),
    [ids, runs, details],
  );
}

export function Curves() {
  const active = useSession((s) => s.runs.some(isActive));
  const empty = active ? 'The first epoch is under way.' : 'No epoch was finished.';
  const log = usePreferences((s) => s.lossLog);
  const shown = useShownRuns();
  const loss = useMemo(() => lossChart(shown), [shown]);
  const iou = useMemo(() => iouChart(shown), [shown]);
  const heldOut = useSession((s) => s.runs.find((run) => run.name === shown[0]?.name));
  const single = shown.length === 1 ? shown[0]?.name : undefined;
  const said = ['mean solid, pooled dashed', heldOut && `${count(heldOut.heldOutFrames, 'frame')} · threshold ${heldOut.config.threshold}`]
    .filter(Boolean)
    .join(' · ');
  // A run learns by its own loss; held-out losses are plain cross-entropy, whatever it is (engine/training/loss.ts).
  const ownLoss = heldOut && (heldOut.config.loss !== 'bce' || heldOut.config.deepSupervision);
  const lossSaid = `train solid, held-out dashed${ownLoss ? ' (cross-entropy alone)' : ''}`;
  if (shown.length === 0) return null;
  return (
    <div className="plots">
      <Plot
        title="Loss"
        empty={empty}
        unmeasured="The weights were trained elsewhere: their loss is not known."
        said={single ? `${single} · ${lossSaid}` : lossSaid}
        chart={loss}
        log={log}
        write={lossWords}
        controls={
          <button type="button" className="chip" aria-pressed={log} title="Logarithmic scale" onClick={() => prefer({ lossLog: !log })}>
            log
          </button>
        }
      />
      <Plot
        title="Held-out IoU"
        empty={empty}
        unmeasured="Nothing was held out: there is nothing to measure."
        said={said}
        chart={iou}
        write={score}
      />
    </div>
  );
}
