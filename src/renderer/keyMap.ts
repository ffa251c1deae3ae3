// Keys as the person bound them: what differs from the usual map, who holds a chord already, and which chords nobody may have. Pure.
import type { Command } from './keyboard';

/** Commands whose keys are not the usual ones, by name; an empty list = no key. */
export type Bindings = Readonly<Record<string, readonly string[]>>;

export const keysFor = (command: Pick<Command, 'name' | 'keys'>, bindings: Bindings): readonly string[] =>
  bindings[command.name] ?? command.keys;

/** The same commands with the keys of now. */
export const bound = (commands: readonly Command[], bindings: Bindings): Command[] =>
  commands.map((command) => (bindings[command.name] ? { ...command, keys: bindings[command.name]! } : command));

/** `name` gets `keys`; the usual ones are kept as no binding at all. */
export function bind(commands: readonly Command[], bindings: Bindings, name: string, keys: readonly string[]): Bindings {
  const usual = commands.find((command) => command.name === name)?.keys ?? [];
  const { [name]: _, ...others } = bindings;
  const own = [...new Set(keys)];
  return own.length === usual.length && own.every((chord, i) => chord === usual[i]) ? others : { ...others, [name]: own };
}

/** Takes the chords away from every other command that has one of them. */
export function takeFromOthers(commands: readonly Command[], bindings: Bindings, name: string, chords: readonly string[]): Bindings {
  let left = bindings;
  for (const other of holders(commands, bindings, name, chords)) {
    const keys = keysFor(other, left).filter((chord) => !chords.includes(chord));
    left = bind(commands, left, other.name, keys);
  }
  return left;
}

/**
 * The other commands that have one of `chords` (all spellings of one press) now. Two that share it in the usual map too are no clash: they take turns
 * by what they are for (Enter closes a polygon, else the frame is reviewed).
 */
export function holders(commands: readonly Command[], bindings: Bindings, name: string, chords: readonly string[]): Command[] {
  const self = commands.find((command) => command.name === name);
  const usuallyShared = (other: Command): boolean =>
    chords.some((chord) => self?.keys.includes(chord) && other.keys.includes(chord) && self.when !== undefined && other.when !== undefined);
  return commands.filter(
    (other) => other.name !== name && keysFor(other, bindings).some((chord) => chords.includes(chord)) && !usuallyShared(other),
  );
}

const RESERVED: readonly (readonly [chord: RegExp, why: string])[] = [
  [/^(Shift\+|Ctrl\+|Ctrl\+Shift\+)?Tab$/, 'Tab is the way from one control to the next; on the picture it hides the panels.'],
  [/^Esc$/, 'Esc leaves: a dialog, a search, a polygon that is not closed.'],
  [/^(Shift\+)?Space$/, 'Space held down pans, and presses the control that has the focus.'],
  [/^Ctrl\+[CVXA]$/, 'It copies, pastes, cuts or selects text.'],
  [/^(Ctrl\+Q|Alt\+F4)$/, 'It quits the program.'],
  [/^F11$/, 'It fills the screen with the window.'],
  [/^(F10|Alt\+[FEVTH])$/, 'It opens the menu bar.'],
];

/** Why no command may have this chord; null when it is free to be bound. */
export const reservedWhy = (chord: string): string | null => RESERVED.find(([pattern]) => pattern.test(chord))?.[1] ?? null;

/** What was kept, read again: names that no command has any more are left away, and so is anything that is no list of chords. */
export function readBindings(kept: unknown, commands: readonly Command[]): Bindings {
  if (typeof kept !== 'object' || kept === null) return {};
  const usual = new Map(commands.map(({ name, keys }) => [name, keys]));
  const may = (name: string, chord: unknown): boolean =>
    typeof chord === 'string' && (reservedWhy(chord) === null || (usual.get(name)?.includes(chord) ?? false));
  return Object.fromEntries(
    Object.entries(kept).filter(([name, keys]) => usual.has(name) && Array.isArray(keys) && keys.every((chord) => may(name, chord))),
  ) as Bindings;
}
