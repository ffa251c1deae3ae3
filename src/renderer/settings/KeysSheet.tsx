// Every key of the moment, by groups, and what the mouse does. A key is bound anew where it stands.
import { RotateCcw, Search } from 'lucide-react';
import { useState } from 'react';
import type { LabelClass } from '../../shared/domain';
import { paletteOf } from '../../shared/labels/palette';
import { commands, commandsNow } from '../commands';
import { bind, type Bindings } from '../keyMap';
import { shownChord, type Command } from '../keyboard';
import { notify } from '../state/notices';
import { prefer, usePreferences } from '../state/preferences';
import { useSession } from '../state/session';
import { closeDialog } from '../state/shell';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { KeyRow, type Recording } from './KeyRow';
import './keys.css';

/** Gestures have no command; they stand beside the keys they belong to. */
const MOUSE: readonly (readonly [keys: string, title: string])[] = [
  ['Wheel, pinch', 'Zoom at the pointer'],
  ['Two fingers, Space drag, middle drag', 'Pan'],
  ['Shift click', 'Straight line from the last point'],
  ['Shift wheel, Alt right-drag', 'Brush size'],
  ['Ctrl wheel', 'Opacity'],
  ['Alt, held', 'Eraser instead of brush, and back; other tools take away'],
  ['Double click, Enter', 'Close the polygon'],
  ['Backspace, Esc', 'Take a point of the polygon back, or all'],
  ['Shift click, Ctrl click', 'Choose several frames of the list'],
];

const ORDER = ['Picture', 'Frames', 'Views', 'Training', 'Project', 'Window'];

const NONE: readonly LabelClass[] = [];

/** 'Paint road' for its digit; digits without a class do nothing and are left out. */
function titleOf({ name, title }: Command, classes: readonly LabelClass[]): string | null {
  const [, does, digit] = /^(class|over)\.(\d)$/.exec(name) ?? [];
  if (digit === undefined) return title.replace(/…$/, '');
  const painted = classes.find((one) => one.key === Number(digit));
  if (!painted) return null;
  return does === 'class' ? `Paint ${painted.name}` : `Paint over ${painted.name}, or leave it`;
}

const holds = (text: string, search: string): boolean =>
  search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.toLowerCase().includes(word));

/** Up and down go from row to row, as in any list; sideways is Tab's. */
function moveFocus(event: React.KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.key-row')];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[event.key === 'ArrowDown' ? at + 1 : at - 1];
  event.preventDefault();
  if (next) next.querySelector('button')?.focus();
  else if (at === 0) document.getElementById('keys-search')?.focus();
}

export function KeysSheet() {
  const classes = paletteOf(useSession((s) => s.project?.classes ?? NONE));
  const keys = usePreferences((s) => s.keys);
  const [search, setSearch] = useState('');
  const [recording, record] = useState<Recording | null>(null);
  const now = commandsNow();
  const setKeys = (to: Bindings): void => prefer({ keys: Object.fromEntries(Object.entries(to).map(([name, own]) => [name, [...own]])) });
  const found = now.flatMap((command) => {
    const title = titleOf(command, classes);
    if (title === null) return [];
    const words = `${title} ${command.group} ${command.keys.map(shownChord).join(' ')}`;
    return search.trim() === '' || holds(words, search.trim()) ? [{ command, title }] : [];
  });
  const groups = [...new Set([...ORDER, ...now.map(({ group }) => group)])].filter((group) =>
    found.some((one) => one.command.group === group),
  );
  const mouse = MOUSE.filter(([gesture, title]) => holds(`${gesture} ${title} mouse`, search.trim()));
  const changed = Object.keys(keys).length;
  const resetAll = (): void => {
    setKeys({});
    notify({ tone: 'info', message: 'Every command has its usual keys again.', action: { title: 'Undo', run: () => setKeys(keys) } });
  };
  return (
    <Dialog
      title="Keys"
      width={1000}
      onClose={closeDialog}
      keepsEscape={recording !== null}
      footer={
        <>
          <span className="dim">Press a key’s button, then the new key. Backspace takes it away, Esc leaves it as it is.</span>
          <span className="grow" />
          <Button disabled={changed === 0} onClick={resetAll} tip="Give every command its usual keys again">
            <RotateCcw size={14} /> Reset all{changed > 0 && ` (${changed})`}
          </Button>
        </>
      }
    >
      <div onKeyDown={moveFocus}>
        <div className="input keys-search">
          <Search size={14} className="dim" />
          <input
            id="keys-search"
            type="search"
            autoFocus
            value={search}
            placeholder="Find a command or a key"
            aria-label="Find a command or a key"
            spellCheck={false}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
        <div className="keys-sheet">
          {groups.map((group) => (
            <section key={group}>
              <h3>{group}</h3>
              {found
                .filter(({ command }) => command.group === group)
                .map(({ command, title }) => (
                  <KeyRow
                    key={command.name}
                    command={command}
                    title={title}
                    usual={commands.find((one) => one.name === command.name)?.keys ?? []}
                    bindings={keys}
                    recording={recording?.name === command.name ? recording : null}
                    record={record}
                    setKeys={setKeys}
                    reset={() => setKeys(bind(commands, keys, command.name, commands.find((one) => one.name === command.name)?.keys ?? []))}
                  />
                ))}
            </section>
          ))}
          {mouse.length > 0 && (
            <section>
              <h3>Mouse</h3>
              {mouse.map(([gesture, title]) => (
                <div key={gesture} className="key-row">
                  <span className="key-title">{title}</span>
                  <kbd>{gesture}</kbd>
                </div>
              ))}
            </section>
          )}
        </div>
        {groups.length === 0 && mouse.length === 0 && <p className="dim keys-none">No command or key is called that.</p>}
      </div>
    </Dialog>
  );
}
