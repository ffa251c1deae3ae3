// Making, opening and refusing projects: real folders, real databases.
import Database from 'better-sqlite3';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unwrap, type Result } from '../../../src/shared/result';
import { all, one, run, transaction } from '../../../src/main/project/database';
import { frameSummaries } from '../../../src/main/project/frames';
import { palette } from '../../../src/main/project/palette';
import { createProjectFolder, openProjectFolder } from '../../../src/main/project/open';
import { projectFolder, resolvePath, storePath } from '../../../src/main/project/paths';
import { MIGRATIONS } from '../../../src/main/project/migrations';
import { writable } from '../../../src/main/project/project';
import { firstDamage } from '../../../src/main/project/salvage';
import { READ, WRITE, addFrames, newProject, tempFolder } from './helpers';

const failure = <T>(result: Result<T>) => (result.ok ? expect.fail('it should have been refused') : result.error);

describe('a new project', () => {
  it('is a folder with the suffix, a marked database and room for frames', () => {
    const project = newProject('Night drive');
    expect(project.folder.endsWith('Night drive.roadbrush')).toBe(true);
    expect(project.name).toBe('Night drive');
    expect(existsSync(join(project.folder, 'frames'))).toBe(true);
    expect(palette(project.db).map((entry) => [entry.id, entry.name])).toEqual([
      [7, 'road'],
      [0, 'other'],
      [255, 'ignore'],
    ]);
    // Bytes 18 and 19 of the file say 'write-ahead log'.
    expect([...readFileSync(join(project.folder, 'project.db')).subarray(18, 20)]).toEqual([2, 2]);
    expect(one(project.db, 'PRAGMA synchronous')).toEqual({ synchronous: 2 });
    expect(one(project.db, 'PRAGMA foreign_keys')).toEqual({ foreign_keys: 1 });
    expect(
      all<{ strict: number }>(project.db, "SELECT strict FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").every(
        (t) => t.strict === 1,
      ),
    ).toBe(true);
    project.close();
    expect(readdirSync(project.folder).sort()).toEqual(['frames', 'project.db']);
  });

  it('does not take a folder that holds something', () => {
    const project = newProject();
    project.close();
    expect(failure(createProjectFolder(project.folder, WRITE)).code).toBe('exists');
  });

  it('opens by its path with or without the suffix', () => {
    const project = newProject();
    project.close();
    const short = project.folder.replace('.roadbrush', '');
    expect(projectFolder(short)).toBe(project.folder);
    unwrap(openProjectFolder(short, WRITE)).close();
    renameSync(project.folder, short);
    unwrap(openProjectFolder(short, WRITE)).close();
  });
});

describe('opening refuses, in one sentence and without touching anything,', () => {
  it('a folder that is not there', () => {
    expect(failure(openProjectFolder(join(tempFolder(), 'nothing'), WRITE))).toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('nothing.roadbrush'),
    });
  });

  it('a folder without a database, and a database of another program', () => {
    const folder = join(tempFolder(), 'x.roadbrush');
    mkdirSync(folder);
    expect(failure(openProjectFolder(folder, WRITE)).code).toBe('not-a-project');
    new Database(join(folder, 'project.db')).exec('CREATE TABLE theirs (x)').close();
    const before = readFileSync(join(folder, 'project.db'));
    expect(failure(openProjectFolder(folder, WRITE)).code).toBe('not-a-project');
    expect(readFileSync(join(folder, 'project.db')).equals(before)).toBe(true);
    expect(readdirSync(folder)).toEqual(['project.db']);
  });

  it('a project of a newer program', () => {
    const project = newProject();
    project.close();
    const file = join(project.folder, 'project.db');
    const raw = new Database(file);
    raw.pragma(`user_version = ${MIGRATIONS.length + 3}`);
    raw.close();
    const before = readFileSync(file);
    const refused = failure(openProjectFolder(project.folder, WRITE));
    expect(refused.code).toBe('newer-project');
    expect(refused.message).toContain('newer Roadbrush');
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(project.folder).sort()).toEqual(['frames', 'project.db']);
  });

  it('a newer version that only the write-ahead log knows of', () => {
    const project = newProject();
    project.close();
    const live = join(project.folder, 'project.db');
    const raw = new Database(live);
    raw.pragma('wal_autocheckpoint = 0');
    raw.pragma(`user_version = ${MIGRATIONS.length + 1}`);
    const copy = join(tempFolder(), 'copy.roadbrush');
    mkdirSync(copy);
    for (const end of ['', '-wal']) copyFileSync(live + end, join(copy, `project.db${end}`));
    raw.close();
    expect(failure(openProjectFolder(copy, WRITE)).code).toBe('newer-project');
    expect(existsSync(join(copy, 'project.lock'))).toBe(false);
  });
});

