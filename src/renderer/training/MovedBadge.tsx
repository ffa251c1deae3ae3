// The mark of a run whose frames were moved between the sets since: a score of it is of other sets than those of now. A click lists the frames.
import { useEffect, useState } from 'react';
import { Popover } from 'radix-ui';
import type { RunFrame, RunSummary } from '../../shared/contract/runs';
import { movedBriefly, movedMeaning, movedWords } from '../../shared/training/moves';
import { studio } from '../api';
import { useSession } from '../state/session';
import { showTab } from '../state/shell';
import { useView } from '../state/view';

/** Where there is no room, or where it stands in a button: the mark alone, with its words when pointed at. */
export function MovedMark({ run }: { run: RunSummary | undefined }) {
  if (!run || run.moved === 0) return null;
  return (
    <em className="badge moved" title={`${movedWords(run.moves)}. ${movedMeaning(run.moves)}`} data-testid="moved-mark">
      {movedBriefly(run.moves)}
    </em>
  );
}

export function MovedBadge({ run, long = false }: { run: RunSummary; long?: boolean }) {
  const [open, setOpen] = useState(false);
  if (run.moved === 0) return null;
  const words = movedWords(run.moves);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button
          type="button"
          className="badge moved"
          data-testid="moved"
          title={long ? 'Which frames' : `${words}. Click for which`}
          onClick={(event) => event.stopPropagation()}
        >
          {long ? words : movedBriefly(run.moves)}
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover moved-frames"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          onClick={(e) => e.stopPropagation()}
        >
          <b>{words}</b>
          <p className="dim">{movedMeaning(run.moves)}</p>
          <MovedFrames run={run} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

const LISTED = 200;

function MovedFrames({ run }: { run: RunSummary }) {
  const frames = useSession((s) => s.framesById);
  const [seen, setSeen] = useState<readonly RunFrame[] | 'busy' | 'failed'>('busy');
  useEffect(() => {
    let current = true;
    void studio.runs.frames({ run: run.id }).then((answer) => current && setSeen(answer.ok ? answer.value : 'failed'));
    return () => {
      current = false;
    };
  }, [run.id]);
  if (seen === 'busy') return <p className="dim">Looking which…</p>;
  if (seen === 'failed') return <p className="dim">The frames of this run could not be read.</p>;
  const moved = seen.filter(({ frame, split }) => (frames.get(frame)?.split ?? 'none') !== split);
  const show = (frame: RunFrame): void => {
    useView.getState().goTo(frame.frame);
    showTab('annotate');
  };
  return (
    <ul>
      {moved.slice(0, LISTED).map((frame) => {
        const now = frames.get(frame.frame)?.split ?? 'none';
        return (
          <li key={frame.frame}>
            <button type="button" className="chip" title="Show the frame" onClick={() => show(frame)}>
              {frame.name}
            </button>{' '}
            <span className="dim">
              was {frame.split}, is {now === 'none' ? 'in no set' : now}
            </span>
          </li>
        );
      })}
      {moved.length > LISTED && <li className="dim">and {moved.length - LISTED} more</li>}
    </ul>
  );
}
