// What was done to a mask: names of its versions, its undo steps.
import type { UndoPage } from '../../shared/contract/masks';
import type { FrameId, MaskVersionSummary, VersionId } from '../../shared/domain';
import { refuse, type Result } from '../../shared/result';
import { setVersionName, versionSummary } from '../project/masks';
import { writable, type Project } from '../project/project';
import { undoPage, undoState } from '../project/undo';
import { attemptNow, needFrame } from './need';

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
