// Making and opening a project: what is checked before a single byte of it is changed.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { fail, ok, type Result } from '../../shared/result';
import { backUp, newestBackup } from './backup';
import { connection, openFile } from './database';
import { APPLICATION_ID, readIdentity } from './identity';
import { takeLock, type Lock } from './lock';
import { MIGRATIONS } from './migrations';
import { DATABASE, UNFINISHED, databaseFile, framesFolder, projectFolder, projectName } from './paths';
import type { OpenOptions, Project } from './project';
import { firstDamage, salvage } from './salvage';
import type Database from 'better-sqlite3';

/** Makes an empty project and opens it. An existing folder is taken only when it is empty. */
export function createProjectFolder(written: string, options: OpenOptions): Result<Project> {
  const folder = projectFolder(written);
  try {
    if (existsSync(folder) && (!statSync(folder).isDirectory() || readdirSync(folder).some((name) => !allowed.has(name)))) {
      return fail('exists', `${folder} exists already.`, 'Choose another name, or open that project.');
    }
    mkdirSync(framesFolder(folder), { recursive: true });
    makeDatabase(folder, options.nativeBinding ?? null);
  } catch (error) {
    return fail(
      'unwritable',
      `${folder} cannot be made (${(error as Error).message}).`,
      'Check the path, its permissions and the free disk space.',
    );
  }
  return openProjectFolder(folder, options);
}
/** What may lie in the folder of a project about to be made: the sample's frames, and this marker. */
const allowed = new Set([UNFINISHED, 'frames', `${DATABASE}.making`]);

/** The database gets its name only when it is whole: a crash leaves no half-made project. */
function makeDatabase(folder: string, nativeBinding: string | null): void {
  const draft = `${databaseFile(folder)}.making`;
  for (const rest of ['', '-wal', '-shm']) rmSync(draft + rest, { force: true });
  const raw = openFile(draft, { nativeBinding });
  raw.pragma('journal_mode = WAL');
  raw.pragma('synchronous = FULL');
  raw.pragma(`application_id = ${APPLICATION_ID}`);
  migrate(raw, 0);
  raw.close();
  renameSync(draft, databaseFile(folder));
}

function migrate(raw: Database.Database, from: number, migrations: readonly string[] = MIGRATIONS): void {
  for (let version = from; version < migrations.length; version++) {
    raw
      .transaction(() => {
        raw.exec(migrations[version] ?? '');
        raw.pragma(`user_version = ${version + 1}`);
      })
      .immediate();
  }
}

/** Failures: 'not-found', 'not-a-project', 'newer-project', 'damaged', 'locked', 'unwritable'. A damaged one that can be read opens read-only. */
export function openProjectFolder(written: string, options: OpenOptions, migrations: readonly string[] = MIGRATIONS): Result<Project> {
  const folder = projectFolder(written);
  const file = databaseFile(folder);
  const binding = options.nativeBinding ?? null;
  const known = identify(folder, file, migrations.length);
  if (!known.ok) return known;

  if (options.mode === 'read') return openToRead(folder, file, binding, migrations, null);
  const lock = takeLock(folder, options.program);
  if (!lock.ok) {
    if (options.mode === 'write' || (lock.error.code !== 'locked' && lock.error.code !== 'unwritable')) return lock;
    return openToRead(folder, file, binding, migrations, lock.error.message);
  }
  let opened: Result<Project>;
  try {
    opened = openToWrite(folder, file, binding, migrations, lock.value);
  } catch (error) {
    lock.value.release();
    if (!isSqlite(error)) throw error;
    return fail('unwritable', `${file} cannot be opened (${error.message}).`, 'Check its permissions and the free disk space.');
  }
  if (!opened.ok || opened.value.write === null) lock.value.release();
  return opened;
}

function identify(folder: string, file: string, newest: number): Result<number> {
  if (!existsSync(folder))
    return fail('not-found', `There is no project at ${folder}.`, 'Check the path, or make one with: roadbrush create');
  if (!statSync(folder).isDirectory()) return fail('not-a-project', `${folder} is a file, not a project’s folder.`);
  if (!existsSync(file)) return fail('not-a-project', `${folder} is not a Roadbrush project: it holds no ${DATABASE}.`);
  const identity = readIdentity(file);
  if (!identity) return beyondReading(folder, file);
  if (identity.applicationId !== APPLICATION_ID) {
    return fail('not-a-project', `${file} is the database of another program, not of Roadbrush; it was left untouched.`);
  }
  return identity.version > newest ? newer(folder, identity.version, newest) : ok(identity.version);
}

