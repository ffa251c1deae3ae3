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

it('only the panels have a key that is kept from all others', () => {
  const reserved = commands.filter(({ keys }) => keys.some((chord) => reservedWhy(chord) !== null));
  expect(reserved.map(({ name }) => name)).toEqual(['panels.toggle']);
});

it('every command has a name and a title of its own', () => {
  for (const of of ['name', 'title'] as const) {
    const seen = commands.map((command) => command[of]);
    expect(seen.filter((one, i) => seen.indexOf(one) !== i)).toEqual([]);
  }
});
