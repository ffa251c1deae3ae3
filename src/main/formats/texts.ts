// The texts of a data set: files of a folder, one file, or what a zip archive holds. Paths inside an archive are names only: nothing is unpacked to disk.
import { unzipSync } from 'fflate';
import { open, readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { ExpectedFailure, refuse } from '../../shared/result';
import type { Problem, TextFile } from './annotated';
import { filesBeneath } from './files';
import type { Source } from './format';

/** A longer one does not fit into a string. */
const MOST_BYTES = 500e6;
/** Folders beneath the chosen one. */
const DEPTH = 5;
/** Around a single file that was chosen there may be a whole home folder: that many files are looked at. */
const AROUND = 50_000;

/** Where the texts and the pictures of a source lie. */
export interface Place {
  readonly root: string;
  /** Relative to `root`, with '/'. */
  readonly files: readonly string[];
}

/** A folder's files; around a chosen file those of its folder, and of the folder above where its own is called 'annotations' or 'labels'. */
export async function placeOf(source: Source): Promise<Place> {
  if (source.isFolder) return { root: source.path, files: await filesBeneath(source.path, DEPTH) };
  const folder = dirname(source.path);
  const root = /^(annotations|labels)$/i.test(basename(folder)) ? dirname(folder) : folder;
  try {
    return { root, files: await filesBeneath(root, 2, AROUND) };
  } catch (error) {
    if (!(error instanceof ExpectedFailure)) throw error;
    return { root, files: [] };
  }
}

export const isZip = (path: string): boolean => extname(path).toLowerCase() === '.zip';

/** The first 64 kB of a text, to see what it may be; '' when it cannot be read. */
export async function beginning(path: string): Promise<string> {
  const file = await open(path, 'r').catch(() => null);
  if (!file) return '';
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Throws an Error whose message is a sentence. */
export async function readText(root: string, path: string): Promise<TextFile> {
  const file = join(root, path);
  const { size } = await stat(file);
  if (size > MOST_BYTES) throw new Error(`It is ${Math.round(size / 1e6)} MB of text, more than can be read at once: split it.`);
  return { path, text: await readFile(file, 'utf8') };
}

/** The archive's texts whose names `wanted` likes, one after the other small enough. Refuses ('unreadable') what is no zip. */
export async function unzipTexts(path: string, wanted: (name: string) => boolean, problems: Problem[]): Promise<TextFile[]> {
  const name = basename(path);
  const { size } = await stat(path);
  if (size > 4 * MOST_BYTES) refuse('bad-input', `${path} is too large to be read as one archive.`, 'Unpack it and import its folder.');
  let total = 0;
  let pictures = 0;
  try {
    const entries = unzipSync(await readFile(path), {
      filter: (entry) => {
        if (/\.(png|jpe?g)$/i.test(entry.name)) pictures++;
        if (!wanted(entry.name)) return false;
        if (/(^|[\\/])\.\.([\\/]|$)|^([\\/]|[a-z]:)/i.test(entry.name)) {
          problems.push({ file: name, why: `It holds ${entry.name.slice(0, 80)}, a path that leads out of the archive: left out.` });
          return false;
        }
        total += entry.originalSize;
        if (total <= MOST_BYTES) return true;
        return refuse('bad-input', `The texts in ${path} are too long to be read at once.`, 'Unpack it and import its folder.');
      },
    });
    if (pictures > 0)
      problems.push({ file: name, why: `The ${pictures} pictures in it are not unpacked: unpack it yourself to import them.` });
    return Object.entries(entries).map(([entry, bytes]) => ({ path: entry, text: new TextDecoder().decode(bytes) }));
  } catch (error) {
    if (error instanceof ExpectedFailure) throw error;
    return refuse('unreadable', `${path} is no zip archive, or damaged.`, 'Export it again.');
  }
}
