// Files that appear whole or not at all: written beside their place under a temporary name, and renamed when done.
import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ExpectedFailure } from '../../shared/result';

export class PartialFile {
  /** The first write that failed, for when a library in between hides it. */
  failure: ExpectedFailure | null = null;

  private constructor(
    private readonly path: string,
    private readonly temporary: string,
    private readonly handle: FileHandle,
  ) {}

  /** Fails with 'unwritable' or 'disk-full' in one sentence about `path`. Removes what a killed process left of the same file. */
  static async create(path: string): Promise<PartialFile> {
    const temporary = join(dirname(path), `.${basename(path)}.${process.pid}-${randomBytes(4).toString('hex')}.part`);
    try {
      if (await isFolder(path)) throw Object.assign(new Error(), { code: 'EISDIR' });
      await removeStale(path);
      return new PartialFile(path, temporary, await open(temporary, 'wx'));
    } catch (error) {
      throw writingFailure(error, path);
    }
  }

  async write(data: Uint8Array, position: number): Promise<void> {
    try {
      for (let done = 0; done < data.byteLength;) {
        done += (await this.handle.write(data, done, data.byteLength - done, position + done)).bytesWritten;
      }
    } catch (error) {
      throw (this.failure ??= writingFailure(error, this.path));
    }
  }

  /** On the disk for good, then in its place; a file that was there is replaced. Answers with its size in bytes. */
  async commit(): Promise<number> {
    try {
      await this.handle.sync();
      const { size } = await this.handle.stat();
      await this.handle.close();
      await rename(this.temporary, this.path);
      return size;
    } catch (error) {
      throw writingFailure(error, this.path);
    }
  }

  /** Leaves nothing behind; harmless after commit. */
  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await rm(this.temporary, { force: true }).catch(() => undefined);
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** Parts of this very file whose process is no more. */
async function removeStale(path: string): Promise<void> {
  const folder = dirname(path);
  const begin = `.${basename(path)}.`;
  for (const name of await readdir(folder)) {
    const pid = name.startsWith(begin) && /^(\d+)-[0-9a-f]{8}\.part$/.exec(name.slice(begin.length))?.[1];
    if (pid && !isRunning(Number(pid))) await rm(join(folder, name), { force: true });
  }
}

/** Whether there is a process of this id. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What the system refused, for a person. */
export function writingFailure(error: unknown, path: string): ExpectedFailure {
  if (error instanceof ExpectedFailure) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new ExpectedFailure({
      code: 'disk-full',
      message: `The disk is full: ${path} was not written.`,
      hint: 'Make room and export again.',
    });
  }
  const reasons: Record<string, string> = {
    ENOENT: 'its folder does not exist',
    ENOTDIR: 'its folder is not a folder',
    EISDIR: 'there is a folder of that name',
    EACCES: 'access is denied',
    EPERM: 'access is denied',
    EROFS: 'the disk is read-only',
    ENAMETOOLONG: 'the name is too long',
    EFBIG: 'it would be larger than files may be there',
  };
  const why = reasons[code] ?? (message || code);
  return new ExpectedFailure({ code: 'unwritable', message: `${path} cannot be written: ${why}.`, hint: 'Choose another place for it.' });
}
