// Several runs chosen: their scores with what these were measured on, and their settings side by side, the different ones marked.
import { useEffect, useMemo, useRef, useState } from 'react';
import type { MeasuredOn, RunSummary } from '../../shared/contract/runs';
import { comparable, type Comparable } from '../../shared/training/comparable';
import { comparedRuns } from '../../shared/training/comparison';
import { studio } from '../api';
import { clock, score } from '../format';
import { useSession } from '../state/session';
import { Said } from '../ui/Said';
import { runColour } from './curves';
import { MovedBadge } from './MovedBadge';
import { selectRun, useTraining } from './state';

/** More columns than this are no table any more: the parallel coordinates are for those. */
const MOST = 10;

export function RunsCompared() {
  const chosen = useTraining((s) => s.chosen);
  const all = useSession((s) => s.runs);
  const [everything, setEverything] = useState(false);
  const every = useMemo(() => chosen.flatMap((id) => all.find((run) => run.id === id) ?? []), [chosen, all]);
  // The main one was chosen last, and stays in sight.
  const runs = useMemo(() => (every.length > MOST ? [...every.slice(0, MOST - 1), ...every.slice(-1)] : every), [every]);
  const rows = useMemo(() => comparedRuns(runs.map((run) => run.config)), [runs]);
  const measured = useMeasured(runs);
  const differing = rows.filter((row) => row.differs).length;
  const shown = everything ? rows : rows.filter((row) => row.differs);
  if (runs.length < 2) return null;
  return (
    <section className="run-record runs-compared" aria-label="The chosen runs side by side" data-testid="runs-compared">
      <header>
        <b>{every.length} runs side by side</b>
        <span className="dim">
          {differing === 0 ? 'all settings are the same' : differing === 1 ? 'one setting differs' : `${differing} settings differ`}
          {every.length > MOST && ` · ${MOST} of them are shown`}
        </span>
        <span className="grow" />
        <button
          type="button"
          className="chip"
          aria-pressed={everything}
          title={everything ? 'Show only the settings that differ' : 'Show also the settings that are the same'}
          onClick={() => setEverything(!everything)}
        >
          All settings
        </button>
      </header>
      <Measured runs={runs} measured={measured} />
      <div className="compared-box">
        <table className="compared selectable">
          <thead>
            <tr>
              <th scope="col">
                <span className="sr-only">Setting</span>
              </th>
              {runs.map((run) => (
                <th key={run.id} scope="col">
                  <button type="button" className="compared-name" title={`Show ${run.name} alone`} onClick={() => selectRun(run.id)}>
                    <i className="key-colour" style={{ background: runColour(run.id) }} />
                    <span className="cut">{run.name}</span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <Scores runs={runs} alike={typeof measured === 'object' && measured.same} />
          <tbody>
            {shown.map(({ option, values, differs }) => (
              <tr key={option.path} data-differs={differs || undefined} title={option.sentence}>
                <th scope="row">{option.label}</th>
                {values.map((value, index) => (
                  <td key={runs[index]?.id}>{value ?? <span className="dim">–</span>}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** What these runs' scores were measured on: 'busy' while it is looked up. */
function useMeasured(runs: readonly RunSummary[]): Comparable | 'busy' | 'failed' {
  const [measured, setMeasured] = useState<{ key: string; rows: readonly MeasuredOn[] | null }>();
  const ids = runs.map((run) => run.id);
  // The frames that a run saw never change: only other runs are asked about anew.
  const key = ids.join(',');
  const asked = useRef(ids);
  asked.current = ids;
  useEffect(() => {
    let current = true;
    if (asked.current.length > 1)
      void studio.runs
        .measuredOn({ runs: asked.current })
        .then((answer) => current && setMeasured({ key, rows: answer.ok ? answer.value : null }));
    return () => {
      current = false;
    };
  }, [key]);
  if (measured?.key !== key) return 'busy';
  return measured.rows ? comparable(runs, measured.rows) : 'failed';
}

/** Whether the scores may be held against each other, and if not, why. */
function Measured({ runs, measured }: { runs: readonly RunSummary[]; measured: ReturnType<typeof useMeasured> }) {
  if (measured === 'busy') return <p className="dim">Looking what they were measured on…</p>;
  if (measured === 'failed') return <p className="dim">What they were measured on could not be read.</p>;
  return (
    <>
      {measured.same ? (
        <p className="dim" data-testid="comparable">
          {measured.said.join(' ')}
        </p>
      ) : (
        <Said tone="warn">
          <span data-testid="comparable">
            These scores were not measured alike, and cannot be held against each other as they are. {measured.said.join(' ')}
          </span>
        </Said>
      )}
      {runs.some((run) => run.moved > 0) && (
        <p className="compared-moved">
          {runs
            .filter((run) => run.moved > 0)
            .map((run) => (
              <span key={run.id}>
                <b>{run.name}</b> <MovedBadge run={run} long />
              </span>
            ))}
        </p>
      )}
    </>
  );
}

const most = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((best, value) => (value === null ? best : best === null ? value : Math.max(best, value)), null);

/** Of the best epoch, on what each run held out. The best is marked only where they were measured alike. */
function Scores({ runs, alike }: { runs: readonly RunSummary[]; alike: boolean }) {
  const lines: readonly { name: string; said: string; read: (run: RunSummary) => number | null }[] = [
    { name: 'Mean IoU', said: 'Mean over the held-out frames, at the best epoch', read: (run) => run.bestMeanIoU },
    { name: 'Pooled IoU', said: 'Over all held-out pixels together, at the same epoch', read: (run) => run.bestPooledIoU },
  ];
  return (
    <tbody className="scores">
      {lines.map(({ name, said, read }) => {
        const best = alike ? most(runs.map(read)) : null;
        return (
          <tr key={name} title={said}>
            <th scope="row">{name}, held-out</th>
            {runs.map((run) => (
              <td key={run.id} data-best={(best !== null && read(run) === best) || undefined}>
                {score(read(run))}
              </td>
            ))}
          </tr>
        );
      })}
      <tr title="The epoch with the best held-out mean IoU, of those done">
        <th scope="row">at epoch</th>
        {runs.map((run) => (
          <td key={run.id}>
            {run.bestEpoch ?? '–'} <span className="dim">of {run.epochs}</span>
          </td>
        ))}
      </tr>
      <tr title="Frames that each run was trained on and measured on, and the newest mask version that it saw">
        <th scope="row">Frames and masks</th>
        {runs.map((run) => (
          <td key={run.id}>
            {run.trainFrames} + {run.heldOutFrames} <span className="dim">v{run.maskVersion}</span>
          </td>
        ))}
      </tr>
      <tr title="Time spent training, pauses left out">
        <th scope="row">Time</th>
        {runs.map((run) => (
          <td key={run.id}>{clock(run.seconds)}</td>
        ))}
      </tr>
    </tbody>
  );
}
