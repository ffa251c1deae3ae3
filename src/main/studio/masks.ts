// Masks: loading, saving, history.
import type { LoadedMask, SavedMask } from '../../shared/contract/masks';
import { OTHER, type FrameId, type MaskVersionSummary, type VersionId } from '../../shared/domain';
import { countDifferent, type LabelMap } from '../../shared/mask/labelMap';
import { decodeRle } from '../../shared/mask/rle';
import { refuse, type Result } from '../../shared/result';
import { transaction } from '../project/database';
import * as store from '../project/masks';
import { readMeta } from '../project/meta';
import { writable, type Project } from '../project/project';
import { beginReview } from '../project/reviews';
import { forgetMoves } from '../project/runs';
import { setSplit, splitOf } from '../project/splits';
import { changeUndo } from '../project/undo';
import { attemptNow, needFrame } from './need';
import type { MaskEdit } from './studio';

export const loadMask = (project: Project, frame: FrameId): Result<LoadedMask> =>
  attemptNow(() => {
    const { width, height } = needFrame(project, frame);
    const mask = store.currentMask(project.db, frame);
    return { frame, version: mask?.version ?? null, rle: mask?.rle ?? null, width, height };
  });

/** One transaction. The same save sent twice (by its key) answers as the first time; an edit made on an older version is refused ('stale-base'). */
export const saveMask = (project: Project, edit: MaskEdit): Result<SavedMask> =>
  attemptNow(() => {
    const db = writable(project);
    const map = checkedMap(project, edit);
    return transaction(db, () => {
      const earlier = store.versionByKey(db, edit.key);
      if (earlier) {
        if (earlier.frame !== edit.frame || !Buffer.from(earlier.rle).equals(edit.rle)) {
          refuse('bad-input', `The key ${edit.key} was used for another save already.`);
        }
        return { frame: edit.frame, version: earlier.version, createdAt: earlier.createdAt };
      }
      const current = store.currentMask(db, edit.frame);
      if ((current?.version ?? null) !== edit.base) {
        refuse('stale-base', 'This mask was changed elsewhere since it was loaded.', 'Load it again and repeat the edit.');
      }
      const changed = changedPixels(current?.rle ?? null, map);
      const saved = store.appendVersion(db, { ...edit, parent: edit.base, changed });
      if (edit.undo) changeUndo(db, edit.frame, edit.base, saved.version, edit.undo);
      if (edit.author === 'human') beginReview(db, edit.frame);
      if (!current) joinTraining(db, edit.frame);
      return { frame: edit.frame, version: saved.version, createdAt: saved.createdAt };
    });
  });

function checkedMap(project: Project, edit: MaskEdit): LabelMap {
  const { name, width, height } = needFrame(project, edit.frame);
  const map = decodeRle(edit.rle);
  if (map.width !== width || map.height !== height) {
    refuse('bad-input', `A mask of ${map.width} x ${map.height} does not fit frame ${name}, which is ${width} x ${height}.`);
  }
  return map;
}

/** Pixels that differ from the version before; from an empty mask where there was none. */
export function changedPixels(before: Uint8Array | null, map: LabelMap): number {
  if (before) return countDifferent(decodeRle(before), map);
  let labelled = 0;
  for (let i = 0; i < map.data.length; i++) if (map.data[i] !== OTHER) labelled++;
  return labelled;
}

/** Frames without a mask belong to no set; once split by rule, one that gets its first mask joins the training set and the held-out set stays. */
export function joinTraining(db: Parameters<typeof setSplit>[0], frame: FrameId): void {
  const rule = readMeta(db, 'split');
  if (!rule || rule.kind === 'lists' || splitOf(db, frame) !== 'none') return;
  setSplit(db, frame, 'train');
  forgetMoves(db, frame);
}

export const maskHistory = (project: Project, frame: FrameId): Result<MaskVersionSummary[]> =>
  attemptNow(() => store.versions(project.db, needFrame(project, frame).id));

export const maskVersion = (project: Project, version: VersionId): Result<{ rle: Uint8Array<ArrayBuffer> }> =>
  attemptNow(() => {
    const found = store.maskVersion(project.db, version);
    return found ? { rle: found.rle } : refuse('not-found', `There is no mask version ${version} in ${project.name}.`);
  });
