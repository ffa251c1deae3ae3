// Which key a command has, for tooltips and menus: the command table fills this in, so that controls need not know the table.
import { shownChord } from '../keyboard';

let table = new Map<string, string>();

export function publishKeys(commands: readonly { readonly name: string; readonly keys: readonly string[] }[]): void {
  table = new Map(commands.flatMap(({ name, keys }) => (keys[0] === undefined ? [] : [[name, shownChord(keys[0])]])));
}

/** The command's first key as shown ('Ctrl T'); undefined when it has none. */
export const keysOf = (command: string): string | undefined => table.get(command);
