// Looks into a project's database from outside, as a second program would: read-only, while the studio may be open, closed or killed.
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { decodeRle } from '../../../src/shared/mask/rle';
import type { LabelMap } from '../../../src/shared/mask/labelMap';

export interface StoredVersion {
  readonly id: number;
  readonly author: string;
  readonly note: string;
  readonly changed: number;
  readonly map: LabelMap;
}

export function inDatabase<T>(folder: string, look: (db: Database.Database) => T): T {
  const db = new Database(join(folder, 'project.db'), { readonly: true, fileMustExist: true });
  try {
    return look(db);
  } finally {
    db.close();
  }
}

/** All versions of a frame's mask, oldest first. */
export function versionsOf(folder: string, frame: string): StoredVersion[] {
  return inDatabase(folder, (db) =>
    (
      db
        .prepare(
          'SELECT v.id, v.author, v.note, v.changed, v.rle FROM mask_version v JOIN frame f ON f.id = v.frame WHERE f.name = ? ORDER BY v.id',
        )
        .all(frame) as { id: number; author: string; note: string; changed: number; rle: Uint8Array }[]
    ).map(({ rle, ...version }) => ({ ...version, map: decodeRle(rle) })),
  );
}

/** The frame's current mask; null without one. */
export function currentMask(folder: string, frame: string): (LabelMap & { readonly version: number }) | null {
  return inDatabase(folder, (db) => {
    const row = db
      .prepare('SELECT v.id, v.rle FROM mask m JOIN mask_version v ON v.id = m.version JOIN frame f ON f.id = m.frame WHERE f.name = ?')
      .get(frame) as { id: number; rle: Uint8Array } | undefined;
    return row ? { ...decodeRle(row.rle), version: row.id } : null;
  });
}

export interface StoredFrame {
  readonly id: number;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly split: string;
  readonly path: string;
}
/** All frames in the order of the list. */
export function framesOf(folder: string): StoredFrame[] {
  return inDatabase(folder, (db) =>
    (
      db
        .prepare(
          `SELECT f.id, f.name, f.width, f.height, f.place, f.path, coalesce(s.split, 'none') AS split
           FROM frame f LEFT JOIN split s ON s.frame = f.id ORDER BY f.sort_key, f.name`,
        )
        .all() as (StoredFrame & { place: string })[]
    ).map(({ place, path, ...frame }) => ({ ...frame, path: place === 'inside' ? join(folder, path) : path })),
  );
}

export interface StoredRun {
  readonly id: number;
  readonly name: string;
  readonly state: string;
  readonly reason: string;
  readonly epochs: number[];
  readonly losses: number[];
}
export function runsOf(folder: string): StoredRun[] {
  return inDatabase(folder, (db) =>
    (db.prepare('SELECT id, name, state, reason FROM run ORDER BY id').all() as StoredRun[]).map((run) => {
      const rows = db.prepare('SELECT epoch, loss FROM epoch WHERE run = ? ORDER BY epoch').all(run.id) as {
        epoch: number;
        loss: number;
      }[];
      return { ...run, epochs: rows.map((row) => row.epoch), losses: rows.map((row) => row.loss) };
    }),
  );
}

/** What SQLite itself says of the file's soundness: 'ok'. */
export const integrity = (folder: string): unknown => inDatabase(folder, (db) => db.pragma('integrity_check', { simple: true }));

/** Pixels in which two label maps of one size differ, and how many of them lie within the rectangle. */
export function difference(a: LabelMap, b: LabelMap): { count: number; left: number; top: number; right: number; bottom: number } {
  const box = { count: 0, left: a.width, top: a.height, right: -1, bottom: -1 };
  for (let i = 0; i < a.data.length; i++) {
    if (a.data[i] === b.data[i]) continue;
    const [x, y] = [i % a.width, Math.floor(i / a.width)];
    box.count++;
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return box;
}

/** How far a frame is with its review: 'unseen', 'reviewed' ... */
export const reviewOf = (folder: string, frame: string): string =>
  inDatabase(
    folder,
    (db) =>
      (
        db.prepare(`SELECT r.state FROM review r JOIN frame f ON f.id = r.frame WHERE f.name = ?`).get(frame) as
          { state: string } | undefined
      )?.state ?? 'unseen',
  );
