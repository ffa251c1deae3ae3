// Train: a new run at the left; at the right what runs, its curves, and every run so far.
import { usePreferences, prefer, PANEL, Preferences } from '../state/preferences';
import { Resizer } from '../ui/Resizer';
import { Curves } from './Curves';
import { EndNote } from './EndNote';
import { RunForm } from './RunForm';
import { RunningCard } from './RunningCard';
import { RunQueue } from './RunQueue';
import { RunRecord } from './RunRecord';
import { RunsCompared } from './RunsCompared';
import { RunsTable } from './RunsTable';
import { useTraining } from './state';
import './training.css';
import './plots.css';

const USUAL = Preferences.parse({}).form;

export function TrainView() {
  const width = usePreferences((s) => s.form);
  return (
    <div className="train-view" style={{ gridTemplateColumns: `${width}px minmax(0, 1fr)` }}>
      <aside className="run-form">
        <RunForm />
        <Resizer label="Width of the form" value={width} {...PANEL.form} usual={USUAL} panel="left" onChange={(form) => prefer({ form })} />
      </aside>
      <div className="train-main">
        <RunningCard />
        <EndNote />
        <Curves />
        <RunQueue />
        <RunsTable />
        <ChosenRuns />
      </div>
    </div>
  );
}

/** One chosen run: its record. Several: what sets them apart. */
function ChosenRuns() {
  const several = useTraining((s) => s.chosen.length > 1);
  return several ? <RunsCompared /> : <RunRecord />;
}
