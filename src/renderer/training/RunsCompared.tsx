// Several runs chosen: their settings side by side, the different ones marked.
import { useMemo, useState } from 'react';
import type { RunSummary } from '../../shared/contract/runs';
import { comparedRuns } from '../../shared/training/comparison';
import { score } from '../format';
import { useSession } from '../state/session';
import { runColour } from './curves';
import { useTraining } from './state';

export function RunsCompared() {
  const chosen = useTraining((s) => s.chosen);
  const all = useSession((s) => s.runs);
  const [everything, setEverything] = useState(false);
  const runs = useMemo(() => chosen.flatMap((id) => all.find((run) => run.id === id) ?? []), [chosen, all]);
  const rows = useMemo(() => comparedRuns(runs.map((run) => run.config)), [runs]);
  const shown = everything ? rows : rows.filter((row) => row.differs);
  if (runs.length < 2) return null;
  return (
    <section className="runs-compared" aria-label="The chosen runs side by side" data-testid="runs-compared">
      <header>
        <b>{runs.length} runs side by side</b>
        <span className="dim">{rows.filter((row) => row.differs).length} settings differ</span>
        <span className="grow" />
        <button type="button" className="chip" aria-pressed={everything} onClick={() => setEverything(!everything)}>
          All settings
        </button>
      </header>
      <div className="compared-box">
        <table>
          <thead>
            <tr>
              <th scope="col" />
              {runs.map((run) => (
                <Head key={run.id} run={run} />
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">Best mean IoU, held-out</th>
              {runs.map((run) => (
                <td key={run.id}>{score(run.bestMeanIoU)}</td>
              ))}
            </tr>
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

const Head = ({ run }: { run: RunSummary }) => (
  <th scope="col">
    <i className="key-colour" style={{ background: runColour(run.id) }} />
    {run.name}
  </th>
);
