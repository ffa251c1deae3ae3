// What is exported appears whole or not at all, be it a file or a folder: written beside its place under another name, and renamed when done.
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { refuse } from '../../../shared/result';
import { isRunning, writingFailure } from '../partialFile';

/**
 * @param files names of what an earlier export of this kind may have left in the folder; null when `out` is a file
 * @param write is given the path to write: of a file that is not there yet, or of an empty folder
 */
export async function placed(
  out: string,
  { files, overwrite }: { readonly files: readonly string[] | null; readonly overwrite: boolean },
  write: (path: string) => Promise<void>,
): Promise<void> {
  const there = await checkTarget(out, files, overwrite);
  const temporary = join(dirname(out), `.${basename(out)}.${process.pid}-${randomBytes(4).toString('hex')}.part`);
  try {
    await removeStale(out);
    if (files) await mkdir(temporary);
    await write(temporary);
    await synced(temporary);
    // A folder cannot be renamed over one that has something in it.
    if (there && files) await rm(out, { recursive: true });
    await rename(temporary, out);
  } catch (error) {
    throw writingFailure(error, out);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

export const writeFiles = async (folder: string, files: readonly (readonly [string, Buffer | string])[]): Promise<void> => {
  for (const [name, content] of files) await writeFile(join(folder, name), content, { flush: true });
};

/** Answers whether something is there that is to be replaced. */
async function checkTarget(out: string, files: readonly string[] | null, overwrite: boolean): Promise<boolean> {
  const found = await stat(out).catch(() => null);
  if (!found) return false;
  if (files === null && found.isDirectory()) return refuse('exists', `${out} is a folder.`, 'Name a file that is not there yet.');
  if (files !== null && !found.isDirectory()) return refuse('exists', `${out} is a file.`, 'Name a folder that is not there yet.');
  const inside = files === null ? [basename(out)] : await readdir(out);
  if (inside.length === 0) return true;
  // Whatever else is in a folder is not ours to remove.
  const foreign = files && inside.find((name) => !files.includes(name));
  if (foreign) return refuse('exists', `The folder ${out} holds other things (${foreign}).`, 'Name a folder that is not there yet.');
  if (!overwrite) return refuse('exists', `${out} is there already.`, 'Choose another name, or remove it first.');
  return true;
}

async function synced(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}

/** Parts of this very export whose process is no more. */
async function removeStale(out: string): Promise<void> {
  const begin = `.${basename(out)}.`;
  for (const name of await readdir(dirname(out))) {
    const pid = name.startsWith(begin) && /^(\d+)-[0-9a-f]{8}\.part$/.exec(name.slice(begin.length))?.[1];
    if (pid && !isRunning(Number(pid))) await rm(join(dirname(out), name), { recursive: true, force: true });
  }
}
