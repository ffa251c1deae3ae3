// Frames as pixels: decoded once, kept within a limit of bytes.
import { stat } from 'node:fs/promises';
import { totalmem } from 'node:os';
import sharp from 'sharp';
import { ExpectedFailure } from '../../../shared/result';
import type { EngineFrame } from '../protocol';

/** 8-bit sRGB, [height*width*3], interleaved. Shared: never write into it. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

export class PictureCache {
  // A Map remembers the order of insertion: the first is the one unused for longest.
  private readonly kept = new Map<string, { readonly picture: Promise<Picture>; bytes: number }>();
  private bytes = 0;

  constructor(private readonly limitBytes: number) {}

  /** Fails with 'unreadable' when the file is gone, is no picture, or has not the size that the project knows. */
  async get(frame: EngineFrame): Promise<Picture> {
    const key = await versionOf(frame);
    const known = this.kept.get(key);
    if (known) {
      this.kept.delete(key);
      this.kept.set(key, known);
      return known.picture;
    }
    const entry = { picture: decode(frame), bytes: 0 };
    this.kept.set(key, entry);
    try {
      const picture = await entry.picture;
      entry.bytes = picture.pixels.length;
      this.bytes += entry.bytes;
      this.shrink();
      return picture;
    } catch (error) {
      this.kept.delete(key);
      throw error;
    }
  }

  private shrink(): void {
    for (const [key, entry] of this.kept) {
      if (this.bytes <= this.limitBytes) return;
      this.kept.delete(key);
      this.bytes -= entry.bytes;
    }
  }
}

/** The engine's one cache, shared by training and prediction: 200 KITTI frames are 280 MB. */
export const pictures = new PictureCache(Math.min(2 ** 30, totalmem() / 8));

/** A file that was replaced is another picture. */
async function versionOf(frame: EngineFrame): Promise<string> {
  try {
    const { mtimeMs, size } = await stat(frame.path);
    return `${frame.path}|${mtimeMs}|${size}`;
  } catch {
    throw unreadable(frame, 'the file is not there', 'Put it back, or import the folder again from where it is now.');
  }
}

async function decode(frame: EngineFrame): Promise<Picture> {
  const { data, info } = await sharp(frame.path)
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch((error: Error) => {
      throw unreadable(frame, error.message, 'Replace the file with one that opens, or take the frame out of the project.');
    });
  if (info.width !== frame.width || info.height !== frame.height || info.channels !== 3) {
    const found = `it has ${info.width} x ${info.height} pixels, the project knows ${frame.width} x ${frame.height}`;
    throw unreadable(frame, found, 'Import it again under another name.');
  }
  return { width: info.width, height: info.height, pixels: data };
}

const unreadable = (frame: EngineFrame, why: string, hint: string): ExpectedFailure =>
  new ExpectedFailure({ code: 'unreadable', message: `The frame ${frame.name} cannot be read (${frame.path}): ${why}.`, hint });
