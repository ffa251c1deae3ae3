// What can be done with a run: its context menu, and that of several chosen ones.
import type { RunSummary } from '../../shared/contract/runs';
import type { RunId } from '../../shared/domain';
import { compareEntry } from '../comparing/menu';
import { retrain } from '../retraining/state';
import { copyText } from '../ui/copy';
import { keysOf } from '../ui/keys';
import type { MenuEntry } from '../ui/Menu';
import { askForModel, writeReport } from './models';
import { canResume, chooseRuns, control, editRun, isActive, removeRun, resumeRun, selectRun, showPredictions } from './state';

function retrainThis(run: RunSummary): void {
  selectRun(run.id);
  retrain();
}

export function menuOf(run: RunSummary, busy: boolean): MenuEntry[] {
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
    { title: 'Retrain from corrections', keys: keysOf('train.retrain'), disabled: run.bestEpoch === null, run: () => retrainThis(run) },
    'line',
    { title: 'Rename…', keys: 'F2', run: () => editRun(run.id, 'name') },
    { title: 'Tags…', keys: 'Shift F2', run: () => editRun(run.id, 'tags') },
    { title: 'Note…', keys: 'Ctrl F2', run: () => editRun(run.id, 'note') },
    { title: 'Export model…', disabled: run.bestEpoch === null, run: () => askForModel(run) },
    { title: 'Write a report…', disabled: run.bestEpoch === null, run: () => void writeReport(run) },
    { title: 'Copy its settings', run: () => copyText(JSON.stringify(run.config, null, 2)) },
    'line',
    { title: 'Remove', keys: 'Delete', danger: true, disabled: active, run: () => removeRun(run) },
  ];
}

/** Of several chosen runs, opened on one of them. */
export function menuOfSeveral(runs: readonly RunSummary[], on: RunId): MenuEntry[] {
  const idle = runs.filter((run) => !isActive(run));
  return [
    { label: `${runs.length} runs` },
    { title: 'Choose this one alone', run: () => chooseRuns([on]) },
    {
      title: 'Copy their settings',
      run: () =>
        copyText(
          JSON.stringify(
            runs.map(({ name, config }) => ({ name, config })),
            null,
            2,
          ),
        ),
    },
    'line',
    {
      title: idle.length === runs.length ? `Remove all ${runs.length}` : `Remove the ${idle.length} that do not train`,
      danger: true,
      disabled: idle.length === 0,
      run: () => idle.forEach(removeRun),
    },
  ];
}
