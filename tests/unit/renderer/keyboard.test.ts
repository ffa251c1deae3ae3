// Keys: which chord an event is on several layouts, and which command gets it.
import { describe, expect, it, vi } from 'vitest';
import { chordsOf, clashes, commandFor, shownChord, type Command, type Pressed } from '../../../src/renderer/keyboard';

const press = (key: string, code: string, more: Partial<Pressed> = {}): Pressed => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});
const command = (name: string, keys: string[], more: Partial<Command> = {}): Command => ({
  name,
  title: name,
  group: 'g',
  keys,
  run: vi.fn(),
  ...more,
});

describe('a pressed key', () => {
  it('is its letter, whatever the shift lock does', () => {
    expect(chordsOf(press('b', 'KeyB'))).toEqual(['B']);
    expect(chordsOf(press('B', 'KeyB'))).toEqual(['B']);
  });

  it('keeps Shift on letters and named keys', () => {
    expect(chordsOf(press('G', 'KeyG', { shiftKey: true }))).toEqual(['Shift+G']);
    expect(chordsOf(press('ArrowRight', 'ArrowRight', { shiftKey: true }))).toEqual(['Shift+Right']);
    expect(chordsOf(press('Z', 'KeyZ', { shiftKey: true, ctrlKey: true }))).toEqual(['Ctrl+Shift+Z']);
  });

  it('is the sign that Shift makes, and the key with Shift too', () => {
    expect(chordsOf(press('?', 'Slash', { shiftKey: true }))).toEqual(['?', 'Shift+?', 'Shift+/']);
    expect(chordsOf(press('{', 'BracketLeft', { shiftKey: true }))).toContain('Shift+[');
  });

  it('finds a bracket on a German keyboard, where AltGr makes it', () => {
    expect(chordsOf(press('[', 'Digit8', { ctrlKey: true, altKey: true }))[0]).toBe('Ctrl+Alt+[');
  });

  it('finds a letter by its place where the layout has another alphabet', () => {
    expect(chordsOf(press('и', 'KeyB'))).toContain('B');
  });

  it('does not take a moved Latin letter for the one at its place (AZERTY: A is not Q)', () => {
    expect(chordsOf(press('a', 'KeyQ'))).toEqual(['A']);
  });

  it('takes a Mac command key for Ctrl', () => {
    expect(chordsOf(press('k', 'KeyK', { metaKey: true }))).toEqual(['Ctrl+K']);
  });

  it('is nothing while only a modifier is down, or a composition is under way', () => {
    expect(chordsOf(press('Shift', 'ShiftLeft', { shiftKey: true }))).toEqual([]);
    expect(chordsOf(press('Dead', 'Quote'))).toEqual([]);
  });
});

describe('the command of a key', () => {
  it('is the first that applies now', () => {
    const first = command('first', ['Enter'], { when: () => false });
    const second = command('second', ['Enter']);
    expect(commandFor([first, second], press('Enter', 'Enter'), false)).toBe(second);
  });

  it('is none while text is typed, unless the command works there too', () => {
    const letter = command('brush', ['B']);
    const palette = command('palette', ['Ctrl+K'], { whileTyping: true });
    expect(commandFor([letter, palette], press('b', 'KeyB'), true)).toBeUndefined();
    expect(commandFor([letter, palette], press('k', 'KeyK', { ctrlKey: true }), true)).toBe(palette);
  });

  it('prefers the sign itself to the key with Shift', () => {
    const help = command('help', ['?']);
    const other = command('other', ['Shift+/']);
    expect(commandFor([other, help], press('?', 'Slash', { shiftKey: true }), false)).toBe(help);
  });
});

describe('the key map', () => {
  it('tells of two commands on one key', () => {
    expect(clashes([command('a', ['B']), command('b', ['B', 'C']), command('c', ['C'], { when: () => true })])).toEqual([
      { chord: 'B', names: ['a', 'b'] },
    ]);
  });

  it('shows chords as people read them', () => {
    expect(shownChord('Ctrl+Shift+Z')).toBe('Ctrl Shift Z');
    expect(shownChord('Shift+Right')).toBe('Shift →');
    expect(shownChord('Ctrl++')).toBe('Ctrl +');
  });
});