const newer = (folder: string, version: number, newest: number): Result<never> =>
  fail(
    'newer-project',
    `${folder} was made by a newer Roadbrush (project version ${version}; this one knows ${newest}); it was left untouched.`,
    'Open it with the newer Roadbrush.',
  );

function beyondReading(folder: string, file: string): Result<never> {
  const backup = newestBackup(folder);
  const hint = backup
    ? `There is a backup: ${backup}. To use it, move the broken file away and put the backup in its place.`
    : 'Put back a copy of that file if you have one; the frames in the folder are not touched.';
  return fail('damaged', `${file} is damaged beyond reading.`, hint);
}

function openToWrite(folder: string, file: string, binding: string | null, migrations: readonly string[], lock: Lock): Result<Project> {
  const checked = openToRead(folder, file, binding, migrations, 'being checked', true);
  if (!checked.ok || checked.value.readOnly !== 'being checked') return checked;
  checked.value.close();

  const raw = openFile(file, { mustExist: true, nativeBinding: binding });
  try {
    raw.pragma('journal_mode = WAL');
    raw.pragma('synchronous = FULL');
    raw.pragma('foreign_keys = ON');
    raw.pragma('trusted_schema = OFF');
    const version = Number(raw.pragma('user_version', { simple: true }));
    if (version < migrations.length) {
      backUp(raw, folder, version);
      migrate(raw, version, migrations);
    }
  } catch (error) {
    raw.close();
    throw error;
  }
  const handles = connection(raw, true);
  return ok({
    folder,
    name: projectName(folder),
    db: handles.db,
    write: handles.write,
    readOnly: null,
    close: () => {
      raw.close();
      lock.release();
    },
  });
}

/** `why`: the sentence to show for a sound project that is opened only to be read. */
function openToRead(
  folder: string,
  file: string,
  nativeBinding: string | null,
  migrations: readonly string[],
  why: string | null,
  olderIsFine = false,
): Result<Project> {
  let raw: Database.Database;
  try {
    raw = openFile(file, { readonly: true, mustExist: true, nativeBinding });
    const damage = firstDamage(raw);
    if (damage !== null) return openDamaged(folder, file, raw, nativeBinding, damage);
    const version = Number(raw.pragma('user_version', { simple: true }));
    // The file's header may lag behind its write-ahead log.
    if (version > migrations.length) {
      raw.close();
      return newer(folder, version, migrations.length);
    }
    if (version < migrations.length && !olderIsFine) {
      raw.close();
      return fail(
        'older-project',
        `${folder} was made by an older Roadbrush and must be brought up to date first.`,
        'Open it once in the window; a backup is made.',
      );
    }
  } catch (error) {
    if (!isSqlite(error)) throw error;
    if (error.code === 'SQLITE_NOTADB' || error.code.startsWith('SQLITE_CORRUPT')) return beyondReading(folder, file);
    return fail('unreadable', `${file} cannot be opened (${error.message}).`, 'Check its permissions.');
  }
  const reason = why ?? 'The project was opened to be read only.';
  return ok({ folder, name: projectName(folder), db: connection(raw, false).db, write: null, readOnly: reason, close: () => raw.close() });
}

function openDamaged(folder: string, file: string, source: Database.Database, binding: string | null, damage: string): Result<Project> {
  const saved = salvage(source, binding);
  source.close();
  if (saved.rows === 0) {
    saved.raw.close();
    return beyondReading(folder, file);
  }
  const backup = newestBackup(folder);
  const lost = saved.broken.length > 0 ? `could not be read to the end: ${saved.broken.join(', ')}` : 'every row could still be read';
  const readOnly = `${file} is damaged (${damage}); ${lost}. It is shown read-only and was left as it is.${backup ? ` There is a backup: ${backup}.` : ''}`;
  return ok({
    folder,
    name: projectName(folder),
    db: connection(saved.raw, false).db,
    write: null,
    readOnly,
    close: () => saved.raw.close(),
  });
}

const isSqlite = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('SQLITE_');
