// Bringing frames into a project: looked at by the engine, copied where asked, and written down all at once.
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ImportReport } from '../../shared/contract/frames';
import { decodeRle } from '../../shared/mask/rle';
import { attempt, ExpectedFailure, refuse, unwrap, type Result } from '../../shared/result';
import type { InspectedImage } from '../engine/protocol';
import { planImport, type DatasetPair, type DatasetPlan } from '../formats';
import { transaction } from '../project/database';
import { addFrame, frameRows } from '../project/frames';
import { appendVersion } from '../project/masks';
import { framesFolder, storePath } from '../project/paths';
import { writable, type Project } from '../project/project';
import { changedPixels } from './masks';
import { breathe, stopIfAborted } from './need';
import type { Studio, VerbOptions } from './studio';

export const lookAtSource = planImport;

/** A picture that will become a frame. */
interface Found {
  readonly pair: DatasetPair;
  readonly image: InspectedImage;
  /** Pixels of the mask that are labelled. */
  readonly labelled: number;
}
type Skipped = { file: string; why: string };

/** Files that the engine looks at in one call: few enough for a prompt cancel. */
const CHUNK = 16;

/** Cancelled is not a failure: the report says so, and nothing was added. */
export const importFrames = (
  studio: Studio,
  plan: DatasetPlan,
  how: { readonly copy: boolean },
  options: VerbOptions = {},
): Promise<Result<ImportReport>> =>
  attempt(async () => {
    writable(studio.project);
    const skipped: Skipped[] = plan.strayMasks.map((file) => ({ file, why: 'It is a mask without an image of the same name.' }));
    const copied: string[] = [];
    try {
      const found = await look(studio, plan, skipped, options);
      const paths = how.copy ? await copyAll(studio.project, found, copied, options) : found.map(({ pair }) => pair.image);
      stopIfAborted(options.signal);
      writeDown(studio.project, plan, found, paths);
      return { imported: found.length, withMask: found.filter(({ image }) => image.mask !== null).length, skipped, cancelled: false };
    } catch (error) {
      await Promise.all(copied.map((file) => rm(file, { force: true })));
      if (error instanceof ExpectedFailure && error.failure.code === 'cancelled') {
        return { imported: 0, withMask: 0, skipped, cancelled: true };
      }
      throw error;
    }
  });

async function look(studio: Studio, plan: DatasetPlan, skipped: Skipped[], options: VerbOptions): Promise<Found[]> {
  const known = frameRows(studio.project.db);
  const names = new Set(known.map((frame) => frame.name));
  const nameOf = new Map(known.map((frame) => [frame.sha256, frame.name]));
  const found: Found[] = [];
  const tell = (done: number): void => options.onProgress?.({ done, total: plan.pairs.length, what: 'Reading frames' });
  for (let at = 0; at < plan.pairs.length; at += CHUNK) {
    stopIfAborted(options.signal);
    const fresh = plan.pairs.slice(at, at + CHUNK).filter((pair) => {
      if (!names.has(pair.name)) return names.add(pair.name);
      skipped.push({ file: pair.image, why: `Duplicate: a frame named ${pair.name} is there already.` });
      return false;
    });
    const { failed, images } = await inspect(studio, plan, fresh, options, (done) => tell(at + done));
    for (const { image: file, why } of failed) skipped.push({ file, why });
    for (const pair of fresh) {
      const image = images.find((candidate) => candidate.image === pair.image);
      if (!image) {
        names.delete(pair.name);
        continue;
      }
      const twin = nameOf.get(image.sha256);
      if (twin !== undefined) skipped.push({ file: pair.image, why: `Duplicate: it is the same picture as frame ${twin}.` });
      else if (image.maskError !== null) skipped.push({ file: pair.image, why: image.maskError });
      else {
        nameOf.set(image.sha256, pair.name);
        found.push({ pair, image, labelled: image.mask ? changedPixels(null, decodeRle(image.mask)) : 0 });
        continue;
      }
      names.delete(pair.name);
    }
    tell(Math.min(at + CHUNK, plan.pairs.length));
    await breathe();
  }
  return found;
}

async function inspect(
  studio: Studio,
  plan: DatasetPlan,
  pairs: readonly DatasetPair[],
  options: VerbOptions,
  tell: (done: number) => void,
) {
  if (pairs.length === 0) return { failed: [], images: [] };
  const items = pairs.map(({ image, mask }) => ({ image, mask, maskKind: plan.maskKind }));
  return unwrap(
    await studio.engine.call(
      'images.inspect',
      { items },
      { onEvent: ({ done }) => tell(done), ...(options.signal ? { signal: options.signal } : {}) },
    ),
  );
}

/** Every finished copy is noted in `copied` before the next begins, so that a cancel can take all of them back. */
async function copyAll(project: Project, found: readonly Found[], copied: string[], options: VerbOptions): Promise<string[]> {
  const folder = framesFolder(project.folder);
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const [done, { pair }] of found.entries()) {
    stopIfAborted(options.signal);
    const path = join(folder, basename(pair.image));
    const draft = `${path}.copying`;
    copied.push(draft);
    try {
      await copyFile(pair.image, draft);
      await rename(draft, path);
    } catch (error) {
      refuse(
        'unwritable',
        `${pair.image} cannot be copied into ${folder} (${(error as Error).message}).`,
        'Check the free disk space, or import in place.',
      );
    }
    copied.push(path);
    paths.push(path);
    options.onProgress?.({ done: done + 1, total: found.length, what: 'Copying frames' });
  }
  return paths;
}

function writeDown(project: Project, plan: DatasetPlan, found: readonly Found[], paths: readonly string[]): void {
  const db = writable(project);
  const note = plan.format === 'kitti' ? 'imported from KITTI' : 'imported';
  transaction(db, () => {
    found.forEach(({ pair, image, labelled }, at) => {
      const { width, height, sha256 } = image;
      const frame = addFrame(db, { name: pair.name, width, height, sha256, ...storePath(project.folder, paths[at] ?? pair.image) });
      if (image.mask === null) return;
      appendVersion(db, { frame, parent: null, author: 'import', note, rle: image.mask, changed: labelled, key: null });
    });
  });
}
