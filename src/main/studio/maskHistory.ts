// What was done to a mask: names of its versions, its undo steps.
import { randomUUID } from 'node:crypto';
import type { SavedMask, UndoChange, UndoPage } from '../../shared/contract/masks';
import type { RunFrame } from '../../shared/contract/runs';
import type { FrameId, MaskVersionSummary, RunId, VersionId } from '../../shared/domain';
import { decodeRle } from '../../shared/mask/rle';
import { deltasBetween } from '../../shared/mask/tiles';
import { encodeDeltas } from '../../shared/mask/undoDeltas';
import { restoredNote } from '../../shared/mask/versionWords';
import { refuse, unwrap, type Result } from '../../shared/result';
import * as store from '../project/masks';
import { setVersionName, versionSummary } from '../project/masks';
import { writable, type Project } from '../project/project';
import { framesSeen } from '../project/runs';
import { undoPage, undoState } from '../project/undo';
import { saveMask } from './masks';
import { attemptNow, needFrame, needRun } from './need';

/** A page of undo steps: small enough that main answers within a few milliseconds. */
const PAGE = 2 ** 20;

export const needVersion = (project: Project, version: VersionId): MaskVersionSummary =>
  versionSummary(project.db, version) ?? refuse('not-found', `There is no mask version ${version} in ${project.name}.`);

export const nameVersion = (project: Project, version: VersionId, name: string | null): Result<MaskVersionSummary> =>
  attemptNow(() => {
    const db = writable(project);
    needVersion(project, version);
    const trimmed = name?.trim() ?? null;
    if (trimmed !== null && (trimmed === '' || trimmed.length > 80)) refuse('bad-input', 'A version’s name has 1 to 80 characters.');
    setVersionName(db, version, trimmed);
    return needVersion(project, version);
  });

export const undoSteps = (project: Project, frame: FrameId, after: number): Result<UndoPage> =>
  attemptNow(() => {
    needFrame(project, frame);
    const state = undoState(project.db, frame);
    return { version: state?.version ?? null, ...undoPage(project.db, frame, after, PAGE) };
  });

/** Makes an older version the frame's mask again: a new version, and a step that can be undone in the window. Null when the mask is that already. */
export const restoreVersion = (project: Project, frame: FrameId, version: VersionId): Result<SavedMask | null> =>
  attemptNow(() => {
    writable(project);
    const { name } = needFrame(project, frame);
    const wanted = needVersion(project, version);
    if (wanted.frame !== frame) refuse('bad-input', `Version ${version} is not one of frame ${name}.`, 'See them with: roadbrush history');
    const [now, then] = [store.currentMask(project.db, frame)!, store.maskVersion(project.db, version)!];
    const change = deltasBetween(decodeRle(now.rle), decodeRle(then.rle));
    if (change.tiles.length === 0) return null;
    const note = restoredNote(wanted);
    const edit = { frame, base: now.version, rle: then.rle, author: 'human' as const, note, key: randomUUID() };
    return unwrap(saveMask(project, { ...edit, undo: oneMore(project, frame, now.version, note, encodeDeltas(change)) }));
  });

/** Undone steps go, as with any stroke. Steps of an older version stay as they are, and are brought up to date where they are read. */
function oneMore(
  project: Project,
  frame: FrameId,
  base: VersionId,
  label: string,
  deltas: Uint8Array<ArrayBuffer>,
): UndoChange | undefined {
  const state = undoState(project.db, frame);
  if (state && state.version !== base) return undefined;
  const { steps } = undoPage(project.db, frame, 0, Infinity);
  const position = (steps.filter((step) => !step.undone).at(-1)?.position ?? 0) + 1;
  const remove = steps.filter((step) => step.undone).map((step) => step.position);
  return { whole: false, put: [{ position, label, undone: false, at: Date.now(), deltas }], remove };
}

/** Which mask version of each frame the run saw, and which is the frame's own now. */
export const runFrames = (project: Project, run: RunId): Result<RunFrame[]> =>
  attemptNow(() => framesSeen(project.db, needRun(project, run).id));
