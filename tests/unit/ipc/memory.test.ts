// What the program remembers of itself, and its log.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Memory } from '../../../src/main/ipc/memory';
import { openLog } from '../../../src/main/log';
import { projectArgument } from '../../../src/main/window/arguments';
import { openingBounds } from '../../../src/main/window/bounds';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'roadbrush-memory-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function project(name: string): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'project.db'), '');
  return path;
}

describe('recent projects', () => {
  it('survive a restart, newest first, each once, named by an id that is not its path', () => {
    const [a, b] = [project('a.roadbrush'), project('b.roadbrush')];
    const memory = new Memory(folder);
    memory.opened(a, 1);
    memory.opened(b, 2);
    memory.opened(a, 3);
    const again = new Memory(folder).recent();
    expect(again.map(({ name, openedAt, missing }) => [name, openedAt, missing])).toEqual([
      ['a', 3, false],
      ['b', 2, false],
    ]);
    expect(again[0]?.id).toMatch(/^[0-9a-f]{16}$/);
    expect(new Memory(folder).folderOf(again[0]?.id ?? '')).toBe(a);
    expect(new Memory(folder).folderOf(a)).toBeNull();
  });

  it('that were moved away are shown as missing', () => {
    const gone = project('gone.roadbrush');
    const memory = new Memory(folder);
    memory.opened(gone);
    rmSync(gone, { recursive: true });
    expect(memory.recent()[0]?.missing).toBe(true);
  });
});

describe('preferences', () => {
  it('are merged by key, kept over a restart, and never half written', () => {
    const memory = new Memory(folder);
    expect(memory.prefer({ left: 220, theme: 'dark' })).toBe(true);
    expect(memory.prefer({ theme: null, right: 280 })).toBe(true);
    expect(new Memory(folder).preferences).toEqual({ left: 220, right: 280 });
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('too large to be sensible are refused', () => {
    const memory = new Memory(folder);
    expect(memory.prefer({ big: 'x'.repeat(2_000_000) })).toBe(false);
    expect(memory.preferences).toEqual({});
  });

  it('in a damaged file count as none instead of stopping the program', () => {
    writeFileSync(join(folder, 'preferences.json'), '{"left": 2');
    writeFileSync(join(folder, 'window.json'), '[]');
    const memory = new Memory(folder);
    expect(memory.preferences).toEqual({});
    expect(memory.window).toEqual({ window: null, menuBar: false, folders: {} });
  });
});

describe('the window', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1080 };
  it('comes back where it was', () => {
    expect(openingBounds({ x: 50, y: 60, width: 1200, height: 800, maximized: false }, [screen])).toEqual({
      x: 50,
      y: 60,
      width: 1200,
      height: 800,
    });
  });
  it('is not lost on a screen that is not there any more', () => {
    expect(openingBounds({ x: 3000, y: 60, width: 1200, height: 800, maximized: false }, [screen])).toEqual({ width: 1440, height: 900 });
  });
  it('fits a small screen', () => {
    expect(openingBounds(null, [{ x: 0, y: 0, width: 1280, height: 720 }])).toEqual({ width: 1280, height: 720 });
  });
});

describe('the project on the command line', () => {
  it('may be its folder, its database, or a name that does not exist yet (so that the person is told)', () => {
    const path = project('plain');
    expect(projectArgument(['electron', '--no-sandbox', 'out/main/index.js', 'plain'], folder)).toBe(path);
    expect(projectArgument(['electron', join(path, 'project.db')], '/')).toBe(path);
    expect(projectArgument(['electron', 'missing.roadbrush'], folder)).toBe(join(folder, 'missing.roadbrush'));
  });
  it('is none when nothing on it is a project', () => {
    expect(projectArgument(['electron', 'out/main/index.js', '--flag', folder], folder)).toBeNull();
  });
});

describe('the log', () => {
  it('has each entry on a line, and begins anew before it grows without bounds', () => {
    const file = join(folder, 'logs', 'x.log');
    const log = openLog(file, undefined, () => new Date(0));
    log.info('Opened a project.', { folder: '/a' });
    log.engine('TensorFlow says hello\n');
    expect(readFileSync(file, 'utf8')).toBe(
      '1970-01-01T00:00:00.000Z info   Opened a project. {"folder":"/a"}\n1970-01-01T00:00:00.000Z engine TensorFlow says hello\n',
    );
    for (let i = 0; i < 60; i++) log.warn('x'.repeat(100_000));
    expect(readdirSync(join(folder, 'logs')).sort()).toEqual(['x.log', 'x.log.old']);
    expect(readFileSync(file).length).toBeLessThan(5_200_000);
  });

  it('that cannot be written does not stop the program', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => openLog(join(folder, 'file', 'x.log')).info('hello')).not.toThrow();
  });
});
