// The chosen run's record: on what it ran, what differs from its preset, and every setting when asked for.
import { useEffect, useState } from 'react';
import type { RunFrame, RunSummary } from '../../shared/contract/runs';
import { changesFrom, groupsOf, IMPORTED, optionsOf, presetOf } from '../../shared/training/changes';
import { optionValue } from '../../shared/training/options';
import { bareValue, valueInWords } from '../../shared/training/values';
import { stepWords } from '../../shared/training/words';
import { studio } from '../api';
import { count } from '../format';
import { useRun, useSession } from '../state/session';
import { showTab } from '../state/shell';
import { useView } from '../state/view';
import { MovedBadge } from './MovedBadge';
import { useTraining } from './state';

export function RunRecord() {
  const run = useRun(useTraining((s) => s.selected));
  const [all, setAll] = useState(false);
  if (!run) return null;
  return (
    <section className="run-record" aria-label={`Record of ${run.name}`} data-testid="run-record">
      <header>
        <b className="cut">{run.name}</b>
        <span className="dim selectable cut" data-testid="ran-on">
          {[run.device, run.origin].filter(Boolean).join(' · ')}
        </span>
        <MovedBadge run={run} long />
        <LastStep run={run} />
        <span className="grow" />
        <button type="button" className="chip" aria-pressed={all} onClick={() => setAll(!all)}>
          All settings
        </button>
      </header>
      {run.state === 'done' && run.reason && <p className="selectable">{run.reason}</p>}
      {run.note && <p className="selectable">{run.note}</p>}
      <FramesSeen run={run} />
      <Changes run={run} />
      {all && <AllSettings run={run} />}
    </section>
  );
}

/** What a step of the last epoch took and waited. */
function LastStep({ run }: { run: RunSummary }) {
  const last = useSession((s) => s.runDetails.get(run.id)?.epochs.at(-1));
  const words = last && stepWords(last);
  return words ? <span className="dim">{words}</span> : null;
}

const LISTED = 60;

/** Which masks it saw, and which of them were changed since. */
function FramesSeen({ run }: { run: RunSummary }) {
  const frames = useSession((s) => s.framesById);
  const [seen, setSeen] = useState<{ run: number; frames: readonly RunFrame[] }>();
  const [all, setAll] = useState(false);
  const { id, trainFrames, heldOutFrames } = run;
  useEffect(() => {
    let current = true;
    void studio.runs.frames({ run: id }).then((answer) => current && answer.ok && setSeen({ run: id, frames: answer.value }));
    return () => {
      current = false;
    };
  }, [id]);
  if (seen?.run !== id) return null;
  // As the masks are now, not as they were when the record was read.
  const changed = seen.frames.filter(({ frame, version, current }) => (frames.get(frame)?.mask ?? current) !== version);
  const show = (frame: RunFrame): void => {
    useView.getState().goTo(frame.frame);
    showTab('annotate');
  };
  return (
    <div className="frames-seen" data-testid="frames-seen">
      <span className="dim">
        Saw the masks of {count(trainFrames, 'train frame')} and {count(heldOutFrames, 'held-out frame')};{' '}
      </span>
      {changed.length === 0 ? (
        <span className="dim">none was changed since.</span>
      ) : (
        <button type="button" className="chip" aria-expanded={all} onClick={() => setAll(!all)}>
          {changed.length} changed since
        </button>
      )}
      {all && (
        <ul className="settings">
          {changed.slice(0, LISTED).map((frame) => (
            <li key={frame.frame}>
              <button type="button" className="chip" title="Show the frame" onClick={() => show(frame)}>
                {frame.name}
              </button>{' '}
              <span className="dim">
                saw version {frame.version}, now {frames.get(frame.frame)?.mask ?? frame.current}
              </span>
            </li>
          ))}
          {changed.length > LISTED && <li className="dim">and {changed.length - LISTED} more</li>}
        </ul>
      )}
    </div>
  );
}

function Changes({ run: { config } }: { run: RunSummary }) {
  const preset = presetOf(config);
  if (config.preset === IMPORTED) return null;
  if (preset === null) return <p className="dim">There is no preset ‘{config.preset}’ any more.</p>;
  const changes = changesFrom(preset, config);
  if (changes.length === 0) return <p className="dim">Everything is as the preset {preset} has it.</p>;
  return (
    <>
      <h4>Differs from the preset {preset}</h4>
      <dl className="settings selectable">
        {changes.map(({ option, value, before }) => (
          <div key={option.path} title={option.sentence}>
            <dt>{option.label}</dt>
            <dd>
              {valueInWords(option, value)} <s>{bareValue(option, before)}</s>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function AllSettings({ run: { config } }: { run: RunSummary }) {
  const options = optionsOf(config);
  return groupsOf(config).map((group) => (
    <div key={group} className="all-settings">
      <h4>{group}</h4>
      <dl className="settings selectable">
        {options
          .filter((option) => option.group === group)
          .map((option) => (
            <div key={option.path} title={option.sentence}>
              <dt>{option.label}</dt>
              <dd>{valueInWords(option, optionValue(config, option.path))}</dd>
            </div>
          ))}
      </dl>
    </div>
  ));
}
