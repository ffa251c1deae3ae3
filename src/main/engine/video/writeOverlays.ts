// 'overlays.write': each frame with its overlay as a PNG at the frame's own size.
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileStems } from '../../../shared/fileNames';
import { refuse } from '../../../shared/result';
import { mapBounded, progressTeller } from '../bounded';
import { isRunning, writingFailure } from '../partialFile';
import type { EngineHandler } from '../protocol';
import { pngOf } from './drawPicture';
import { Composer } from './picture';

const AT_ONCE = Math.min(4, availableParallelism() + 1);
const TEMPORARY = /^\.roadbrush-(\d+)-[0-9a-f]{8}\.part$/;

/**
 * Files are named after their frames. All are made in a hidden folder inside `outDir` first and then take their places, where files of the same names are
 * replaced: a cancelled or failed export changes nothing. Fails with 'bad-input', 'unreadable', 'damaged', 'unwritable' or 'disk-full'.
 */
export const writeOverlays: EngineHandler<'overlays.write'> = async ({ frames, style, scores, outDir }, { emit, signal }) => {
  if (frames.length === 0) return refuse('bad-input', 'There are no frames to export.', 'Choose at least one frame.');
  const names = fileNames(frames);
  const composer = await Composer.open(style, null, scores);
  const tell = progressTeller(frames.length, emit);
  const temporary = join(outDir, `.roadbrush-${process.pid}-${randomBytes(4).toString('hex')}.part`);
  const made = await prepare(outDir, temporary);
  try {
    let done = 0;
    await mapBounded(frames, AT_ONCE, signal, async (frame, i) => {
      const png = await pngOf(await composer.compose(frame, i));
      await writeFile(join(temporary, names[i]!), png).catch((error: unknown) => {
        throw writingFailure(error, join(outDir, names[i]!));
      });
      tell(++done);
    });
    const files = names.map((name) => join(outDir, name));
    for (const [i, file] of files.entries()) {
      await rename(join(temporary, names[i]!), file).catch((error: unknown) => {
        throw writingFailure(error, file);
      });
    }
    return { files };
  } finally {
    await rm(temporary, { recursive: true, force: true });
    // Only goes when it is empty: the folder was ours and nothing came of it.
    if (made) await rmdir(outDir).catch(() => undefined);
  }
};

/** True when `outDir` was not there before. */
async function prepare(outDir: string, temporary: string): Promise<boolean> {
  try {
    const made = (await mkdir(outDir, { recursive: true })) !== undefined;
    for (const name of await readdir(outDir)) {
      const pid = TEMPORARY.exec(name)?.[1];
      if (pid && !isRunning(Number(pid))) await rm(join(outDir, name), { recursive: true, force: true });
    }
    await mkdir(temporary);
    return made;
  } catch (error) {
    throw writingFailure(error, outDir);
  }
}

/** One PNG a frame. */
export const fileNames = (frames: readonly { readonly name: string }[]): string[] => fileStems(frames).map((stem) => `${stem}.png`);
