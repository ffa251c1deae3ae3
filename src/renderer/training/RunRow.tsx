// One run's row: what it was, how well it did, how it ended. A click chooses it: its curves, and its predictions on the canvas.
import { memo } from 'react';
import type { RunSummary } from '../../shared/contract/runs';
import type { RunId } from '../../shared/domain';
import { changesFrom, presetOf } from '../../shared/training/changes';
import { deviceTitle, netTitle } from '../../shared/training/runList';
import { valueInWords } from '../../shared/training/values';
import { clock, score } from '../format';
import { useSession } from '../state/session';
import { useView } from '../state/view';
import { ContextMenu } from '../ui/Menu';
import { runColour } from './curves';
import { MovedBadge } from './MovedBadge';
import { pickRun, wayOf } from './pick';
import { menuOf, menuOfSeveral } from './runMenu';
import { RunName, RunNote, RunTags } from './RunWords';
import { canResume, editRun, isActive, removeRun, resumeRun, showPredictions, useTraining } from './state';

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
    return (
      <button
        type="button"
        className={look}
        tabIndex={-1}
        title={[run.reason, 'Goes on from the last checkpoint.'].filter(Boolean).join('\n')}
        onClick={(event) => {
          event.stopPropagation();
          void resumeRun(run.id);
        }}
      >
        {run.state === 'failed' ? `failed · try again` : `${run.state} · resume`}
      </button>
    );
  }
  return (
    <span className={look} title={run.reason || undefined}>
      {run.state}
      {run.state === 'queued' && run.place !== null && ` · ${run.place}`}
    </span>
  );
}

const changeWords = ({ config }: Pick<RunSummary, 'config'>): string =>
  changesFrom(presetOf(config), config)
    .map(({ option, value }) => `${option.label} ${valueInWords(option, value)}`)
    .join(', ');

const dash = <span className="dim">–</span>;

function menu(run: RunSummary, busy: boolean): ReturnType<typeof menuOf> {
  const { chosen } = useTraining.getState();
  const several = chosen.length > 1 && chosen.includes(run.id);
  return several
    ? menuOfSeveral(
        useSession.getState().runs.filter(({ id }) => chosen.includes(id)),
        run.id,
      )
    : menuOf(run, busy);
}

export interface RunRowProps {
  run: RunSummary;
  busy: boolean;
  /** Where it stands in the list, from 1. */
  place: number;
  /** The runs as they are listed: what Shift chooses. */
  order: readonly RunId[];
  /** The one that Tab reaches. */
  reached: boolean;
}

export const RunRow = memo(function RunRow({ run, busy, place, order, reached }: RunRowProps) {
  const chosen = useTraining((s) => s.chosen.includes(run.id));
  const scrubbed = useView((s) => s.run === run.id);
  const { config } = run;
  const onKeyDown = (event: React.KeyboardEvent<HTMLTableRowElement>): void => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter' || event.key === ' ') pickRun(run.id, wayOf(event), order);
    else if (event.key === 'F2') editRun(run.id, event.shiftKey ? 'tags' : event.ctrlKey ? 'note' : 'name');
    else if (event.key === 'Delete' && !isActive(run)) removeRun(run);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <ContextMenu entries={() => menu(run, busy)}>
      <tr
        tabIndex={reached ? 0 : -1}
        aria-rowindex={place + 1}
        aria-selected={chosen}
        data-run={run.name}
        data-id={run.id}
        onClick={(event) => pickRun(run.id, wayOf(event), order)}
        onDoubleClick={() => run.bestEpoch !== null && showPredictions(run.id)}
        onKeyDown={onKeyDown}
      >
        <td className="c-name">
          <span className="run-name">
            <i
              className="key-colour"
              style={{ background: runColour(run.id) }}
              title={scrubbed ? 'Its predictions are on the canvas' : undefined}
              data-shown={scrubbed || undefined}
            />
            <RunName run={run} />
            <MovedBadge run={run} />
          </span>
        </td>
        <td className="c-net cut" title={run.origin || netTitle(run)}>
          {netTitle(run)}
        </td>
        <td className="c-size less">
          {config.width}×{config.height}
        </td>
        <td className="c-preset last cut" title={changeWords(run) || 'As the preset has it'}>
          {config.preset.replace(', changed', ' *')}
        </td>
        <td className="c-device less cut" title={run.device}>
          {deviceTitle(run) || dash}
        </td>
        <td className="c-score n">{run.bestMeanIoU === null ? dash : <b>{score(run.bestMeanIoU)}</b>}</td>
        <td className="c-pooled n">{run.bestPooledIoU === null ? dash : score(run.bestPooledIoU)}</td>
        <td className="c-best n">{run.bestEpoch ?? dash}</td>
        <td className="c-epochs n least">
          {run.epochs}
          {run.epochs !== config.epochs && <span className="dim"> of {config.epochs}</span>}
        </td>
        <td className="c-time n least">{clock(run.seconds)}</td>
        <td
          className="c-masks n last"
          title={`${run.trainFrames} train and ${run.heldOutFrames} held-out frames; masks up to version ${run.maskVersion}`}
        >
          v{run.maskVersion}
        </td>
        <td className="c-state">
          <State run={run} busy={busy} />
        </td>
        <td className="c-tags least" onDoubleClick={(event) => (event.stopPropagation(), editRun(run.id, 'tags'))}>
          <RunTags run={run} />
        </td>
        <td className="c-note less cut" onDoubleClick={(event) => (event.stopPropagation(), editRun(run.id, 'note'))}>
          <RunNote run={run} />
        </td>
      </tr>
    </ContextMenu>
  );
});
