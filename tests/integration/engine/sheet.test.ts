// The sheet of augmented samples: what it shows is what a step would see.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { NO_AUGMENTATION } from '../../../src/main/engine/data/augmentation';
import { augmentSheet, inWords } from '../../../src/main/engine/data/sheet';
import type { EngineFrame, SheetJob } from '../../../src/main/engine/protocol';
import { FrameId } from '../../../src/shared/domain';
import { encodeRle } from '../../../src/shared/mask/rle';
import { PRESETS } from '../../../src/shared/training/config';

const folder = mkdtempSync(join(tmpdir(), 'roadbrush-sheet-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** All of one colour; road on the left half, ignored at the right edge. */
async function frame(n: number, name = `frame ${n}`): Promise<EngineFrame> {
  const [width, height] = [96, 64];
  const path = join(folder, `${n}.png`);
  await sharp({ create: { width, height, channels: 3, background: { r: 100, g: 60 + n, b: 20 } } })
    .png()
    .toFile(path);
  const data = Uint8Array.from({ length: width * height }, (_, i) => (i % width < 48 ? 7 : i % width > 90 ? 255 : 0));
  return { id: FrameId.parse(n), name, path, width, height, mask: encodeRle({ width, height, data }) };
}
const plain = {
  ...{ ...PRESETS.road, width: 96, height: 64, flipProbability: 0 },
  ...{ crop: { ...PRESETS.road.crop, probability: 0 }, augment: { ...PRESETS.road.augment, probability: 0 } },
};
const sheet = (job: SheetJob) => augmentSheet(job, { emit: () => undefined, signal: new AbortController().signal });
const pixelsOf = async (png: Uint8Array) => sharp(png).raw().toBuffer({ resolveWithObject: true });

describe('a sheet of samples', () => {
  it('shows each frame at the net’s size with its mask over it, in the mask’s own colour, ignored pixels in grey', async () => {
    const { png, width, height } = await sheet({ config: plain, frames: [await frame(1), await frame(2)], n: 2, seed: 1 });
    const { data, info } = await pixelsOf(png);
    expect([info.width, info.height, info.channels]).toEqual([width, height, 3]);
    const at = (x: number, y: number) => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
    const road = at(12 + 10, 12 + 10);
    // #35c9f0 at 45 % over the frame's 100, 61, 20.
    [79, 124, 119].forEach((value, c) => expect(Math.abs(road[c]! - value)).toBeLessThanOrEqual(1));
    expect(at(12 + 60, 12 + 10)).toEqual([100, 61, 20]);
    const [r = 0, g = 0, b = 0] = at(12 + 94, 12 + 10);
    expect(Math.abs(r - g) < 40 && b > 40).toBe(true);
    // Words under the first picture, nothing in the gap above it.
    const caption = data.subarray((12 + 64) * width * 3, (12 + 64 + 40) * width * 3);
    expect(caption.some((value) => value > 200)).toBe(true);
    expect(data.subarray(0, 12 * width * 3).every((value) => value < 0x20)).toBe(true);
  });

  it('shows what the net sees very small twice or more as large', async () => {
    const { png, width } = await sheet({ config: { ...plain, width: 48, height: 32 }, frames: [await frame(6)], n: 1, seed: 1 });
    expect(width).toBe(12 + 2 * 48 + 12);
    const { data } = await pixelsOf(png);
    const at = (x: number, y: number) => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
    expect(at(12 + 80, 12 + 63)).toEqual([100, 66, 20]);
    expect(at(12 + 80, 12 + 64)).toEqual([0x0e, 0x0f, 0x11]);
  });

  it('is the same for the same seed and another for another, and takes frames again when it has more room than frames', async () => {
    const config = { ...plain, flipProbability: 0.5, augment: { ...plain.augment, probability: 1, brightness: 0.3, noise: 0.1 } };
    const job = { config, frames: [await frame(3), await frame(4, 'a name that is far too long for such a narrow picture <&>')], n: 5 };
    const [one, again, other] = [await sheet({ ...job, seed: 1 }), await sheet({ ...job, seed: 1 }), await sheet({ ...job, seed: 2 })];
    expect(Buffer.compare(one.png, again.png)).toBe(0);
    expect(Buffer.compare(one.png, other.png)).not.toBe(0);
    expect(other.width).toBe(one.width);
  });

  it('says in words what was done to a sample', () => {
    expect(inWords(NO_AUGMENTATION)).toBe('as it is');
    expect(
      inWords({
        ...{ flip: true, rotation: -3.24, crop: { x: 1, y: 2, width: 300, height: 90 }, hue: 4, blur: 5 },
        ...{ shadows: [{ vertices: [], intensity: 0.5 }], light: { alpha: 1, beta: -51 }, noise: { deviation: 5.1, seed: 1 } },
      }),
    ).toBe('flipped, turned −3.2°, crop 300 × 90, shadow, brightness −0.20, hue +8°, blur 5, noise 0.020');
  });

  it('is refused in one sentence when it would be too large, or a frame cannot be read', async () => {
    const frames = [await frame(5)];
    const huge = { ...plain, width: 4096, height: 4096 };
    await expect(sheet({ config: huge, frames, n: 12, seed: 1 })).rejects.toThrow('12 samples of 4096 x 4096 pixels are too many');
    await expect(sheet({ config: plain, frames: [], n: 1, seed: 1 })).rejects.toThrow('There is no frame');
    writeFileSync(join(folder, 'broken.png'), 'no picture');
    const broken = [{ ...frames[0]!, path: join(folder, 'broken.png') }];
    await expect(sheet({ config: plain, frames: broken, n: 1, seed: 1 })).rejects.toThrow(/broken\.png cannot be read/);
  });
});
