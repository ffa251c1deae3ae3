// Real projects in a folder of their own, for tests.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { FrameId, VersionId } from '../../../src/shared/domain';
import { encodeRle } from '../../../src/shared/mask/rle';
import { unwrap } from '../../../src/shared/result';
import { run, transaction, type WritableDb } from '../../../src/main/project/database';
import { addFrame } from '../../../src/main/project/frames';
import { appendVersion } from '../../../src/main/project/masks';
import { createProjectFolder } from '../../../src/main/project/open';
import { writable, type OpenOptions, type Project } from '../../../src/main/project/project';

const made: string[] = [];
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'roadbrush-test-'));
  made.push(folder);
  return folder;
}

export const WRITE: OpenOptions = { program: 'a test', mode: 'write' };
export const READ: OpenOptions = { program: 'a test', mode: 'read' };

export const newProject = (name = 'p', folder = tempFolder()): Project => unwrap(createProjectFolder(join(folder, name), WRITE));

/** A label map whose first `road` pixels are road. */
export function roadMask(width: number, height: number, road: number): Uint8Array {
  const data = new Uint8Array(width * height);
  data.fill(7, 0, road);
  return encodeRle({ width, height, data });
}

let serial = 0;
/** Adds `count` frames of 20 x 10 pixels without files, each with a mask of `road` pixels unless that is null. */
export function addFrames(
  db: WritableDb,
  names: readonly string[],
  road: number | null = 50,
): { frame: FrameId; version: VersionId | null }[] {
  return transaction(db, () =>
    names.map((name) => {
      const sha256 = `sha-${++serial}`;
      const frame = addFrame(db, { name, place: 'inside', path: `frames/${name}.png`, width: 20, height: 10, sha256 });
      if (road === null) return { frame, version: null };
      const rle = roadMask(20, 10, road);
      const { version } = appendVersion(db, { frame, parent: null, author: 'import', note: 'test', rle, changed: road, key: null });
      return { frame, version };
    }),
  );
}

export { run, transaction, writable };
