// Every run: what it was, how well it did, and how it ended. A click shows its curves, and its predictions on the canvas.
import { Layers3 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { RunSummary } from '../../shared/contract/runs';
import type { RunId } from '../../shared/domain';
import { changesFrom, presetOf } from '../../shared/training/changes';
import { valueInWords } from '../../shared/training/values';
import { clock, score } from '../format';
import { useSession } from '../state/session';
import { useView } from '../state/view';
import { compareEntry } from '../comparing/menu';
import { copyText } from '../ui/copy';
import { Button } from '../ui/Button';
import { ContextMenu, type MenuEntry } from '../ui/Menu';
import { Empty } from '../ui/Said';
import { runColour } from './curves';
import { askForModel, importWeights } from './models';
import { canResume, control, isActive, removeRun, renameRun, resumeRun, showPredictions, useTraining } from './state';
import { pickRun, wayOf } from './pick';

const LOOKS: Record<RunSummary['state'], string> = {
  queued: 'busy',
  running: 'busy',
  paused: 'warn',
  done: 'good',
  stopped: '',
  interrupted: 'warn',
  failed: 'bad',
};

function State({ run, busy }: { run: RunSummary; busy: boolean }) {
  const look = `pill ${LOOKS[run.state]}`;
  if (canResume(run) && !busy) {
    const words = run.state === 'failed' ? `failed · try again` : `${run.state} · resume`;
    return (
      <button
        type="button"
        className={look}
        title={[run.reason, 'Goes on from the last checkpoint.'].filter(Boolean).join('\n')}
        onClick={(event) => {
          event.stopPropagation();
          void resumeRun(run.id);
        }}
      >
        {words}
      </button>
    );
  }
  return (
    <span className={look} title={run.reason}>
      {run.state}
    </span>
  );
}

function RunName({ run }: { run: RunSummary }) {
  const renaming = useTraining((s) => s.renaming === run.id);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // After the menu that began it has given the focus back.
    const timer = renaming ? setTimeout(() => input.current?.select(), 30) : undefined;
    return () => clearTimeout(timer);
  }, [renaming]);
  if (!renaming) return <b title={run.name}>{run.name}</b>;
  return (
    <span className="input rename">
      <input
        ref={input}
        aria-label="Name of the run"
        defaultValue={run.name}
        maxLength={80}
        spellCheck={false}
        autoFocus
        onClick={(event) => event.stopPropagation()}
        onBlur={(event) => void renameRun(run.id, event.target.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') useTraining.setState({ renaming: null });
        }}
      />
    </span>
  );
}

function menuOf(run: RunSummary, busy: boolean): MenuEntry[] {
  const active = isActive(run);
  return [
    ...compareEntry(run.id),
    { title: 'Show its predictions', disabled: run.bestEpoch === null, run: () => showPredictions(run.id) },
    ...(active
      ? [
          run.state === 'paused'
            ? { title: 'Go on', run: () => void control(run.id, 'resume') }
            : { title: 'Pause', run: () => void control(run.id, 'pause') },
          { title: 'Stop and keep', run: () => void control(run.id, 'stop') },
        ]
      : [{ title: 'Resume from the last checkpoint', disabled: !canResume(run) || busy, run: () => void resumeRun(run.id) }]),
    'line',
    { title: 'Rename…', run: () => useTraining.setState({ renaming: run.id }) },
    { title: 'Export model…', disabled: run.bestEpoch === null, run: () => askForModel(run) },
    { title: 'Copy its settings', run: () => copyText(JSON.stringify(run.config, null, 2)) },
    'line',
    { title: 'Remove', danger: true, disabled: active, run: () => removeRun(run) },
  ];
}

/** 'U-Net++ 8, quick, changed'. */
export const netWords = ({ config }: Pick<RunSummary, 'config'>): string =>
  `${config.net === 'unetpp' ? 'U-Net++' : 'U-Net'} ${config.base}, ${config.preset}`;

const changeWords = ({ config }: Pick<RunSummary, 'config'>): string =>
  changesFrom(presetOf(config), config)
    .map(({ option, value }) => `${option.label} ${valueInWords(option, value)}`)
    .join(', ');

