// The chosen run's record: on what it ran, what differs from its preset, and every setting when asked for.
import { useState } from 'react';
import type { RunSummary } from '../../shared/contract/runs';
import { changesFrom, groupsOf, IMPORTED, optionsOf, presetOf } from '../../shared/training/changes';
import { optionValue } from '../../shared/training/options';
import { bareValue, valueInWords } from '../../shared/training/values';
import { stepWords } from '../../shared/training/words';
import { useRun, useSession } from '../state/session';
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
        <LastStep run={run} />
        <span className="grow" />
        <button type="button" className="chip" aria-pressed={all} onClick={() => setAll(!all)}>
          All settings
        </button>
      </header>
      {run.state === 'done' && run.reason && <p className="selectable">{run.reason}</p>}
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
