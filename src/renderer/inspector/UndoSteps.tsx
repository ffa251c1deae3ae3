// The undo history of this frame: every step in its order, undone ones dimmed; a click goes there. Newest at the bottom, as painters know it.
import { memo, useDeferredValue, useEffect, useRef, useState } from 'react';
import { count, whole } from '../format';
import { goToStep } from '../canvas';
import { useUndoHistory, type ListedStep } from '../state/undoHistory';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';
import { shortTime } from '../../shared/mask/versionWords';
import { stepIcon, stepName } from './noteWords';
import { Section } from './Section';

/** Rows that are drawn; the others are behind 'N earlier'. */
const SHOWN = 100;

export function UndoSteps() {
  // Drawn when nothing more urgent is: another stroke may have begun.
  const { steps, done, whole: complete, frame } = useDeferredValue(useUndoHistory());
  const [more, setMore] = useState(0);
  const [forFrame, setForFrame] = useState(frame);
  if (forFrame !== frame) {
    setForFrame(frame);
    setMore(0);
  }
  const first = Math.max(0, Math.min(steps.length - SHOWN, done - SHOWN / 2) - more);
  const undone = steps.length - done;
  return (
    <Section
      title="Undo history"
      id="undo"
      side={steps.length > 0 ? (undone > 0 ? `${whole(done)} of ${whole(steps.length)} done` : count(done, 'step')) : undefined}
    >
      {steps.length === 0 ? (
        <p className="dim">
          {complete
            ? 'Nothing to undo yet: every stroke becomes a step, and stays one after a restart.'
            : 'Reading the steps of earlier days…'}
        </p>
      ) : (
        <>
          {first > 0 && (
            <Button small look="plain" onClick={() => setMore(more + SHOWN)}>
              {whole(first)} earlier
            </Button>
          )}
          <Steps steps={steps} first={first} done={done} />
        </>
      )}
    </Section>
  );
}

function Steps({ steps, first, done }: { steps: readonly ListedStep[]; first: number; done: number }) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const current = list.current?.querySelector<HTMLElement>('[aria-selected=true]');
    // The list alone moves, never the panel around it.
    if (!list.current || !current) return;
    const { offsetTop, offsetHeight } = current;
    const { scrollTop, clientHeight } = list.current;
    if (offsetTop < scrollTop) list.current.scrollTop = offsetTop;
    else if (offsetTop + offsetHeight > scrollTop + clientHeight) list.current.scrollTop = offsetTop + offsetHeight - clientHeight;
  }, [done, steps.length, first]);
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const to = { ArrowUp: done - 1, ArrowDown: done + 1, Home: 0, End: steps.length }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    goToStep(Math.min(steps.length, Math.max(0, to)));
  };
  const rows = steps.slice(first, done + SHOWN);
  const keys = [keysOf('edit.undo'), keysOf('edit.redo')].filter(Boolean).join(', ');
  return (
    <div
      ref={list}
      className="undo-steps"
      role="listbox"
      aria-label={`Undo history (${keys}; arrows step through it)`}
      aria-activedescendant={`undo-step-${done}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      data-testid="undo-steps"
    >
      {first === 0 && <Row index={0} is={stands(0, done)} step={null} />}
      {rows.map((step, i) => (
        <Row key={step.position} index={first + i + 1} is={stands(first + i + 1, done)} step={step} />
      ))}
    </div>
  );
}

type Stand = 'done' | 'here' | 'undone';
const stands = (index: number, done: number): Stand => (index === done ? 'here' : index > done ? 'undone' : 'done');

const Row = memo(function Row({ index, is, step }: { index: number; is: Stand; step: ListedStep | null }) {
  const Icon = step ? stepIcon(step.note) : null;
  return (
    <div
      id={`undo-step-${index}`}
      role="option"
      aria-selected={is === 'here'}
      className={is === 'undone' ? 'undo-step undone' : 'undo-step'}
      title={
        step
          ? `${shortTime(step.at)}${is === 'undone' ? ' · undone: click to do it again' : ''}`
          : 'The mask before the first of these steps'
      }
      onClick={() => goToStep(index)}
    >
      {Icon ? <Icon size={14} /> : <i className="dot" />}
      <span className="cut">{step ? stepName(step.note) : 'As it was'}</span>
    </div>
  );
});
