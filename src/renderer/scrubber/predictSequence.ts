// Predictions for all that plays, beforehand: a job that computes what is not stored.
import { studio } from '../api';
import { notify, told } from '../state/notices';
import { sequence } from '../state/playing';
import { useView } from '../state/view';

export function predictSequence(): void {
  const { run, epoch } = useView.getState();
  const frames = [...sequence()];
  if (run === null) notify({ tone: 'info', message: 'Choose a run first: its predictions are what is stored.' });
  else if (frames.length > 0) void told(studio.runs.predictAll({ run, epoch, frames }));
}
