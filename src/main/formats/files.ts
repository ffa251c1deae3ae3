// Looking into folders, for every format.
import { readdir, stat } from 'node:fs/promises';
import { extname, join, parse } from 'node:path';
import { byName } from '../../shared/naturalOrder';
import type { DatasetPair } from './format';

const IMAGE = new Set(['.png', '.jpg', '.jpeg']);

export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

/** Names of the picture files in `dir`, in natural order; hidden files (and macOS's '._' twins) are left out. */
export async function pictures(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.') && IMAGE.has(extname(entry.name).toLowerCase()))
    .map((entry) => entry.name)
    .sort(byName);
}

/** Joins images and masks by file name without extension; masks are PNG. */
export async function pair(images: string, masks: string | null): Promise<{ pairs: DatasetPair[]; strayMasks: string[] }> {
  const maskOf = new Map<string, string>();
  for (const file of masks === null ? [] : await pictures(masks)) {
    if (extname(file).toLowerCase() === '.png') maskOf.set(parse(file).name, file);
  }
  const pairs: DatasetPair[] = [];
  for (const file of await pictures(images)) {
    const { name } = parse(file);
    const mask = maskOf.get(name);
    pairs.push({ name, image: join(images, file), mask: mask === undefined || masks === null ? null : join(masks, mask) });
  }
  const named = new Set(pairs.map((entry) => entry.name));
  return { pairs, strayMasks: [...maskOf].filter(([name]) => !named.has(name)).map(([, file]) => file) };
}
