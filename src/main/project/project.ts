// An open project: its folder, its database handles, and why it may not be written.
import { refuse } from '../../shared/result';
import type { ReadableDb, WritableDb } from './database';

export interface OpenOptions {
  /** Who holds the lock, in words: 'Roadbrush window', 'roadbrush train'. */
  readonly program: string;
  /** 'write' takes the lock (refused with 'locked' when another program has it); 'read' needs none; 'write-if-free' falls back to reading. */
  readonly mode: 'write' | 'read' | 'write-if-free';
  /** better-sqlite3's addon, where the one in the package does not fit this runtime (routes.sqliteBinding). */
  readonly nativeBinding?: string | null;
}

export interface Project {
  /** Absolute path of the NAME.roadbrush folder. */
  readonly folder: string;
  readonly name: string;
  readonly db: ReadableDb;
  /** Null when the project may only be read; `writable()` refuses with the reason. */
  readonly write: WritableDb | null;
  /** Why it may only be read, one sentence; null when it may be written. */
  readonly readOnly: string | null;
  close(): void;
}

/** The writable handle, or a refusal ('read-only') with the reason. */
export function writable(project: Project): WritableDb {
  return project.write ?? refuse('read-only', `${project.name} cannot be changed: ${project.readOnly ?? 'it was opened to be read only.'}`);
}