describe('a damaged project', () => {
  const full = () => {
    const project = newProject();
    const names = Array.from({ length: 3000 }, (_, i) => `frame_${String(i).padStart(5, '0')}`);
    addFrames(writable(project), names);
    project.close();
    return project.folder;
  };
  const spoil = (file: string, from: number, bytes: number) => {
    const handle = openSync(file, 'r+');
    writeSync(handle, Buffer.alloc(bytes, 0xa5), 0, bytes, from);
    closeSync(handle);
  };

  it('opens read-only with everything that can be saved, and stays as it is', () => {
    const folder = full();
    const file = join(folder, 'project.db');
    spoil(file, Math.floor(statSync(file).size / 2 / 4096) * 4096, 3 * 4096);
    const before = readFileSync(file);
    const project = unwrap(openProjectFolder(folder, WRITE));
    expect(project.write).toBeNull();
    expect(project.readOnly).toMatch(/is damaged .* read-only/s);
    const frames = frameSummaries(project.db);
    expect(frames.length).toBeGreaterThan(2000);
    expect(() => writable(project)).toThrow('damaged');
    project.close();
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(existsSync(join(folder, 'project.lock'))).toBe(false);
  });

  it('that was cut off half-way opens read-only or says that nothing can be read', () => {
    for (const share of [0.2, 0.5, 0.9]) {
      const folder = full();
      const file = join(folder, 'project.db');
      truncateSync(file, Math.floor((statSync(file).size * share) / 4096) * 4096);
      const result = openProjectFolder(folder, WRITE);
      if (result.ok) {
        expect(result.value.readOnly).toContain('damaged');
        frameSummaries(result.value.db);
        result.value.close();
      } else expect(result.error.code).toBe('damaged');
    }
  });

  it('beyond reading is refused with the way to its backup', () => {
    const folder = full();
    mkdirSync(join(folder, 'backups'));
    writeFileSync(join(folder, 'backups', 'project-version-1-2026-01-01T00-00-00-000Z.db'), '');
    writeFileSync(join(folder, 'project.db'), 'not a database');
    const refused = failure(openProjectFolder(folder, WRITE));
    expect(refused).toMatchObject({ code: 'damaged', hint: expect.stringContaining('backups') });
    writeFileSync(join(folder, 'project.db'), '');
    expect(failure(openProjectFolder(folder, WRITE)).code).toBe('damaged');
  });
});

