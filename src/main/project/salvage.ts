// A damaged database: every row that can still be read is copied into a temporary one, which is then shown read-only.
import type Database from 'better-sqlite3';
import { openFile, type SqlValue } from './database';
import { MIGRATIONS } from './migrations';

export interface Salvaged {
  readonly raw: Database.Database;
  readonly rows: number;
  /** Tables that could not be read to their end. */
  readonly broken: readonly string[];
}

/** SQLite reads about 300 MB a second while it checks; the window must not stand still for longer than a blink. */
const QUICK_BYTES = 128e6;

/**
 * The first complaint of SQLite's own check, or null when the file is sound. A very large one is checked without its predictions: they are most of it, can be
 * computed again, and a broken one is still noticed when it is read.
 */
export function firstDamage(raw: Database.Database, quickBytes = QUICK_BYTES): string | null {
  try {
    const pages = Number(raw.pragma('page_count', { simple: true })) * Number(raw.pragma('page_size', { simple: true }));
    const checks = pages <= quickBytes ? ['1'] : tablesOf(raw).filter((table) => table !== 'prediction');
    for (const check of checks) {
      const answer: unknown = raw.pragma(`quick_check(${check})`, { simple: true });
      if (answer !== 'ok') return String(answer).replace(/\s+/g, ' ');
    }
    return null;
  } catch (error) {
    // A schema that cannot be parsed is damage too; a busy or unreadable file is not.
    const code = (error as { code?: unknown }).code;
    if (code === 'SQLITE_ERROR' || String(code).startsWith('SQLITE_CORRUPT')) return (error as Error).message;
    throw error;
  }
}

/** `source`: the damaged database, opened to be read, or null when it cannot even be opened. */
export function salvage(source: Database.Database, nativeBinding: string | null): Salvaged {
  const raw = openFile('', { nativeBinding });
  raw.pragma('foreign_keys = OFF');
  for (const migration of MIGRATIONS) raw.exec(migration);
  raw.exec('DELETE FROM palette');
  const broken: string[] = [];
  let rows = 0;
  for (const table of tablesOf(raw)) {
    const found = copyTable(source, raw, table);
    rows += found.rows;
    if (!found.whole) broken.push(table);
  }
  dropDangling(raw);
  raw.pragma('query_only = ON');
  return { raw, rows, broken };
}

const tablesOf = (raw: Database.Database): string[] =>
  raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").pluck().all() as string[];

/** Reads from both ends, so that a broken page in the middle costs only what lies on it. */
function copyTable(source: Database.Database, target: Database.Database, table: string): { rows: number; whole: boolean } {
  const columns = sharedColumns(source, target, table);
  if (columns === 'absent') return { rows: 0, whole: true };
  if (columns.length === 0) return { rows: 0, whole: false };
  const keys = target.prepare(`SELECT name FROM pragma_table_info('${table}') WHERE pk > 0 ORDER BY pk`).pluck().all() as string[];
  const insert = target.prepare<SqlValue[]>(
    `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  let rows = 0;
  const read = (order: string): boolean => {
    try {
      // NOT INDEXED: the rows themselves, not an index that may be the broken part.
      for (const row of source
        .prepare(`SELECT ${columns.join(', ')} FROM ${table} NOT INDEXED ${order}`)
        .raw()
        .iterate()) {
        try {
          rows += insert.run(...(row as SqlValue[])).changes;
        } catch {
          // A row whose contents are broken; the next one may be sound.
        }
      }
      return true;
    } catch {
      return false;
    }
  };
  const order = (direction: string): string => `ORDER BY ${keys.map((key) => `${key} ${direction}`).join(', ')}`;
  const whole = read('');
  // Descending order comes from the table's own tree where its key is the row id, else not at all cheaply: then it is skipped.
  if (!whole && keys.length === 1) read(order('DESC'));
  return { rows, whole };
}

/** An older project's table may lack some; they stay empty. 'absent' where it is too old to have the table, none where the source cannot even say. */
function sharedColumns(source: Database.Database, target: Database.Database, table: string): string[] | 'absent' {
  const names = (raw: Database.Database): string[] =>
    raw.prepare(`SELECT name FROM pragma_table_info('${table}')`).pluck().all() as string[];
  try {
    const there = new Set(names(source));
    const older = Number(source.pragma('user_version', { simple: true })) < MIGRATIONS.length;
    if (older && there.size === 0 && !tablesOf(source).includes(table)) return 'absent';
    return names(target).filter((name) => there.has(name));
  } catch {
    return [];
  }
}

/** Pointers to rows that were lost would break every list: a frame whose current mask is gone falls back to its newest version left. */
function dropDangling(raw: Database.Database): void {
  raw.exec(`
    DELETE FROM mask WHERE version NOT IN (SELECT id FROM mask_version);
    INSERT OR IGNORE INTO mask (frame, version) SELECT frame, max(id) FROM mask_version GROUP BY frame;
    DELETE FROM mask WHERE frame NOT IN (SELECT id FROM frame);
    DELETE FROM version_name WHERE version NOT IN (SELECT id FROM mask_version);
    DELETE FROM run_frame WHERE frame NOT IN (SELECT id FROM frame) OR version NOT IN (SELECT id FROM mask_version);
  `);
}
