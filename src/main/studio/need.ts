// What a verb needs to go on, or the sentence that says it is not there.
import { access } from 'node:fs/promises';
import type { FrameId, FrameSummary, RunId } from '../../shared/domain';
import type { RunSummary } from '../../shared/contract/runs';
import { ExpectedFailure, refuse, type Failure, type Result } from '../../shared/result';
import { frameRow, frameSummary, type FrameRow } from '../project/frames';
import { resolvePath } from '../project/paths';
import type { Project } from '../project/project';
import { runSummary } from '../project/runs';

/** As shared/result's `attempt`, for a verb that waits for nothing. */
export function attemptNow<T>(work: () => T): Result<T> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    if (error instanceof ExpectedFailure) return { ok: false, error: error.failure };
    throw error;
  }
}

export const needFrame = (project: Project, frame: FrameId): FrameSummary =>
  frameSummary(project.db, frame) ?? refuse('not-found', `There is no frame number ${frame} in ${project.name}.`);

export const needFrameRow = (project: Project, frame: FrameId): FrameRow =>
  frameRow(project.db, frame) ?? refuse('not-found', `There is no frame number ${frame} in ${project.name}.`);

export const needRun = (project: Project, run: RunId): RunSummary =>
  runSummary(project.db, run) ?? refuse('not-found', `There is no run number ${run} in ${project.name}.`);

export function missingFile(name: string, path: string, inside: boolean): Failure {
  const hint = inside
    ? 'It belongs in the project’s own frames folder: put it back there.'
    : 'It was imported in place: put the file back there, or import its folder again with --copy next time.';
  return { code: 'not-found', message: `The image of frame ${name} is not at ${path} any more.`, hint };
}

/** The frame's image file, which exists. */
export async function needFrameFile(project: Project, frame: FrameRow): Promise<string> {
  const path = resolvePath(project.folder, frame);
  try {
    await access(path);
  } catch {
    throw new ExpectedFailure(missingFile(frame.name, path, frame.place === 'inside'));
  }
  return path;
}

export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) refuse('cancelled', 'Cancelled.');
}

/** Lets the window's other work through between two pieces of a long one. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** '1 frame', '3 frames'. */
export const count = (n: number, one: string, many = `${one}s`): string =>
  `${String(n).replace(/\B(?=(\d{3})+$)/g, '\u202f')} ${n === 1 ? one : many}`;
