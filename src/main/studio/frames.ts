// Frames: the list, one frame's picture and thumbnail, how far its review is.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameMark } from '../../shared/contract/frames';
import type { FrameId, FrameSummary, ReviewState } from '../../shared/domain';
import { attempt, unwrap, type Result } from '../../shared/result';
import { transaction } from '../project/database';
import { frameSummaries } from '../project/frames';
import { cacheFolder, resolvePath } from '../project/paths';
import { writable, type Project } from '../project/project';
import { setReview } from '../project/reviews';
import { forgetMoves } from '../project/runs';
import { setSplit } from '../project/splits';
import { existsSync } from 'node:fs';
import { attemptNow, missingFile, needFrame, needFrameFile, needFrameRow } from './need';
import type { Studio } from './studio';

export const listFrames = (project: Project): FrameSummary[] => frameSummaries(project.db);

export const frameSummary = (project: Project, frame: FrameId): Result<FrameSummary> => attemptNow(() => needFrame(project, frame));

export function frameFile(project: Project, frame: FrameId): Result<string> {
  const row = attemptNow(() => needFrameRow(project, frame));
  if (!row.ok) return row;
  const path = resolvePath(project.folder, row.value);
  if (existsSync(path)) return { ok: true, value: path };
  return { ok: false, error: missingFile(row.value.name, path, row.value.place === 'inside') };
}

/** Kept in the project's cache folder, by what the image is and not by what it is called; the folder may be deleted at any time. */
export const thumbnail = (studio: Studio, frame: FrameId, width: number): Promise<Result<Uint8Array>> =>
  attempt(async () => {
    const { project, engine } = studio;
    const row = needFrameRow(project, frame);
    const key = createHash('sha256').update(`${row.sha256} ${width}`).digest('hex').slice(0, 32);
    const folder = join(cacheFolder(project.folder), 'thumbnails');
    const file = join(folder, `${key}.webp`);
    try {
      return await readFile(file);
    } catch {
      // Not made yet.
    }
    const path = await needFrameFile(project, row);
    const { webp } = unwrap(await engine.call('images.thumbnail', { path, width }));
    try {
      await mkdir(folder, { recursive: true });
      const draft = `${file}.${process.pid}`;
      await writeFile(draft, webp);
      await rename(draft, file);
    } catch {
      // A full or read-only disk costs only the cache.
    }
    return webp;
  });

export const reviewFrame = (
  project: Project,
  review: { readonly frame: FrameId; readonly state: ReviewState; readonly note?: string },
): Result<FrameSummary> =>
  attemptNow(() => {
    const db = writable(project);
    needFrame(project, review.frame);
    transaction(db, () => setReview(db, review.frame, review.state, review.note));
    return needFrame(project, review.frame);
  });

/** Says the same, or something else, of many frames: all in one transaction, or none. */
export const markFrames = (project: Project, marks: readonly FrameMark[]): Result<FrameSummary[]> =>
  attemptNow(() => {
    const db = writable(project);
    return transaction(db, () => {
      if (marks.some(({ split }) => split !== undefined)) forgetMoves(db);
      return marks.map(({ frame, state, note, split }) => {
        const { review } = needFrame(project, frame);
        if (state !== undefined || note !== undefined) setReview(db, frame, state ?? review, note);
        if (split !== undefined) setSplit(db, frame, split);
        return needFrame(project, frame);
      });
    });
  });
