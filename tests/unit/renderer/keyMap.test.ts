// Keys bound anew: what is kept of it, who is in the way, and what nobody may have.
import { describe, expect, it, vi } from 'vitest';
import { bind, bound, holders, readBindings, reservedWhy, takeFromOthers } from '../../../src/renderer/keyMap';
import { commandFor, type Command } from '../../../src/renderer/keyboard';
import { acceleratorOf } from '../../../src/main/window/menu';

vi.mock('electron', () => ({ app: {}, Menu: {}, shell: {} }));

const command = (name: string, keys: string[], when?: () => boolean): Command => ({
  name,
  title: name,
  group: 'g',
  keys,
  run: vi.fn(),
  ...(when ? { when } : {}),
});
const on = (): boolean => true;
const map = [
  command('brush', ['B']),
  command('redo', ['Ctrl+Shift+Z', 'Ctrl+Y']),
  command('done', ['Enter'], on),
  command('close', ['Enter'], on),
  command('larger', ['Shift+[']),
];
const press = (key: string, code: string) => ({ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false });

describe('a key that is bound anew', () => {
  it('runs its command, and the usual key no longer does', () => {
    const keys = bind(map, {}, 'brush', ['Q']);
    expect(commandFor(bound(map, keys), press('q', 'KeyQ'), false)?.name).toBe('brush');
    expect(commandFor(bound(map, keys), press('b', 'KeyB'), false)).toBeUndefined();
  });

  it('is forgotten when it is the usual one again', () => {
    const keys = bind(map, {}, 'redo', ['Ctrl+Y']);
    expect(keys).toEqual({ redo: ['Ctrl+Y'] });
    expect(bind(map, keys, 'redo', ['Ctrl+Shift+Z', 'Ctrl+Y'])).toEqual({});
    expect(bind(map, {}, 'brush', [])).toEqual({ brush: [] });
  });

  it('clashes with whoever has it now, in any spelling of the press, and with nobody who gave it away', () => {
    expect(holders(map, {}, 'brush', ['Ctrl+Y']).map(({ name }) => name)).toEqual(['redo']);
    expect(holders(map, {}, 'brush', ['{', 'Shift+{', 'Shift+[']).map(({ name }) => name)).toEqual(['larger']);
    expect(holders(map, { redo: ['Ctrl+Shift+Z'] }, 'brush', ['Ctrl+Y'])).toEqual([]);
    expect(holders(map, { brush: ['Q'] }, 'redo', ['Q']).map(({ name }) => name)).toEqual(['brush']);
  });

  it('is no clash between two that take turns with it in the usual map', () => {
    expect(holders(map, {}, 'done', ['Enter'])).toEqual([]);
    expect(holders(map, {}, 'brush', ['Enter']).map(({ name }) => name)).toEqual(['done', 'close']);
  });

  it('taken from another leaves that one its other keys', () => {
    const keys = bind(map, takeFromOthers(map, {}, 'brush', ['Ctrl+Y']), 'brush', ['Ctrl+Y']);
    expect(keys).toEqual({ redo: ['Ctrl+Shift+Z'], brush: ['Ctrl+Y'] });
  });

  it('may not be one that the window needs', () => {
    for (const chord of ['Tab', 'Shift+Tab', 'Esc', 'Space', 'Ctrl+C', 'Ctrl+Q', 'F11', 'Alt+F']) expect(reservedWhy(chord)).toMatch(/\.$/);
    for (const chord of ['Q', 'Ctrl+K', 'F1', 'Shift+Enter', 'Ctrl+Shift+C']) expect(reservedWhy(chord)).toBeNull();
  });

  it('is read back only where it makes sense', () => {
    expect(readBindings({ brush: ['Q'], gone: ['X'], redo: 'Ctrl+Y', done: ['Esc'], close: [] }, map)).toEqual({ brush: ['Q'], close: [] });
    expect(readBindings({ leave: ['Esc', 'Q'] }, [command('leave', ['Esc'])])).toEqual({ leave: ['Esc', 'Q'] });
    expect(readBindings(null, map)).toEqual({});
  });

  it('is shown in the menu in the words of Electron', () => {
    expect(acceleratorOf('Ctrl+Shift+Z')).toBe('CommandOrControl+Shift+Z');
    expect(acceleratorOf('Shift+[')).toBe('Shift+[');
    expect(acceleratorOf('?')).toBeUndefined();
    expect(acceleratorOf(undefined)).toBeUndefined();
  });
});
