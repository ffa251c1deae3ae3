// Looking into folders, for every format: pictures, masks beside them by name, all of it bounded.
import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join, parse } from 'node:path';
import { byName } from '../../shared/naturalOrder';
import { refuse } from '../../shared/result';
import type { Problem } from './annotated';
import type { Contents, DatasetFrame, MaskSource, Source } from './format';

const IMAGE = new Set(['.png', '.jpg', '.jpeg']);
export const isPicture = (file: string): boolean => IMAGE.has(extname(file).toLowerCase());
export const isPng = (file: string): boolean => extname(file).toLowerCase() === '.png';
/** A mask of another data set, by where it lies: never the picture that annotations are for. */
export const isMaskPicture = (path: string): boolean =>
  /(^|\/)(semantic(_rgb)?|instance|gt_image_2|gtFine|SegmentationClass|SegmentationObject|masks?)\//i.test(path);
/** A file's name without folders and extension. */
export const stem = (file: string): string => parse(file).name;

export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

/** Names of the picture files in `dir`, in natural order; hidden files (and macOS's '._' twins) are left out. None when there is no such folder. */
export async function pictures(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.') && isPicture(entry.name))
    .map((entry) => entry.name)
    .sort(byName);
}

/** More is not one data set but a disk. */
const MOST_FILES = 400_000;

/** Every file beneath `dir` down to `depth` folders, relative with '/', in natural order; links and hidden ones are left out. Bounded: refuses with 'bad-input'. */
export async function filesBeneath(dir: string, depth: number, most = MOST_FILES): Promise<string[]> {
  const found: string[] = [];
  const walk = async (inside: string, left: number): Promise<void> => {
    for (const entry of await readdir(join(dir, inside), { withFileTypes: true }).catch(() => [])) {
      if (entry.name.startsWith('.')) continue;
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (entry.isFile()) found.push(path);
      else if (entry.isDirectory() && left > 0) await walk(path, left - 1);
      if (found.length > most) refuse('bad-input', `${dir} holds more than ${most} files.`, 'Choose the folder of one data set.');
    }
  };
  await walk('', depth);
  return found.sort(byName);
}

/** The folder itself, or `training` (or another name) beneath it: where `inside` is found first. */
export async function folderWith(source: Source, inside: string, beneath = 'training'): Promise<string | null> {
  if (!source.isFolder) return null;
  if (basename(source.path) === inside) return join(source.path, '..');
  for (const folder of [source.path, join(source.path, beneath)]) if (await isFolder(join(folder, inside))) return folder;
  return null;
}

/** How a mask file is found for a picture. */
export interface MaskNames {
  /** The frame's name that a mask file's name (without extension) stands for; null: it is none of the masks. */
  frameOf(mask: string): string | null;
  source(path: string): MaskSource;
}

/** Joins pictures and masks by name. Masks without a picture are frames without one: they may belong to frames that the project has. */
export async function joined(images: string | null, masks: string | null, names: MaskNames): Promise<Contents> {
  const problems: Problem[] = [];
  const maskOf = new Map<string, string>();
  for (const file of masks === null ? [] : await pictures(masks)) {
    if (!isPng(file)) continue;
    const frame = names.frameOf(stem(file));
    if (frame !== null) maskOf.set(frame, join(masks!, file));
  }
  const frames = new Map<string, DatasetFrame>();
  for (const file of images === null ? [] : await pictures(images)) {
    const name = stem(file);
    if (frames.has(name)) {
      problems.push({ file: join(images!, file), why: `Another picture is called ${name} too.` });
      continue;
    }
    const mask = maskOf.get(name);
    maskOf.delete(name);
    frames.set(name, { name, image: join(images!, file), mask: mask === undefined ? null : names.source(mask) });
  }
  for (const [name, path] of maskOf) frames.set(name, { name, image: null, mask: names.source(path) });
  return { frames: sorted(frames.values()), classes: [], problems };
}

export const sorted = (frames: Iterable<DatasetFrame>): DatasetFrame[] => [...frames].sort((a, b) => byName(a.name, b.name));

export const sameName = (as: (MaskSource & { kind: 'file' })['as']): MaskNames => ({
  frameOf: (mask) => mask,
  source: (path) => ({ kind: 'file', path, as }),
});
