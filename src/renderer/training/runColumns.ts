// The columns of the runs table: heading, what it says of itself, and how soon it makes room for others.
import type { RunKey } from '../../shared/training/runList';

export interface RunColumn {
  /** What a click on the heading orders by. */
  readonly by: RunKey;
  readonly title: string;
  readonly tip: string;
  /** Class names: 'n' = numbers, at the right; 'less', 'least', 'last' = hidden in a narrower table, in that order from the widest. */
  readonly look: string;
}

export const RUN_COLUMNS: readonly RunColumn[] = [
  { by: 'name', title: 'Run', tip: 'The run’s name', look: 'c-name' },
  { by: 'net', title: 'Net', tip: 'The net and its base filters', look: 'c-net' },
  { by: 'size', title: 'Input', tip: 'Size at which the net sees a frame', look: 'c-size less' },
  { by: 'preset', title: 'Preset', tip: 'What it began with; changed settings are in its record', look: 'c-preset last' },
  { by: 'device', title: 'Device', tip: 'What it ran on, and in which precision', look: 'c-device less' },
  { by: 'mean', title: 'Mean IoU', tip: 'Mean over the held-out frames of each frame’s IoU, at the best epoch', look: 'c-score n' },
  { by: 'pooled', title: 'Pooled', tip: 'IoU over all held-out pixels together, at the same epoch', look: 'c-pooled n' },
  { by: 'best', title: 'at', tip: 'The epoch with the best held-out mean IoU', look: 'c-best n' },
  { by: 'epochs', title: 'Epochs', tip: 'Epochs done, of those asked for', look: 'c-epochs n least' },
  { by: 'time', title: 'Time', tip: 'Time spent training, pauses left out', look: 'c-time n least' },
  { by: 'masks', title: 'Masks', tip: 'The newest mask version that it saw', look: 'c-masks n last' },
  { by: 'state', title: 'State', tip: 'How it stands, or ended', look: 'c-state' },
  { by: 'tags', title: 'Tags', tip: 'Double click in a row to change them', look: 'c-tags least' },
  { by: 'note', title: 'Note', tip: 'Double click in a row to change it', look: 'c-note less' },
];
