// Frames as pixels and masks as label maps: decoded once, kept within a limit of bytes.
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { refuse } from '../../../shared/result';
import type { LabelMap } from '../../../shared/mask/labelMap';
import { decodeRle } from '../../../shared/mask/rle';
import { readPicture, type Picture } from '../images/picture';
import type { EngineFrame } from '../protocol';

export class FrameCache {
  // A Map remembers the order of insertion: the first is the one unused for longest.
  private readonly kept = new Map<string, { readonly data: Promise<Uint8Array>; bytes: number }>();
  private bytes = 0;

  constructor(private readonly limitBytes: number) {}

  /** Shared: never write into it. Fails with 'unreadable' when the file is gone, is no picture, or has not the size that the project knows. */
  async picture(frame: Omit<EngineFrame, 'id' | 'mask'>): Promise<Picture> {
    const rgb = await this.get(await versionOf(frame.path), () => decode(frame));
    return { width: frame.width, height: frame.height, rgb };
  }

  /** Shared: never write into it. Null for a frame without one. Fails as `decodeRle` does, and with 'bad-input' when its size is not the frame's. */
  async mask({ name, width, height, mask }: Omit<EngineFrame, 'id' | 'path'>): Promise<LabelMap | null> {
    if (!mask) return null;
    // By content: another version of a frame's mask is another mask.
    const key = createHash('sha1').update(mask).digest('base64');
    const data = await this.get(`${width}x${height} ${key}`, async () => labelsOf(mask, name, width, height));
    return { width, height, data };
  }

  get usedBytes(): number {
    return this.bytes;
  }

  private async get(key: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const known = this.kept.get(key);
    if (known) {
      this.kept.delete(key);
      this.kept.set(key, known);
      return known.data;
    }
    const entry = { data: make(), bytes: 0 };
    this.kept.set(key, entry);
    try {
      const data = await entry.data;
      entry.bytes = data.length;
      this.bytes += entry.bytes;
      this.shrink();
      return data;
    } catch (error) {
      this.kept.delete(key);
      throw error;
    }
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

/** A file that was replaced is another picture. */
async function versionOf(path: string): Promise<string> {
  const state = await stat(path).catch(() => null);
  return state ? `${path}|${state.mtimeMs}|${state.size}` : path;
}

async function decode({ path, width, height }: Pick<EngineFrame, 'path' | 'width' | 'height'>): Promise<Uint8Array> {
  const picture = await readPicture(path);
  if (picture.width !== width || picture.height !== height) {
    const sizes = `${picture.width} x ${picture.height} pixels, but the project knows it as ${width} x ${height}`;
    refuse('unreadable', `${path} now has ${sizes}.`, 'Put the original file back, or import this one under another name.');
  }
  return picture.rgb;
}

function labelsOf(rle: Uint8Array, name: string, width: number, height: number): Uint8Array {
  const mask = decodeRle(rle);
  if (mask.width !== width || mask.height !== height) {
    refuse('bad-input', `The mask of ${name} is ${mask.width} x ${mask.height}, the frame ${width} x ${height}.`, 'Import its mask again.');
  }
  return mask.data;
}
