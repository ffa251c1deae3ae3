// Handles on a project's database: a readable one and a writable one are different types, so that the compiler says who may change what.
import Database from 'better-sqlite3';

declare const readable: unique symbol;
declare const writable: unique symbol;

/** May be asked, never changed: `all`, `one` and `each` refuse a statement that writes. */
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

export const all = <Row>(db: ReadableDb, sql: string, ...values: SqlValue[]): Row[] => reading(db, sql).all(...values) as Row[];
export const one = <Row>(db: ReadableDb, sql: string, ...values: SqlValue[]): Row | undefined =>
  reading(db, sql).get(...values) as Row | undefined;
export const each = <Row>(db: ReadableDb, sql: string, ...values: SqlValue[]): IterableIterator<Row> =>
  reading(db, sql).iterate(...values) as IterableIterator<Row>;

/** Runs a statement that writes; answers the new row's id. */
export const run = (db: WritableDb, sql: string, ...values: SqlValue[]): { changes: number; id: number } => {
  const done = statement(db, sql).run(...values);
  return { changes: done.changes, id: Number(done.lastInsertRowid) };
};

/** All or nothing; may be nested. A writer takes the lock at once, so that a second one waits instead of failing half-way. */
export function transaction<T>(db: WritableDb, work: () => T): T {
  return rawOf(db).transaction(work).immediate();
}
