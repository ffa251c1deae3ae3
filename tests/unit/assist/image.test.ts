// The wand and superpixels on tiny pictures, against their definitions.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labImage, labOf, type ImagePixels } from '../../../src/shared/image/lab';
import { slic } from '../../../src/shared/image/slic';
import { connectedComponents } from '../../../src/shared/mask/components';
import { MAX_TOLERANCE, Wand } from '../../../src/shared/mask/wand';

/** Greys and a few colours in blotches. */
const pictures = fc
  .record({
    width: fc.integer({ min: 1, max: 12 }),
    height: fc.integer({ min: 1, max: 9 }),
    tones: fc.array(fc.nat(255), { minLength: 6, maxLength: 30 }),
  })
  .map(({ width, height, tones }): ImagePixels => {
    const data = new Uint8ClampedArray(width * height * 4).fill(255);
    for (let i = 0; i < width * height; i++)
      for (let c = 0; c < 3; c++) data[i * 4 + c] = tones[(i + (i >> 2) + (i % 5 === 0 ? c : 0)) % tones.length]!;
    return { width, height, data };
  });

/** Costs as the wand states them: half units of the distance to the mean of the 3x3 around the seed, rounded up. */
function costs({ width, height, data }: ImagePixels, x: number, y: number): number[] {
  const lab = Array.from({ length: width * height }, (_, i) => {
    const out = new Float64Array(3);
    labOf(data[i * 4]!, data[i * 4 + 1]!, data[i * 4 + 2]!, out);
    return out;
  });
  const near = lab.filter((_, i) => Math.abs((i % width) - x) <= 1 && Math.abs(Math.floor(i / width) - y) <= 1);
  const seed = [0, 1, 2].map((c) => near.reduce((sum, one) => sum + one[c]!, 0) / near.length);
  return lab.map((one) => Math.ceil(2 * Math.hypot(one[0]! - seed[0]!, one[1]! - seed[1]!, one[2]! - seed[2]!)));
}

describe('CIELAB', () => {
  test('is what its definition gives, to a fiftieth of a unit', () => {
    const out = new Float64Array(3);
    // White, black and the primaries after Lindbloom's sRGB/D65 tables.
    const known: [number[], number[]][] = [
      [
        [255, 255, 255],
        [100, 0, 0],
      ],
      [
        [0, 0, 0],
        [0, 0, 0],
      ],
      [
        [255, 0, 0],
        [53.24, 80.09, 67.2],
      ],
      [
        [0, 255, 0],
        [87.73, -86.18, 83.18],
      ],
      [
        [0, 0, 255],
        [32.3, 79.19, -107.86],
      ],
      [
        [119, 119, 119],
        [50.03, 0, 0],
      ],
    ];
    for (const [[r, g, b], lab] of known) {
      labOf(r!, g!, b!, out);
      out.forEach((value, c) => expect(Math.abs(value - lab[c]!), `${[r, g, b].join()}`).toBeLessThan(0.03));
    }
    expect(labImage({ width: 1, height: 1, data: Uint8Array.of(255, 0, 0, 255) })[0]).toBeCloseTo(53.24, 1);
  });
});

describe('the wand', () => {
  test('takes at each tolerance what a fill over pixels of that distance would reach, whatever was asked before', () => {
    fc.assert(
      fc.property(
        pictures,
        fc.nat(),
        fc.array(fc.integer({ min: 0, max: MAX_TOLERANCE }), { minLength: 1, maxLength: 4 }),
        (image, pick, asked) => {
          const { width, height } = image;
          const at = pick % (width * height);
          const [x, y] = [at % width, Math.floor(at / width)];
          const cost = costs(image, x, y);
          const wand = new Wand(image, x, y);
          for (const tolerance of asked) {
            const { map, area, rect } = wand.region(tolerance);
            const binary = Uint8Array.from(cost, (one, i) => (one <= tolerance || i === at ? 1 : 0));
            const { ids } = connectedComponents(binary, width, height);
            map.forEach((is, i) => expect(is === 1).toBe(ids[i] === ids[at]));
            expect(area).toBe(map.filter((is) => is === 1).length);
            const columns = [...map.keys()].filter((i) => map[i]).map((i) => i % width);
            expect([rect.x, rect.x + rect.width - 1]).toEqual([Math.min(...columns), Math.max(...columns)]);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('without contiguity it takes every pixel of that colour', () => {
    fc.assert(
      fc.property(pictures, fc.nat(), fc.integer({ min: 0, max: MAX_TOLERANCE }), (image, pick, tolerance) => {
        const at = pick % (image.width * image.height);
        const [x, y] = [at % image.width, Math.floor(at / image.width)];
        const { map } = new Wand(image, x, y, { contiguous: false }).region(tolerance);
        costs(image, x, y).forEach((one, i) => expect(map[i] === 1).toBe(one <= tolerance || i === at));
      }),
      { numRuns: 100 },
    );
  });

  test('refuses a seed outside the picture', () => {
    expect(() => new Wand({ width: 2, height: 2, data: new Uint8Array(16) }, 2, 0)).toThrow(/not in a picture/);
  });
});

describe('superpixels', () => {
  /** Left half dark, right half light, with a jagged border. */
  const halves = (width: number, height: number): ImagePixels => {
    const data = new Uint8ClampedArray(width * height * 4).fill(255);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        data.fill(x < width / 2 + ((y >> 2) % 2) * 2 ? 60 : 190, (y * width + x) * 4, (y * width + x) * 4 + 3);
    return { width, height, data };
  };

  test('each hangs together, all pixels have one, and the boxes are their bounds', () => {
    fc.assert(
      fc.property(pictures, fc.integer({ min: 4, max: 9 }), (image, size) => {
        const { ids, count, boxes, width, height } = slic(image, { size });
        expect(new Set(ids)).toEqual(new Set(Array.from({ length: count }, (_, k) => k)));
        for (let k = 0; k < count; k++) {
          const { components } = connectedComponents(
            Uint8Array.from(ids, (id) => (id === k ? 1 : 0)),
            width,
            height,
          );
          expect(components).toHaveLength(1);
          const { x, y, width: w, height: h } = components[0]!.bounds;
          expect([...boxes.subarray(k * 4, k * 4 + 4)]).toEqual([x, y, x + w, y + h]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('keep to an edge of the picture, and are about as large as asked', () => {
    const image = halves(64, 48);
    const { ids, count } = slic(image, { size: 12 });
    expect(count).toBeGreaterThan(12);
    expect(count).toBeLessThan(30);
    for (let k = 0; k < count; k++) {
      const tones = new Set([...ids.keys()].filter((i) => ids[i] === k).map((i) => image.data[i * 4]));
      expect(tones.size).toBe(1);
    }
  });
});
