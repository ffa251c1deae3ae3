// A frame's file as 8-bit RGB pixels, and in words why it cannot be that.
import { readFile } from 'node:fs/promises';
import { refuse } from '../../../shared/result';
import { INPUT, loadSharp } from './sharp';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** sRGB [height*width*3], interleaved. */
  readonly rgb: Uint8Array;
}

/** The picture as a viewer shows it: turned as its EXIF says, in sRGB, without alpha. Fails with 'unreadable', naming the file. */
export async function readPicture(path: string): Promise<Picture> {
  try {
    return await decodePicture(await readFile(path));
  } catch (error) {
    return refuse('unreadable', `${path} cannot be read: ${whyUnreadable(error)}.`, 'Put the file back or remove the frame.');
  }
}

/** Throws what sharp throws. */
export async function decodePicture(file: Uint8Array): Promise<Picture> {
  const sharp = await loadSharp();
  const image = sharp(file, INPUT).autoOrient().removeAlpha().toColourspace('srgb').raw();
  const { data, info } = await image.toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels === 3) return { width, height, rgb: data };
  if (channels !== 1) throw new Error(`it has ${channels} channels`);
  const rgb = new Uint8Array(data.length * 3);
  for (let i = 0; i < data.length; i++) rgb.fill(data[i]!, 3 * i, 3 * i + 3);
  return { width, height, rgb };
}

/** A clause without a full stop. */
export function whyUnreadable(error: unknown): string {
  const { code, message = String(error) } = error as { code?: string; message?: string };
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'access is denied';
  if (code === 'EISDIR') return 'it is a folder';
  if (/unsupported image format|Input buffer is empty|Input Buffer is empty/i.test(message)) return 'it is not a picture of a known format';
  if (/exceeds pixel limit/i.test(message)) return 'it has more than 134 million pixels';
  const [first = ''] = message.split('\n');
  return `it is damaged or cut short (${first.trim().replace(/\.$/, '')})`;
}
