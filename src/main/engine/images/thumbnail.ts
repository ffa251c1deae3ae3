// 'images.thumbnail': a frame made small, as WebP.
import { readFile } from 'node:fs/promises';
import { refuse } from '../../../shared/result';
import type { EngineHandler } from '../protocol';
import { whyUnreadable } from './picture';
import { INPUT, loadSharp } from './sharp';

const LARGEST = 2048;

/** `width` in pixels, 1..2048; smaller pictures are not enlarged. JPEGs are shrunk while they are decoded. Fails with 'unreadable', naming the file. */
export const makeThumbnail: EngineHandler<'images.thumbnail'> = async ({ path, width }) => {
  if (!Number.isInteger(width) || width < 1 || width > LARGEST) {
    return refuse('bad-input', `A thumbnail is 1 to ${LARGEST} pixels wide, not ${width}.`);
  }
  const sharp = await loadSharp();
  try {
    const image = sharp(await readFile(path), INPUT)
      .autoOrient()
      .resize({ width, withoutEnlargement: true });
    return { webp: Uint8Array.from(await image.webp({ quality: 80, effort: 2 }).toBuffer()) };
  } catch (error) {
    return refuse('unreadable', `${path} cannot be read: ${whyUnreadable(error)}.`, 'Put the file back or remove the frame.');
  }
};
