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

const SUMMARY = `
  SELECT v.id, v.frame, v.parent, v.author, v.note, v.changed, v.created_at AS createdAt, n.name
  FROM mask_version v LEFT JOIN version_name n ON n.version = v.id`;
type Row = Omit<MaskVersionSummary, 'runs'>;

/** Newest first. */
export function versions(db: ReadableDb, frame: FrameId): MaskVersionSummary[] {
  const seen = new Map<VersionId, string[]>();
  for (const { version, name } of runsOn(db, frame)) seen.set(version, [...(seen.get(version) ?? []), name]);
  return all<Row>(db, `${SUMMARY} WHERE v.frame = ? ORDER BY v.id DESC`, frame).map((row) => ({ ...row, runs: seen.get(row.id) ?? [] }));
}

export function versionSummary(db: ReadableDb, version: VersionId): MaskVersionSummary | undefined {
  const row = one<Row>(db, `${SUMMARY} WHERE v.id = ?`, version);
  if (!row) return undefined;
  const runs = runsOn(db, row.frame).filter((seen) => seen.version === version);
  return { ...row, runs: runs.map(({ name }) => name) };
}

/** Which version of the frame each run saw, oldest run first: a look into the pinned frames of every run, of which there are few. */
const runsOn = (db: ReadableDb, frame: FrameId): { version: VersionId; name: string }[] =>
  all(db, 'SELECT p.version, r.name FROM run r CROSS JOIN run_frame p ON p.run = r.id AND p.frame = ? ORDER BY r.id', frame);

/** Null takes the name away. */
export function setVersionName(db: WritableDb, version: VersionId, name: string | null): void {
  if (name === null) run(db, 'DELETE FROM version_name WHERE version = ?', version);
  else
    run(
      db,
      `INSERT INTO version_name (version, name, named_at) VALUES (?, ?, ?)
       ON CONFLICT (version) DO UPDATE SET name = excluded.name, named_at = excluded.named_at`,
      version,
      name,
      Date.now(),
    );
}

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

/** Of every frame its current version, null without a mask; in natural order of the frames' names. */
export const currentVersions = (db: ReadableDb): Map<FrameId, VersionId | null> =>
  new Map(
    all<{ frame: FrameId; version: VersionId | null }>(
      db,
      'SELECT f.id AS frame, m.version FROM frame f LEFT JOIN mask m ON m.frame = f.id ORDER BY f.sort_key, f.name',
    ).map(({ frame, version }) => [frame, version]),
  );
