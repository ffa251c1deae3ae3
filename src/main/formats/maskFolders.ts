// Pictures in one folder and PNG masks of the same names in another: Pascal VOC's JPEGImages and SegmentationClass, or images and masks.
// Palette indexes and grey values are label ids ('indexed'), or 255 is road ('binary').
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseClassTable } from './classTable';
import { isFolder, isPng, joined, pictures, sameName } from './files';
import type { DatasetFormat, ReadHints, Source } from './format';

/** Folders of pictures, and folders of masks beside them. */
const IMAGES = ['JPEGImages', 'images', 'image', 'imgs'];
const MASKS = ['SegmentationClass', 'masks', 'mask', 'labels'];

interface Folders {
  readonly root: string;
  readonly images: string | null;
  readonly masks: string;
}

async function find({ path, isFolder: folder }: Source): Promise<Folders | null> {
  if (!folder) return null;
  const inside = [...IMAGES, ...MASKS].includes(basename(path));
  const root = inside ? join(path, '..') : path;
  const first = async (names: readonly string[]): Promise<string | null> => {
    for (const name of names) if (await isFolder(join(root, name))) return join(root, name);
    return null;
  };
  const masks = inside && MASKS.includes(basename(path)) ? path : await first(MASKS);
  return masks === null ? null : { root, images: await first(IMAGES), masks };
}

const folders = async (source: Source, hints: ReadHints): Promise<Folders> =>
  (await find(source)) ?? { root: source.path, images: hints.masks === undefined ? null : source.path, masks: source.path };

export const indexed: DatasetFormat = {
  name: 'indexed',
  detect: async (source) => (await firstMask(await find(source))) !== null,
  async read(source, hints) {
    const { root, images, masks } = await folders(source, hints);
    return { ...(await joined(images, hints.masks ?? masks, sameName('indexed'))), classes: await parseClassTable(root) };
  },
  write: { kind: 'png', files: (name) => [{ path: `SegmentationClass/${name}.png`, as: 'indexed' }], classTable: true },
};

export const binary: DatasetFormat = {
  name: 'binary',
  detect: async (source) => (await firstMask(await find(source))) !== null,
  async read(source, hints) {
    const { images, masks } = await folders(source, hints);
    return joined(images, hints.masks ?? masks, sameName('binary'));
  },
  write: { kind: 'png', files: (name) => [{ path: `masks/${name}.png`, as: 'binary' }], classTable: false },
};

/** The folder's first mask is grey or has two values, as far as its header says: more likely 'binary' than 'indexed'. */
export async function looksBinary(source: Source): Promise<boolean> {
  const found = await find(source);
  const mask = await firstMask(found);
  if (found === null || mask === null || basename(found.masks) === 'SegmentationClass') return false;
  const file = await open(mask, 'r');
  try {
    const header = new Uint8Array(26);
    await file.read(header, 0, 26, 0);
    return header[COLOUR_TYPE] === GREY || header[BIT_DEPTH] === 1;
  } finally {
    await file.close();
  }
}
/** Where a PNG's header says how many bits a sample has, and whether it is grey (0), palette (3) ... */
const BIT_DEPTH = 24;
const COLOUR_TYPE = 25;
const GREY = 0;

async function firstMask(found: Folders | null): Promise<string | null> {
  const name = found && (await pictures(found.masks)).find(isPng);
  return found && name !== undefined && name !== null ? join(found.masks, name) : null;
}
