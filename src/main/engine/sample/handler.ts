// 'sample.render': the frames of the sample drive as PNG files, with the masks they are delivered with.
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeRle } from '../../../shared/mask/rle';
import { refuse } from '../../../shared/result';
import { mapBounded, progressTeller } from '../bounded';
import { loadSharp } from '../images/sharp';
import { PartialFile, writingFailure } from '../partialFile';
import type { EngineHandler, SampleFrame } from '../protocol';
import { HEIGHT, WIDTH } from './camera';
import { sampleMask } from './mistakes';
import { painters } from './painters';

const MOST = 9999;

/** Writes drive_0000.png ... into `dir`, which is made when it is not there. Cancelled, it leaves the frames that were done; the caller owns the folder. */
export const renderSampleFrames: EngineHandler<'sample.render'> = async ({ dir, frames, seed }, { emit, signal }) => {
  if (!Number.isInteger(frames) || frames < 1 || frames > MOST)
    refuse('bad-input', `A sample drive has 1 to ${MOST} frames, not ${frames}.`);
  await mkdir(dir, { recursive: true }).catch((error: unknown) => {
    throw writingFailure(error, dir);
  });
  const tell = progressTeller(frames, emit);
  const hands = painters();
  const made: SampleFrame[] = [];
  let done = 0;
  try {
    // One more than there are hands: a file is compressed and written while the next frame is drawn.
    await mapBounded([...Array(frames).keys()], hands.hands + 1, signal, async (index) => {
      const { rgb, mask: truth } = await hands.draw(index, seed);
      const { mask, planted } = sampleMask(index, seed, truth);
      const name = `drive_${String(index).padStart(4, '0')}`;
      const path = join(dir, `${name}.png`);
      const sha256 = await writePng(path, rgb);
      made[index] = { name, path, width: WIDTH, height: HEIGHT, sha256, mask: mask && encodeRle(mask), planted };
      tell(++done);
    });
  } finally {
    await hands.close();
  }
  return { frames: made };
};

/** The file's SHA-256, hex. Fails with 'unwritable' or 'disk-full'. */
async function writePng(path: string, rgb: Uint8Array): Promise<string> {
  const sharp = await loadSharp();
  const png = await sharp(rgb, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .png({ compressionLevel: 4, adaptiveFiltering: true })
    .toBuffer();
  const file = await PartialFile.create(path);
  try {
    await file.write(png, 0);
    await file.commit();
  } catch (error) {
    await file.discard();
    throw error;
  }
  return createHash('sha256').update(png).digest('hex');
}
