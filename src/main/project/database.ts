// Handles on a project's database: a readable one and a writable one are different types, so that the compiler says who may change what.
import Database from 'better-sqlite3';
import { refuse } from '../../shared/result';

declare const readable: unique symbol;
declare const writable: unique symbol;

/** May be asked, never changed: `all` and `one` refuse a statement that writes. */
export interface ReadableDb {
  readonly [readable]: true;
}
export interface WritableDb extends ReadableDb {
  readonly [writable]: true;
}
/** What SQLite binds: numbers, text, bytes, null. */
export type SqlValue = number | string | bigint | Uint8Array | null;

export interface Connection {
  readonly db: ReadableDb;
  readonly write: WritableDb | null;
  readonly raw: Database.Database;
}

const raws = new WeakMap<ReadableDb, Database.Database>();
const statements = new WeakMap<Database.Database, Map<string, Database.Statement<SqlValue[]>>>();

/** Wraps an open better-sqlite3 database; `write` is null for one opened to be read. */
export function connection(raw: Database.Database, mayWrite: boolean): Connection {
  const db = {} as WritableDb;
  raws.set(db, raw);
  return { db, write: mayWrite ? db : null, raw };
}

/** `file` '' is SQLite's own temporary database. `nativeBinding`: the addon to load, where the shipped one does not fit (Electron 25). */
export function openFile(
  file: string,
  options: { readonly?: boolean; mustExist?: boolean; nativeBinding?: string | null },
): Database.Database {
  return new Database(file, {
    readonly: options.readonly ?? false,
    fileMustExist: options.mustExist ?? false,
    timeout: 5000,
    ...(options.nativeBinding ? { nativeBinding: options.nativeBinding } : {}),
  });
}

function rawOf(db: ReadableDb): Database.Database {
  const raw = raws.get(db);
  if (!raw) throw new Error('not a database handle of this program');
  return raw;
}

function statement(db: ReadableDb, sql: string): Database.Statement<SqlValue[]> {
  const raw = rawOf(db);
  let known = statements.get(raw);
  if (!known) statements.set(raw, (known = new Map()));
  let found = known.get(sql);
  if (!found) known.set(sql, (found = raw.prepare<SqlValue[]>(sql)));
  return found;
}

function reading(db: ReadableDb, sql: string): Database.Statement<SqlValue[]> {
  const found = statement(db, sql);
  if (!found.readonly) throw new Error(`a readable handle was asked to write: ${sql}`);
  return found;
}

export const all = <Row>(db: ReadableDb, sql: string, ...values: SqlValue[]): Row[] =>
  told(db, () => reading(db, sql).all(...values)) as Row[];
export const one = <Row>(db: ReadableDb, sql: string, ...values: SqlValue[]): Row | undefined =>
  told(db, () => reading(db, sql).get(...values)) as Row | undefined;

/** Runs a statement that writes; answers the new row's id. */
export function run(db: WritableDb, sql: string, ...values: SqlValue[]): { changes: number; id: number } {
  const done = told(db, () => statement(db, sql).run(...values));
  return { changes: done.changes, id: Number(done.lastInsertRowid) };
}

/** All or nothing; may be nested. A writer takes the lock at once, so that a second one waits instead of failing half-way. */
export function transaction<T>(db: WritableDb, work: () => T): T {
  return told(db, () => rawOf(db).transaction(work).immediate());
}

/** What may happen to a sound program (a full disk, a file that breaks) becomes an expected failure with a sentence; anything else is a bug. */
function told<T>(db: ReadableDb, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const file = rawOf(db).name;
    const why = (error as Error).message;
    if (code === 'SQLITE_FULL') return refuse('disk-full', `The disk is full: ${file} could not be written.`, 'Make room, then try again.');
    if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
      return refuse('damaged', `${file} is damaged (${why}).`, 'Open the project again: it will show what can be saved.');
    }
    if (/^SQLITE_(IOERR|READONLY|CANTOPEN)/.test(code)) {
      return refuse('unwritable', `${file} cannot be used (${why}).`, 'Check that its disk is there, has room, and may be written.');
    }
    if (code.startsWith('SQLITE_BUSY')) return refuse('busy', `${file} is being written by another program.`, 'Try again in a moment.');
    throw error;
  }
}
