// Masks: the current one of a frame, and every version it ever had.
import type { Author, FrameId, MaskVersionSummary, VersionId } from '../../shared/domain';
import { all, one, run, type ReadableDb, type WritableDb } from './database';

export interface StoredMask {
  readonly version: VersionId;
  readonly frame: FrameId;
  readonly rle: Uint8Array<ArrayBuffer>;
}
export interface NewVersion {
  readonly frame: FrameId;
  readonly parent: VersionId | null;
  readonly author: Author;
  readonly note: string;
  readonly rle: Uint8Array;
  readonly changed: number;
  readonly key: string | null;
}

export const currentMask = (db: ReadableDb, frame: FrameId): StoredMask | undefined =>
  one<StoredMask>(
    db,
    'SELECT v.id AS version, v.frame, v.rle FROM mask m JOIN mask_version v ON v.id = m.version WHERE m.frame = ?',
    frame,
  );

export const currentVersion = (db: ReadableDb, frame: FrameId): VersionId | null =>
  one<{ version: VersionId }>(db, 'SELECT version FROM mask WHERE frame = ?', frame)?.version ?? null;

export const maskVersion = (db: ReadableDb, version: VersionId): StoredMask | undefined =>
  one<StoredMask>(db, 'SELECT id AS version, frame, rle FROM mask_version WHERE id = ?', version);

/** The version that an earlier save with this key made. */
export const versionByKey = (db: ReadableDb, key: string): (StoredMask & { createdAt: number }) | undefined =>
  one<StoredMask & { createdAt: number }>(
    db,
    'SELECT id AS version, frame, rle, created_at AS createdAt FROM mask_version WHERE save_key = ?',
    key,
  );

/** Newest first. */
export const versions = (db: ReadableDb, frame: FrameId): MaskVersionSummary[] =>
  all<MaskVersionSummary>(
    db,
    'SELECT id, frame, parent, author, note, changed, created_at AS createdAt FROM mask_version WHERE frame = ? ORDER BY id DESC',
    frame,
  );

/** Appends a version and makes it the current one. Call inside a transaction. */
export function appendVersion(db: WritableDb, version: NewVersion): { version: VersionId; createdAt: number } {
  const createdAt = Date.now();
  const { id } = run(
    db,
    'INSERT INTO mask_version (frame, parent, author, note, rle, changed, save_key, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    version.frame,
    version.parent,
    version.author,
    version.note,
    version.rle,
    version.changed,
    version.key,
    createdAt,
  );
  run(
    db,
    'INSERT INTO mask (frame, version) VALUES (?, ?) ON CONFLICT (frame) DO UPDATE SET version = excluded.version',
    version.frame,
    id,
  );
  return { version: id as VersionId, createdAt };
}
