// The palette: which class the brush paints. Digits choose; the pencil opens the editor.
import { Check, Pencil, Search } from 'lucide-react';
import { useState } from 'react';
import type { LabelClass } from '../../shared/domain';
import { paletteOf } from '../../shared/labels/palette';
import { useSession } from '../state/session';
import { useShell } from '../state/shell';
import { useView } from '../state/view';
import { Button } from '../ui/Button';
import { keysOf } from '../ui/keys';
import { ClassEditor } from './ClassEditor';
import { Section } from './Section';
import { Swatch } from './Swatch';
import './classes.css';

const NONE: readonly LabelClass[] = [];
/** More than these are searched rather than looked through. */
const SEARCHED = 10;

/** Left and right, up and down go from class to class and choose it, as in any group of radio buttons. */
function moveChoice(event: React.KeyboardEvent<HTMLElement>): void {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=radio]')];
  const at = all.findIndex((one) => one === document.activeElement);
  const next = all[(at + step + all.length) % all.length];
  next?.focus();
  next?.click();
}

function Choice({ palette }: { palette: readonly LabelClass[] }) {
  const chosen = useView((s) => s.paintClass);
  const choose = useView((s) => s.setPaintClass);
  const [search, setSearch] = useState('');
  const many = palette.length > SEARCHED;
  const word = search.trim().toLowerCase();
  const shown = many && word ? palette.filter(({ id, name }) => name.toLowerCase().includes(word) || `${id}` === word) : palette;
  const first = shown.some(({ id }) => id === chosen) ? chosen : shown[0]?.id;
  return (
    <>
      {many && (
        <div className="input class-search">
          <Search size={13} className="dim" />
          <input
            type="search"
            value={search}
            placeholder={`Find one of ${palette.length} classes`}
            aria-label="Find a class"
            spellCheck={false}
            onChange={(event) => setSearch(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && shown[0]) choose(shown[0].id);
              if (event.key === 'Enter' || event.key === 'Escape') {
                setSearch('');
                event.currentTarget.blur();
              }
            }}
          />
        </div>
      )}
      <div
        className={palette.length > 3 ? 'classes many' : 'classes'}
        role="radiogroup"
        aria-label="Class that the brush paints"
        onKeyDown={moveChoice}
      >
        {shown.map((one) => (
          <button
            key={one.id}
            type="button"
            role="radio"
            aria-checked={one.id === chosen}
            tabIndex={one.id === first ? 0 : -1}
            className="class"
            onClick={() => choose(one.id)}
            title={`${one.name} · label id ${one.id}`}
          >
            <Swatch of={one} />
            <span className="cut">{one.name}</span>
            {one.key !== null && <kbd>{keysOf(`class.${one.key}`)}</kbd>}
          </button>
        ))}
        {shown.length === 0 && <p className="dim">No class is called that.</p>}
      </div>
    </>
  );
}

export function Classes() {
  const classes = useSession((s) => s.project?.classes ?? NONE);
  const chosen = useView((s) => s.paintClass);
  const editing = useShell((s) => s.editingClasses);
  const palette = paletteOf(classes);
  const Icon = editing ? Check : Pencil;
  return (
    <Section
      id="class"
      held={editing}
      folded={palette.find(({ id }) => id === chosen)?.name}
      title={palette.length > 3 ? `Class · ${palette.length}` : 'Class'}
      side={
        <Button
          look="plain"
          small
          icon
          label={editing ? 'Done with the classes' : 'Edit the classes'}
          data-edit-classes
          aria-expanded={editing}
          onClick={() => useShell.setState({ editingClasses: !editing })}
        >
          <Icon size={13} />
        </Button>
      }
    >
      {editing ? <ClassEditor palette={palette} /> : <Choice palette={palette} />}
    </Section>
  );
}
