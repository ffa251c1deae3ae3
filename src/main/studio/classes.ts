// The project's classes: changing them, and moving the pixels of one to another in every mask.
import type { FrameId, LabelClass } from '../../shared/domain';
import { isBuiltIn, paletteOf, paletteProblem } from '../../shared/labels/palette';
import { labelsIn } from '../../shared/mask/labelsIn';
import { decodeRle, encodeRle } from '../../shared/mask/rle';
import { attempt, refuse, type Result } from '../../shared/result';
import { transaction } from '../project/database';
import { appendVersion, currentMask } from '../project/masks';
import { masksAfter, newestVersion, palette, setPalette } from '../project/palette';
import { writable, type Project } from '../project/project';
import { breathe, count, needFrame, stopIfAborted } from './need';
import type { VerbOptions } from './studio';

export const listClasses = (project: Project): LabelClass[] => palette(project.db);

/** Frames looked at before the window's other work gets through. */
const AT_A_TIME = 200;

/**
 * Puts `classes` in the palette's place; road, other and ignore come back where they are left out. Refused ('bad-input') where two share an id, a name or
 * a digit, and ('in-use') where a class is left out that current masks still have pixels of.
 */
export const setClasses = (project: Project, classes: readonly LabelClass[]): Promise<Result<LabelClass[]>> =>
  attempt(async () => {
    const db = writable(project);
    const wanted = paletteOf(classes.map((one) => ({ ...one, name: one.name.trim() })));
    const problem = paletteProblem(wanted);
    if (problem) refuse('bad-input', problem, 'The classes stay as they were.');
    for (;;) {
      const newest = newestVersion(db);
      for (const gone of palette(db).filter((one) => !wanted.some((kept) => kept.id === one.id))) {
        const frames = await framesWith(project, gone.id);
        if (frames.length === 0) continue;
        const { name } = needFrame(project, frames[0]!);
        const who =
          frames.length === 1 ? `The mask of ${name} still has` : `${count(frames.length, 'mask')} (${name} is the first) still have`;
        refuse('in-use', `${who} pixels of '${gone.name}', so the class stays.`, 'Move its pixels to another class first.');
      }
      // A stroke that was saved while we looked may have brought the class back.
      if (newestVersion(db) === newest) break;
    }
    setPalette(db, wanted);
    return wanted;
  });

/** The frames whose current mask has pixels of the class, by their ids. */
export async function framesWith(project: Project, id: number): Promise<FrameId[]> {
  const found: FrameId[] = [];
  for (let after: FrameId | 0 = 0; ;) {
    const masks = masksAfter(project.db, after, AT_A_TIME);
    for (const mask of masks) if (labelsIn(mask.rle).has(id)) found.push(mask.frame);
    if (masks.length < AT_A_TIME) return found;
    after = masks.at(-1)!.frame;
    await breathe();
  }
}

/**
 * Every pixel of class `from` becomes `to` in every current mask, and `from` leaves the palette. Each mask gets a new version by a person
 * ('pole became other'); the versions before stay in its history. Cancelled half-way, what was moved stays moved and the class stays.
 */
export const moveClass = (project: Project, from: number, to: number, options: VerbOptions = {}): Promise<Result<{ frames: FrameId[] }>> =>
  attempt(async () => {
    const db = writable(project);
    const known = palette(db);
    const [source, target] = [from, to].map((id) => known.find((one) => one.id === id) ?? refuse('not-found', `There is no class ${id}.`));
    if (from === to) refuse('bad-input', `'${source!.name}' cannot be moved to itself.`);
    if (isBuiltIn(from)) refuse('bad-input', `'${source!.name}' is built in and cannot be removed.`);
    const frames = await framesWith(project, from);
    const note = `${source!.name} became ${target!.name}`;
    for (const [done, frame] of frames.entries()) {
      stopIfAborted(options.signal);
      transaction(db, () => {
        // Read again inside the transaction: a stroke may have come in.
        const mask = currentMask(db, frame)!;
        const map = decodeRle(mask.rle);
        let changed = 0;
        for (let i = 0; i < map.data.length; i++) {
          if (map.data[i] !== from) continue;
          map.data[i] = to;
          changed++;
        }
        if (changed > 0) appendVersion(db, { frame, parent: mask.version, author: 'human', note, rle: encodeRle(map), changed, key: null });
      });
      options.onProgress?.({ done: done + 1, total: frames.length, what: note });
      await breathe();
    }
    const left = await setClasses(
      project,
      palette(db).filter((one) => one.id !== from),
    );
    if (!left.ok) refuse(left.error.code, left.error.message, left.error.hint);
    return { frames };
  });
