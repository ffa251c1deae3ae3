// A run's name, tags and note in its row, each changed where it stands: F2 (Shift: tags, Ctrl: note) and the menu begin, a double click on tags or note too, Enter keeps, Esc leaves it as it was.
import { useEffect, useRef } from 'react';
import type { RunSummary } from '../../shared/contract/runs';
import { MAX_NOTE, tagsOf } from '../../shared/training/tags';
import { toggleTag } from './runList';
import { annotateRun, renameRun, useTraining, type EditedWord } from './state';

export function RunName({ run }: { run: RunSummary }) {
  return (
    <Edited run={run} what="name" label="Name of the run" value={run.name} longest={80} keep={(name) => renameRun(run.id, name)}>
      <b title={run.name}>{run.name}</b>
    </Edited>
  );
}

export function RunTags({ run }: { run: RunSummary }) {
  const keep = (text: string): unknown => annotateRun(run, { tags: tagsOf(text) });
  return (
    <Edited run={run} what="tags" label="Tags of the run, with blanks between" value={run.tags.join(' ')} longest={900} keep={keep}>
      <span className="run-tags" title={run.tags.length > 0 ? run.tags.join(', ') : 'Double click to tag it'}>
        {run.tags.map((tag) => (
          <button
            key={tag}
            type="button"
            className="badge"
            tabIndex={-1}
            title={`Show the runs tagged ${tag}`}
            onClick={(event) => {
              event.stopPropagation();
              toggleTag(tag);
            }}
          >
            {tag}
          </button>
        ))}
      </span>
    </Edited>
  );
}

export function RunNote({ run }: { run: RunSummary }) {
  const keep = (note: string): unknown => annotateRun(run, { note });
  return (
    <Edited run={run} what="note" label="Note on the run" value={run.note} longest={MAX_NOTE} keep={keep}>
      <span className="dim" title={run.note || 'Double click to note what it is for'}>
        {run.note}
      </span>
    </Edited>
  );
}

interface EditedProps {
  run: RunSummary;
  what: EditedWord;
  label: string;
  value: string;
  longest: number;
  keep(text: string): unknown;
  children: React.ReactElement;
}

function Edited({ run, what, label, value, longest, keep, children }: EditedProps) {
  const editing = useTraining((s) => s.editing?.run === run.id && s.editing.what === what);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // After the menu that began it has given the focus back.
    const timer = editing ? setTimeout(() => input.current?.select(), 30) : undefined;
    return () => clearTimeout(timer);
  }, [editing]);
  if (!editing) return children;
  const end = (): void => {
    // Only its own: another word may be edited by now.
    const now = useTraining.getState().editing;
    if (now?.run === run.id && now.what === what) useTraining.setState({ editing: null });
  };
  return (
    <span className="input rename">
      <input
        ref={input}
        aria-label={label}
        defaultValue={value}
        maxLength={longest}
        spellCheck={false}
        autoFocus
        onClick={(event) => event.stopPropagation()}
        onDoubleClick={(event) => event.stopPropagation()}
        onBlur={(event) => {
          const { editing: now } = useTraining.getState();
          // Esc has ended it already.
          if (now?.run !== run.id || now.what !== what) return;
          end();
          if (event.target.value.trim() !== value) void keep(event.target.value);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key !== 'Enter' && event.key !== 'Escape') return;
          const row = event.currentTarget.closest('tr');
          if (event.key === 'Enter') event.currentTarget.blur();
          else end();
          row?.focus();
        }}
      />
    </span>
  );
}
