// Frames as pixels: decoded once, kept within a limit of bytes.
import { stat } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { refuse } from '../../../shared/result';
import { readPicture, type Picture } from '../images/picture';
import type { EngineFrame } from '../protocol';

/** What is asked of a frame here. */
type File = Pick<EngineFrame, 'name' | 'path' | 'width' | 'height'>;

export class PictureCache {
  // A Map remembers the order of insertion: the first is the one unused for longest.
  private readonly kept = new Map<string, { readonly picture: Promise<Picture>; bytes: number }>();
  private bytes = 0;

  constructor(private readonly limitBytes: number) {}

  /** Shared: never write into it. Fails with 'unreadable' when the file is gone, is no picture, or has not the size that the project knows. */
  async get(frame: File): Promise<Picture> {
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
      entry.bytes = picture.rgb.length;
      this.bytes += entry.bytes;
      this.shrink();
      return picture;
    } catch (error) {
      this.kept.delete(key);
      throw error;
    }
  }

  get usedBytes(): number {
    return this.bytes;
  }

  private shrink(): void {
    for (const [key, { bytes }] of this.kept) {
      if (this.bytes <= this.limitBytes) return;
      // Still being decoded, and not counted yet.
      if (bytes === 0) continue;
      this.kept.delete(key);
      this.bytes -= bytes;
    }
  }
}

/** The engine's one cache, shared by training and prediction: 200 KITTI frames are 280 MB. */
export const pictures = new PictureCache(Math.min(2 ** 30, totalmem() / 8));

/** A file that was replaced is another picture. */
async function versionOf({ path }: File): Promise<string> {
  const state = await stat(path).catch(() => null);
  return state ? `${path}|${state.mtimeMs}|${state.size}` : path;
}

async function decode(frame: File): Promise<Picture> {
  const picture = await readPicture(frame.path);
  if (picture.width !== frame.width || picture.height !== frame.height) {
    const sizes = `${picture.width} x ${picture.height} pixels, but the project knows it as ${frame.width} x ${frame.height}`;
    refuse('unreadable', `${frame.path} now has ${sizes}.`, 'Put the original file back, or import this one under another name.');
  }
  return picture;
}
