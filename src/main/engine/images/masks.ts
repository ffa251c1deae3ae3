// 'masks.read', 'masks.write': mask files by themselves, decoded and encoded.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { labelsIn } from '../../../shared/mask/labelMap';
import { decodeRle, encodeRle } from '../../../shared/mask/rle';
import { mapBounded, progressTeller } from '../bounded';
import { writingFailure } from '../partialFile';
import type { EngineHandler, ReadMask } from '../protocol';
import { readMaskFile, writeMaskFile } from './maskFiles';
import { whyUnreadable } from './picture';

const AT_ONCE = Math.min(8, availableParallelism() + 1);

export const readMasks: EngineHandler<'masks.read'> = async ({ items }, { emit, signal }) => {
  const tell = progressTeller(items.length, emit);
  let done = 0;
  const outcomes = await mapBounded(items, AT_ONCE, signal, async ({ path, as }): Promise<ReadMask | { path: string; why: string }> => {
    const outcome = await readFile(path).then(
      (file) => decoded(path, file, as),
      (error: unknown) => ({ path, why: `The mask ${path} cannot be used: ${whyUnreadable(error)}.` }),
    );
    tell(++done);
    return outcome;
  });
  return { failed: outcomes.filter((outcome) => 'why' in outcome), masks: outcomes.filter((outcome) => 'rle' in outcome) };
};

function decoded(path: string, file: Uint8Array, as: Parameters<typeof readMaskFile>[1]): ReadMask | { path: string; why: string } {
  try {
    const { map, note } = readMaskFile(file, as);
    return { path, width: map.width, height: map.height, rle: encodeRle(map), labels: labelsIn(map), note };
  } catch (error) {
    return { path, why: `The mask ${path} cannot be used: ${(error as Error).message}.` };
  }
}

/** Into folders of the caller's own making: nothing that is there is written over. */
export const writeMasks: EngineHandler<'masks.write'> = async ({ items, palette }, { emit, signal }) => {
  const tell = progressTeller(items.length, emit);
  let done = 0;
  const written = await mapBounded(items, AT_ONCE, signal, async ({ path, as, rle }) => {
    const { png, lost } = writeMaskFile(decodeRle(rle), as, palette);
    await mkdir(dirname(path), { recursive: true })
      .then(() => writeFile(path, png, { flag: 'wx' }))
      .catch((error: unknown) => {
        throw writingFailure(error, path);
      });
    tell(++done);
    return { bytes: png.byteLength, lost };
  });
  return { bytes: written.reduce((sum, one) => sum + one.bytes, 0), lost: written.map(({ lost }) => lost) };
};