describe('an older project', () => {
  const newer = [...MIGRATIONS, 'CREATE TABLE added (x INTEGER) STRICT; INSERT INTO added VALUES (1);'];

  it('is brought up to date after a backup, and keeps everything', () => {
    const project = newProject();
    addFrames(writable(project), ['a', 'b']);
    project.close();
    expect(failure(openProjectFolder(project.folder, READ, newer)).code).toBe('older-project');
    const opened = unwrap(openProjectFolder(project.folder, WRITE, newer));
    expect(all(opened.db, 'SELECT x FROM added')).toEqual([{ x: 1 }]);
    expect(frameSummaries(opened.db)).toHaveLength(2);
    opened.close();
    const [backup] = readdirSync(join(project.folder, 'backups'));
    const old = new Database(join(project.folder, 'backups', backup ?? ''), { readonly: true });
    expect(old.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
    expect(old.prepare('SELECT count(*) AS n FROM frame').get()).toEqual({ n: 2 });
    old.close();
  });

  it('is left at its version by a migration that fails', () => {
    const project = newProject();
    project.close();
    const broken = [...MIGRATIONS, 'CREATE TABLE half (x INTEGER) STRICT; SELECT nothing FROM nowhere;'];
    expect(failure(openProjectFolder(project.folder, WRITE, broken)).code).toBe('unwritable');
    const opened = unwrap(openProjectFolder(project.folder, WRITE));
    expect(one(opened.db, 'SELECT count(*) AS n FROM sqlite_schema WHERE name = ?', 'half')).toEqual({ n: 0 });
    opened.close();
  });
});

describe('handles', () => {
  it('that only read refuse to write, whatever the compiler was told', () => {
    const project = newProject();
    expect(() => all(project.db, "INSERT INTO meta VALUES ('a', 'b') RETURNING *")).toThrow('asked to write');
    project.close();
    const reading = unwrap(openProjectFolder(project.folder, READ));
    expect(() => run(reading.db as never, "INSERT INTO meta VALUES ('a', 'b')")).toThrow(/readonly/);
    reading.close();
  });

  it('undo a whole transaction when its work fails', () => {
    const project = newProject();
    const db = writable(project);
    expect(() =>
      transaction(db, () => {
        addFrames(db, ['a']);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(frameSummaries(project.db)).toEqual([]);
    project.close();
  });
});

it('a frame inside the project moves with it, one outside keeps its place', () => {
  const folder = tempFolder();
  const inside = storePath(folder, join(folder, 'frames', 'a.png'));
  expect(inside).toEqual({ place: 'inside', path: 'frames/a.png' });
  expect(resolvePath('/elsewhere', inside)).toBe(join('/elsewhere', 'frames', 'a.png'));
  const outside = storePath(folder, join(folder, '..', 'b.png'));
  expect(outside.place).toBe('outside');
  expect(resolvePath('/elsewhere', outside)).toBe(join(folder, '..', 'b.png'));
  expect(storePath(folder, `${folder}-other/c.png`).place).toBe('outside');
});

describe('while a project is open', () => {
  it('a full disk is a failure with a sentence, and what was saved before stays', () => {
    const project = newProject();
    const db = writable(project);
    addFrames(db, ['a']);
    const pages = one<{ page_count: number }>(db, 'PRAGMA page_count')?.page_count ?? 0;
    one(db, `PRAGMA max_page_count = ${pages + 2}`);
    const fill = () =>
      addFrames(
        db,
        Array.from({ length: 2000 }, (_, i) => `f_${i}`),
      );
    expect(fill).toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ code: 'disk-full', message: expect.stringContaining('project.db') }) }),
    );
    expect(frameSummaries(project.db).map((frame) => frame.name)).toEqual(['a']);
    project.close();
  });

  it('damage that appears is a failure with a sentence, not a crash', () => {
    const project = newProject();
    addFrames(
      writable(project),
      Array.from({ length: 2000 }, (_, i) => `f_${i}`),
    );
    project.close();
    const reading = unwrap(openProjectFolder(project.folder, READ));
    const file = join(project.folder, 'project.db');
    // What SQLite still remembers of the file must not hide it.
    run(reading.db as never, 'PRAGMA shrink_memory');
    const handle = openSync(file, 'r+');
    writeSync(handle, Buffer.alloc(statSync(file).size - 8192, 0xa5), 0, statSync(file).size - 8192, 8192);
    closeSync(handle);
    expect(() => frameSummaries(reading.db)).toThrow(expect.objectContaining({ failure: expect.objectContaining({ code: 'damaged' }) }));
    reading.close();
  });

  it('the check of a very large database leaves out only predictions', () => {
    const project = newProject();
    const db = writable(project);
    addFrames(db, ['a']);
    run(
      db,
      `INSERT INTO run (id, name, config, state, reason, seed, code_version, device, seconds, train_frames, held_out_frames, mask_version, created_at)
      VALUES (1, 'r', '{}', 'done', '', 1, '0', '', 0, 0, 0, 0, 0)`,
    );
    for (let epoch = 0; epoch < 400; epoch++) run(db, 'INSERT INTO prediction VALUES (1, ?, 1, 1, 1, ?)', epoch, Buffer.alloc(5000, 1));
    project.close();
    const file = join(project.folder, 'project.db');
    const spoiled = join(tempFolder(), 'spoiled.db');
    copyFileSync(file, spoiled);
    const handle = openSync(spoiled, 'r+');
    writeSync(handle, Buffer.alloc(200 * 4096, 0xa5), 0, 200 * 4096, statSync(spoiled).size - 300 * 4096);
    closeSync(handle);
    const damageOf = (path: string, quickBytes?: number) => {
      const raw = new Database(path, { readonly: true });
      const found = firstDamage(raw, quickBytes);
      raw.close();
      return found;
    };
    expect(damageOf(file)).toBeNull();
    expect(damageOf(file, 0)).toBeNull();
    expect(damageOf(spoiled)).not.toBeNull();
    expect(damageOf(spoiled, 0)).toBeNull();
  });
});
