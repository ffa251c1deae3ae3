// The whole table of commands: no key means two things, none is one that the window needs, no two commands are called the same.
import { expect, it, vi } from 'vitest';
import { reservedWhy } from '../../../src/renderer/keyMap';

vi.stubGlobal('studio', { on: () => () => undefined });
const { commands } = await import('../../../src/renderer/commands');

it('no usual key belongs to two commands', () => {
  const holders = new Map<string, string[]>();
  for (const { name, keys } of commands) for (const chord of keys) holders.set(chord, [...(holders.get(chord) ?? []), name]);
  expect([...holders].filter(([, names]) => names.length > 1)).toEqual([]);
});

it('of the keys that are kept from all, commands have Tab and Esc alone, for what these mean anyway', () => {
  const reserved = commands.flatMap(({ keys }) => keys.filter((chord) => reservedWhy(chord) !== null));
  expect(new Set(reserved)).toEqual(new Set(['Tab', 'Esc']));
});

it('every command has a name and a title of its own', () => {
  for (const of of ['name', 'title'] as const) {
    const seen = commands.map((command) => command[of]);
    expect(seen.filter((one, i) => seen.indexOf(one) !== i)).toEqual([]);
  }
});
