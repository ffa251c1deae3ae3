// Bringing frames and masks into a project: looked at by the engine, copied where asked, and written down all at once. Nothing that is there is written
// over: a mask for a frame that is there becomes its next version.
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ImportReport } from '../../shared/contract/frames';
import { formatWords } from '../../shared/labels/formats';
import { countDifferentRuns, countLabelled } from '../../shared/mask/runs';
import { attempt, ExpectedFailure, refuse, type Result } from '../../shared/result';
import type { DatasetPlan } from '../formats';
import { planApart } from '../formats/thread';
import { transaction } from '../project/database';
import { addFrame } from '../project/frames';
import { appendVersion, currentMask } from '../project/masks';
import { palette, setPalette } from '../project/palette';
import { framesFolder, storePath } from '../project/paths';
import { writable, type Project } from '../project/project';
import { ImportClasses } from './importClasses';
import { look, type Looked, type NewFrame } from './importLook';
import { joinTraining } from './masks';
import { stopIfAborted } from './need';
import type { ImportChoices, Studio, VerbOptions, Verbs } from './studio';

export const lookAtSource: Verbs['lookAtSource'] = (path, hints = {}, options = {}) => planApart(path, hints, options.signal);

/** Cancelled is not a failure: the report says so, and nothing was added. */
export const importFrames = (
  studio: Studio,
  plan: DatasetPlan,
  how: ImportChoices,
  options: VerbOptions = {},
): Promise<Result<ImportReport>> =>
  attempt(async () => {
    const { project } = studio;
    writable(project);
    const classes = new ImportClasses(palette(project.db), plan.classes, how.classes ?? addsClasses(plan.format));
    const looked: Looked = { frames: [], masks: [], unchanged: 0, skipped: [...plan.problems], notes: [] };
    const { skipped, notes } = looked;
    const copied: string[] = [];
    try {
      await look(studio, plan, classes, looked, options);
      const paths = how.copy ? await copyAll(project, looked.frames, copied, options) : looked.frames.map(({ image }) => image.image);
      stopIfAborted(options.signal);
      const added = writeDown(project, plan, looked, paths, classes);
      const { frames, masks, unchanged } = looked;
      const withMask = frames.filter(({ mask }) => mask !== null).length;
      return { imported: frames.length, withMask, versions: masks.length, unchanged, classes: added, skipped, notes, cancelled: false };
    } catch (error) {
      await Promise.all(copied.map((file) => rm(file, { force: true })));
      if (error instanceof ExpectedFailure && error.failure.code === 'cancelled') {
        return { imported: 0, withMask: 0, versions: 0, unchanged: 0, classes: [], skipped, notes, cancelled: true };
      }
      throw error;
    }
  });

/** KITTI's masks carry all of Cityscapes' ids; who corrects roads does not want thirty classes unasked. */
export const addsClasses = (format: DatasetPlan['format']): boolean => format !== 'kitti' && format !== 'plain';

/** Every finished copy is noted in `copied` before the next begins, so that a cancel can take all of them back. */
async function copyAll(project: Project, found: readonly NewFrame[], copied: string[], options: VerbOptions): Promise<string[]> {
  const folder = framesFolder(project.folder);
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const [done, { image }] of found.entries()) {
    stopIfAborted(options.signal);
    const path = join(folder, basename(image.image));
    const draft = `${path}.copying`;
    copied.push(draft);
    try {
      await copyFile(image.image, draft);
      await rename(draft, path);
    } catch (error) {
      refuse(
        'unwritable',
        `${image.image} cannot be copied into ${folder} (${(error as Error).message}).`,
        'Check the free disk space, or import in place.',
      );
    }
    copied.push(path);
    paths.push(path);
    options.onProgress?.({ done: done + 1, total: found.length, what: 'Copying frames' });
  }
  return paths;
}

/** One transaction. Answers the names of the classes that the project got. */
function writeDown(project: Project, plan: DatasetPlan, looked: Looked, paths: readonly string[], classes: ImportClasses): string[] {
  const db = writable(project);
  const note = plan.format === 'plain' ? 'imported' : `imported from ${formatWords(plan.format).title}`;
  return transaction(db, () => {
    looked.frames.forEach(({ name, image, mask, labelled }, at) => {
      const { width, height, sha256 } = image;
      const frame = addFrame(db, { name, width, height, sha256, ...storePath(project.folder, paths[at] ?? image.image) });
      if (mask === null) return;
      classes.note(mask.labels);
      appendVersion(db, { frame, parent: null, author: 'import', note, rle: mask.rle, changed: labelled, key: null });
    });
    for (const { frame, rle, labels, base, changed } of looked.masks) {
      classes.note(labels);
      const current = currentMask(db, frame);
      const parent = current?.version ?? null;
      // A stroke may have been saved since it was looked at.
      const fresh = parent === base ? changed : current ? countDifferentRuns(current.rle, rle) : countLabelled(rle);
      appendVersion(db, { frame, parent, author: 'import', note, rle, changed: fresh, key: null });
      if (!current) joinTraining(db, frame);
    }
    const before = palette(db);
    const wanted = classes.wanted();
    if (wanted === null) return [];
    setPalette(db, wanted);
    return wanted.filter((one) => !before.some((known) => known.id === one.id)).map(({ name }) => name);
  });
}
