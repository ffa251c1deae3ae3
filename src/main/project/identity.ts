// What marks a project.db as ours, read from the file's first 100 bytes so that a foreign or newer project is not touched at all.
import { closeSync, openSync, readSync } from 'node:fs';

/** 'RBRS' in SQLite's application_id. */
export const APPLICATION_ID = 0x52425253;
const MAGIC = 'SQLite format 3\0';

export interface Identity {
  readonly applicationId: number;
  readonly version: number;
}

/** Null when the file is not a SQLite database (empty, cut off, or something else). Source: sqlite.org/fileformat2.html, 1.3. */
export function readIdentity(file: string): Identity | null {
  const header = Buffer.alloc(100);
  const handle = openSync(file, 'r');
  try {
    if (readSync(handle, header, 0, 100, 0) < 100) return null;
  } finally {
    closeSync(handle);
  }
  if (header.toString('latin1', 0, 16) !== MAGIC) return null;
  return { version: header.readUInt32BE(60), applicationId: header.readUInt32BE(68) };
}
