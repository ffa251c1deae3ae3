// From a pressed key to a command: how chords are written, which one an event is, and who gets it.

export interface Command {
  /** Stable: the menu, tests and preferences use it. */
  readonly name: string;
  readonly title: string;
  readonly group: string;
  /** 'B', 'Ctrl+Shift+Z', 'Shift+Right', '/', 'F1' ...; several keys may do the same. */
  readonly keys: readonly string[];
  run(): void;
  /** False: the command does not apply now; its key then goes to the next one that has it. */
  when?(): boolean;
  /** Its keys work while text is being typed too. */
  readonly whileTyping?: boolean;
  /** Not offered in the palette (moving one frame, say). */
  readonly quiet?: boolean;
}

/** What of a KeyboardEvent matters here. */
export interface Pressed {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const NAMES: Record<string, string> = {
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  Escape: 'Esc',
  ' ': 'Space',
};
/** Keys by their place, for chords that Shift or another layout turns into other characters ('Shift+[' arrives as '{'). */
const PLACES: Record<string, string> = {
  BracketLeft: '[',
  BracketRight: ']',
  Comma: ',',
  Period: '.',
  Slash: '/',
  Minus: '-',
  Equal: '=',
  Semicolon: ';',
  Quote: "'",
  Backquote: '`',
  Backslash: '\\',
};

function placeOf(code: string): string | undefined {
  const letter = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code)?.[1];
  return letter ?? PLACES[code];
}

/** The chords that an event may stand for, likeliest first. Ctrl and the command key of a Mac are one. */
export function chordsOf(event: Pressed): string[] {
  const { key, code } = event;
  if (['Control', 'Shift', 'Alt', 'Meta', 'Dead', 'Process', 'Unidentified'].includes(key)) return [];
  const ctrl = event.ctrlKey || event.metaKey ? 'Ctrl+' : '';
  const alt = event.altKey ? 'Alt+' : '';
  const shift = event.shiftKey ? 'Shift+' : '';
  const name = NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  const symbol = key.length === 1 && key.toUpperCase() === key.toLowerCase();
  const chords = new Set<string>();
  // A character that Shift made ('?') is itself; a letter or a named key keeps its Shift.
  if (symbol) chords.add(`${ctrl}${alt}${name}`);
  chords.add(`${ctrl}${alt}${shift}${name}`);
  const place = placeOf(code);
  // A layout that has its own letter on that key means the letter.
  if (place && (symbol || key.charCodeAt(0) > 127)) chords.add(`${ctrl}${alt}${shift}${place}`);
  return [...chords];
}

/** The command that a key means now: among those with the key, the first that applies. */
export function commandFor(commands: readonly Command[], event: Pressed, typing: boolean): Command | undefined {
  for (const chord of chordsOf(event)) {
    const found = commands.find(
      (command) => command.keys.includes(chord) && (!typing || command.whileTyping) && (command.when?.() ?? true),
    );
    if (found) return found;
  }
  return undefined;
}

/** Commands that share a chord and do not say when: the first hides the others. Empty when all is well. */
export function clashes(commands: readonly Command[]): { chord: string; names: string[] }[] {
  const byChord = new Map<string, string[]>();
  for (const command of commands) {
    if (command.when) continue;
    for (const chord of command.keys) byChord.set(chord, [...(byChord.get(chord) ?? []), command.name]);
  }
  return [...byChord].filter(([, names]) => names.length > 1).map(([chord, names]) => ({ chord, names }));
}

const SIGNS: Record<string, string> = { Left: '←', Right: '→', Up: '↑', Down: '↓', Enter: '⏎' };

/** 'Ctrl+Shift+Z' as it is shown: 'Ctrl Shift Z'. */
export const shownChord = (chord: string): string =>
  chord
    .split(/\+(?=.)/)
    .map((part) => SIGNS[part] ?? part)
    .join(' ');

const TEXT_TYPES = ['text', 'search', 'number', 'email', 'url', 'password'];

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && TEXT_TYPES.includes(target.type);
}

const PRESSABLE =
  'button, a[href], summary, [role=menuitem], [role=menuitemcheckbox], [role=menuitemradio], [role=option], [role=tab], [role=checkbox]';
const MOVERS = '[role=slider], [role=radiogroup], [role=group], [role=menu], [role=tablist], [role=grid], [role=separator]';

/** Keys that the focused control means for itself: Enter and Space press a button, arrows move a slider or a list. */
export function belongsToControl(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (key === 'Enter' || key === ' ') return target.closest(PRESSABLE) !== null;
  if (/^(ArrowUp|ArrowDown|Page|Home|End)/.test(key) && target.closest('[role=listbox]')) return true;
  if (/^(Arrow|Page|Home|End)/.test(key)) return target.closest(MOVERS) !== null;
  return false;
}
