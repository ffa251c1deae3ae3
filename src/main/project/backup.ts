// Copies of a project's database, made before a migration changes it.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { backupsFolder } from './paths';

/** Writes a whole copy as it is now (the write-ahead log included) and answers its path. */
export function backUp(raw: Database.Database, folder: string, version: number): string {
  const into = backupsFolder(folder);
  mkdirSync(into, { recursive: true });
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  const file = join(into, `project-version-${version}-${stamp}.db`);
  const draft = `${file}.making`;
  rmSync(draft, { force: true });
  raw.prepare('VACUUM INTO ?').run(draft);
  renameSync(draft, file);
  return file;
}

/** The newest backup's path, or null. */
export function newestBackup(folder: string): string | null {
  const into = backupsFolder(folder);
  if (!existsSync(into)) return null;
  const names = readdirSync(into).filter((name) => name.endsWith('.db'));
  const newest = names.sort((a, b) => a.slice(-29).localeCompare(b.slice(-29))).at(-1);
  return newest === undefined ? null : join(into, newest);
}
