// The shift between two pictures, and masks moved by it: known shifts come back, on drawn pictures and on real ones.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { estimateShift, greyOf, type Grey } from '../../../src/shared/image/shift';
import { movedMap } from '../../../src/shared/mask/moved';
import { Random } from '../../../src/shared/random';

/** Blobs of every size on a plane larger than the picture: what `view` cuts out at (x, y). */
function scene(seed: number): (x: number, y: number, width: number, height: number, lift?: number) => Grey {
  const random = Random.seeded(seed);
  const blobs = Array.from({ length: 160 }, () => {
    const at = [random.between(-100, 500), random.between(-60, 260)] as const;
    return { x: at[0], y: at[1], r: random.between(3, 40), value: random.between(20, 200) };
  });
  return (left, top, width, height, lift = 0) => {
    const data = new Uint8Array(width * height);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const hit = blobs.find((blob) => (x + left - blob.x) ** 2 + (y + top - blob.y) ** 2 < blob.r ** 2);
        data[y * width + x] = Math.min(255, (hit?.value ?? 90) + ((x + left) % 7) + lift);
      }
    }
    return { width, height, data };
  };
}

describe('the estimated shift', () => {
  it.each([
    [0, 0],
    [3, -1],
    [-17, 6],
    [41, 9],
    [-44, -12],
  ])('of a scene that moved by (%i, %i) is just that, also when it became brighter', (dx, dy) => {
    const view = scene(5);
    const before = view(60, 40, 400, 140);
    expect(estimateShift(before, view(60 - dx, 40 - dy, 400, 140))).toEqual({ dx, dy });
    expect(estimateShift(before, view(60 - dx, 40 - dy, 400, 140, 25))).toEqual({ dx, dy });
  });

  it('is nothing where nothing can be told', () => {
    const plain: Grey = { width: 200, height: 80, data: new Uint8Array(16_000).fill(80) };
    expect(estimateShift(plain, { ...plain, data: new Uint8Array(16_000).fill(120) })).toEqual({ dx: 0, dy: 0 });
    const tiny: Grey = { width: 8, height: 8, data: new Uint8Array(64) };
    expect(estimateShift(tiny, tiny)).toEqual({ dx: 0, dy: 0 });
  });

  const drive = join(resolve(import.meta.dirname, '../../../../shared/data'), 'kitti-drive-0013', 'image_02', 'data');
  const real = existsSync(drive);
  if (!real) console.warn(`SKIPPED the shift on real frames: there is no ${drive}.`);
  it.skipIf(!real)(
    'of real frames 1242x375 is found in less than 50 ms: a cut moved by hand, and the next picture of a drive',
    async () => {
      const read = async (n: number, left: number, top: number): Promise<Grey> => {
        const file = join(drive, `${String(n).padStart(10, '0')}.png`);
        const cut = sharp(file).extract({ left, top, width: 1200, height: 350 }).ensureAlpha().raw();
        return greyOf(await cut.toBuffer(), 1200, 350);
      };
      const a = await read(0, 20, 12);
      expect(estimateShift(a, await read(0, 8, 17))).toEqual({ dx: 12, dy: -5 });
      const next = await read(1, 20, 12);
      const times = Array.from({ length: 7 }, () => {
        const begun = performance.now();
        const { dx, dy } = estimateShift(a, next);
        // Ten pictures a second: the far scene hardly moves from one to the next.
        expect(Math.abs(dx)).toBeLessThan(40);
        expect(Math.abs(dy)).toBeLessThan(12);
        return performance.now() - begun;
      });
      console.info(`shift of 1200x350 in ${times.map((time) => time.toFixed(0)).join(', ')} ms: ${JSON.stringify(estimateShift(a, next))}`);
      expect(Math.min(...times)).toBeLessThan(50);
    },
  );
});

describe('a moved mask', () => {
  it('has every label where it moved to, and repeats the border where nothing came from', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }), fc.integer({ min: 0, max: 99 }), (dx, dy, seed) => {
        const [width, height] = [7, 5];
        const random = Random.seeded(seed);
        const data = Uint8Array.from({ length: width * height }, () => [0, 7, 255][Math.floor(random.between(0, 3))]!);
        const moved = movedMap({ width, height, data }, dx, dy);
        const clamp = (v: number, most: number): number => Math.min(most, Math.max(0, v));
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            expect(moved.data[y * width + x]).toBe(data[clamp(y - dy, height - 1) * width + clamp(x - dx, width - 1)]);
          }
        }
      }),
    );
  });
});
