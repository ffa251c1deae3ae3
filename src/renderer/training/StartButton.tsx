// The form's one button: trains, or adds to the queue while something trains; with a sweep, all its runs.
import { useMemo } from 'react';
import { useSession } from '../state/session';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';
import { isActive, useTraining } from './state';
import { readSweep, useSweep } from './sweep';

export function StartButton() {
  const starting = useTraining((s) => s.starting);
  const active = useSession((s) => s.runs.find(isActive));
  const many = useMany();
  const readOnly = useSession((s) => s.project?.readOnly ?? null);
  const runs = many === null ? 'training' : `${many} runs`;
  const words = active
    ? many === null
      ? 'Add to the queue'
      : `Add ${many} runs to the queue`
    : many === null
      ? 'Start training'
      : `Train ${runs}`;
  const tip =
    readOnly !== null
      ? 'This project can only be looked at'
      : active
        ? `Begins when ${active.name} has ended, with the masks of then`
        : words;
  return (
    <Button
      type="submit"
      look="primary"
      wide
      disabled={starting || readOnly !== null}
      {...(active ? {} : { keys: keysOf('train.toggle') })}
      tip={tip}
    >
      <span className="cut">{starting ? 'Starting…' : words}</span>
      {!starting && !active && <kbd>{keysOf('train.toggle')}</kbd>}
    </Button>
  );
}

/** How many runs the sweep makes; null without one. */
function useMany(): number | null {
  const values = useTraining((s) => s.values);
  const axes = useSweep((s) => s.axes);
  const read = useMemo(() => readSweep(values, axes), [values, axes]);
  return read === null || read.problem !== undefined ? null : read.sweep.runs.length;
}