function Row({ run, busy, order }: { run: RunSummary; busy: boolean; order: readonly RunId[] }) {
  const chosen = useTraining((s) => s.chosen.includes(run.id));
  const scrubbed = useView((s) => s.run === run.id);
  const { config } = run;
  return (
    <ContextMenu entries={() => menuOf(run, busy)}>
      <tr
        tabIndex={0}
        aria-selected={chosen}
        data-run={run.name}
        onClick={(event) => pickRun(run.id, wayOf(event), order)}
        onDoubleClick={() => run.bestEpoch !== null && showPredictions(run.id)}
        onKeyDown={(event) => {
          if (event.target !== event.currentTarget) return;
          if (event.key === 'Enter' || event.key === ' ') pickRun(run.id, wayOf(event), order);
          else if (event.key === 'F2') useTraining.setState({ renaming: run.id });
          else if (event.key === 'Delete' && !isActive(run)) removeRun(run);
          else return;
          event.preventDefault();
        }}
      >
        <td className="run-name">
          <i
            className="key-colour"
            style={{ background: runColour(run.id) }}
            title={scrubbed ? 'Its predictions are on the canvas' : undefined}
            data-shown={scrubbed || undefined}
          />
          <RunName run={run} />
        </td>
        <td className="net cut" title={run.origin.startsWith('imported') ? run.origin : changeWords(run) || 'As the preset has it'}>
          {netWords(run)}
        </td>
        <td className="less">
          {config.width}×{config.height}
        </td>
        <td className="n">{run.bestMeanIoU === null ? <span className="dim">–</span> : <b>{score(run.bestMeanIoU)}</b>}</td>
        <td className="n">{score(run.bestPooledIoU)}</td>
        <td className="n least">{run.bestEpoch ?? <span className="dim">–</span>}</td>
        <td className="n">
          {run.epochs}
          {run.epochs !== config.epochs && <span className="dim"> of {config.epochs}</span>}
        </td>
        <td className="n least">{clock(run.seconds)}</td>
        <td
          className="n less"
          title={`${run.trainFrames} train and ${run.heldOutFrames} held-out frames; masks up to version ${run.maskVersion}`}
        >
          v{run.maskVersion}
        </td>
        <td className="state">
          <State run={run} busy={busy} />
          {(run.state === 'failed' || run.state === 'interrupted') && run.reason && (
            <span className="reason cut" title={run.reason}>
              {run.reason}
            </span>
          )}
        </td>
      </tr>
    </ContextMenu>
  );
}

export function RunsTable() {
  const runs = useSession((s) => s.runs);
  const removing = useTraining((s) => s.removing);
  const shown = runs.filter((run) => !removing.has(run.id));
  if (shown.length === 0) {
    return (
      <div className="no-runs">
        <Empty icon={Layers3} title="No runs yet" actions={<Button onClick={() => void importWeights()}>Import weights…</Button>}>
          The preset at the left is a good first run. While it trains, its curves grow here; correct masks meanwhile.
        </Empty>
      </div>
    );
  }
  const busy = runs.some(isActive);
  const order = shown.map((run) => run.id);
  return (
    <div className="runs-box">
      <header>
        <h3>Runs</h3>
        <Button small tip="Make a run of a net that Keras trained" onClick={() => void importWeights()}>
          Import weights…
        </Button>
      </header>
      <table className="runs">
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Net</th>
            <th scope="col" className="less">
              Input
            </th>
            <th scope="col" className="n" title="The mean over the held-out frames of each frame's IoU, at the best epoch">
              Best mean IoU
            </th>
            <th scope="col" className="n" title="IoU over all held-out pixels together, at the best epoch">
              pooled
            </th>
            <th scope="col" className="n least" title="The epoch with the best held-out mean IoU">
              at epoch
            </th>
            <th scope="col" className="n" title="Epochs done, of those asked for">
              Epochs
            </th>
            <th scope="col" className="n least">
              Time
            </th>
            <th scope="col" className="n less" title="The newest mask version that the run saw">
              Masks
            </th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((run) => (
            <Row key={run.id} run={run} busy={busy} order={order} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
