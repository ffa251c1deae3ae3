// One command of the keys' sheet: its keys as buttons, the one that listens, and what stands in a new key's way.
import { Plus, RotateCcw } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { commands, whyNotNow } from '../commands';
import { bind, holders, keysFor, reservedWhy, takeFromOthers, type Bindings } from '../keyMap';
import { chordsOf, shownChord, type Command } from '../keyboard';
import { Button } from '../ui/Button';

/** Which key is being given: of a command, in the place of its n-th (or one more), and what was pressed. */
export interface Recording {
  readonly name: string;
  readonly at: number;
  /** All spellings of what was pressed, while the person decides about a clash. */
  readonly clash: readonly string[] | null;
  /** Why what was pressed cannot be had. */
  readonly reserved: string | null;
}

export interface KeyRowProps {
  command: Command;
  title: string;
  usual: readonly string[];
  bindings: Bindings;
  recording: Recording | null;
  record(to: Recording | null): void;
  setKeys(bindings: Bindings): void;
  reset(): void;
}

export function KeyRow({ command, title, usual, bindings, recording, record, setKeys, reset }: KeyRowProps) {
  const { name, keys } = command;
  const row = useRef<HTMLDivElement>(null);
  const focusOn = useRef<number | null>(null);
  // The focus goes back to the key that was given, once its button is there again.
  useEffect(() => {
    if (focusOn.current === null || recording) return;
    const buttons = row.current?.querySelectorAll<HTMLElement>('button.chord') ?? [];
    (buttons[Math.min(focusOn.current, buttons.length - 1)] ?? null)?.focus();
    focusOn.current = null;
  });
  const leave = (): void => {
    focusOn.current = recording?.at ?? 0;
    record(null);
  };
  const give = (chord: string | null, from: Bindings = bindings): void => {
    const at = recording?.at ?? 0;
    const next = chord === null ? keys.filter((_, i) => i !== at) : Object.assign([...keys], { [at]: chord });
    setKeys(bind(commands, from, name, next));
    leave();
  };
  const pressed = (event: React.KeyboardEvent): void => {
    // Nothing else may hear it: the palette's own key can be given too.
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return leave();
    if (event.key === 'Backspace' && !event.ctrlKey && !event.altKey && !event.shiftKey) return give(null);
    const chords = chordsOf(event.nativeEvent);
    const [chord] = chords;
    if (chord === undefined || !recording) return;
    const reserved = reservedWhy(chord);
    if (reserved) return record({ ...recording, clash: null, reserved: `${shownChord(chord)} is kept for something else: ${reserved}` });
    if (holders(commands, bindings, name, chords).length > 0) return record({ ...recording, clash: chords, reserved: null });
    give(chord);
  };
  const listen = (at: number): void => record({ name, at, clash: null, reserved: null });
  const listening = recording !== null && recording.clash === null;
  const taken = recording?.clash ? holders(commands, bindings, name, recording.clash) : [];
  const why = whyNotNow(command);
  const slots = recording && recording.at >= keys.length ? [...keys, ''] : keys;
  return (
    <>
      <div ref={row} className={why ? 'key-row off' : 'key-row'} data-command={name} title={why ? `Not now: ${why}.` : undefined}>
        <span className="key-title">{title}</span>
        {bindings[name] !== undefined && (
          <Button
            look="plain"
            small
            icon
            className="key-act"
            label={`Usual keys of ${title}`}
            tip={`Back to ${usual.map(shownChord).join(' or ') || 'no key'}`}
            onClick={reset}
          >
            <RotateCcw size={12} />
          </Button>
        )}
        {slots.map((chord, at) =>
          recording?.at === at ? (
            <button
              key={at}
              type="button"
              className="chord listening"
              autoFocus={listening}
              aria-label={`Press the new key of ${title}`}
              onKeyDown={listening ? pressed : undefined}
              onBlur={() => listening && record(null)}
            >
              <kbd>{recording.clash ? shownChord(recording.clash[0]!) : 'press a key'}</kbd>
            </button>
          ) : (
            <button
              key={at}
              type="button"
              className="chord"
              aria-label={`${shownChord(chord)}: change the key of ${title}`}
              onClick={() => listen(at)}
            >
              <kbd>{shownChord(chord)}</kbd>
            </button>
          ),
        )}
        {!recording && (
          <Button
            look="plain"
            small
            icon
            className={keys.length > 0 ? 'key-act chord' : 'key-act chord always'}
            label={`One more key for ${title}`}
            onClick={() => listen(keys.length)}
          >
            <Plus size={12} />
          </Button>
        )}
      </div>
      {recording?.reserved && (
        <p className="key-problem" role="alert">
          {recording.reserved}
        </p>
      )}
      {recording?.clash && taken.length > 0 && (
        <div className="key-problem" role="alert">
          <span>
            {shownChord(recording.clash[0]!)} is the key of {taken.map((other) => `‘${other.title.replace(/…$/, '')}’`).join(' and ')}
            {taken.some((other) => keysFor(other, bindings).length === 1) ? ', which would have none.' : '.'}
          </span>
          <span className="acts">
            <Button
              small
              look="primary"
              autoFocus
              onClick={() => give(recording.clash![0]!, takeFromOthers(commands, bindings, name, recording.clash!))}
              onKeyDown={(event) => event.key === 'Escape' && (event.stopPropagation(), leave())}
            >
              Take it from there
            </Button>
            <Button small onClick={leave} onKeyDown={(event) => event.key === 'Escape' && (event.stopPropagation(), leave())}>
              Keep
            </Button>
          </span>
        </div>
      )}
    </>
  );
}
