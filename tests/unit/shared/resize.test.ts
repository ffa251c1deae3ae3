// Resizing against real OpenCV 4.10 (opencv-cases.json, written by make-opencv-cases.py), and what must hold for any picture.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearestAxis } from '../../../src/shared/image/axes';
import { crop, flipHorizontal, resizeBilinear, resizeBilinear8, resizeNearest } from '../../../src/shared/image/resize';

interface Case {
  w: number;
  h: number;
  channels: number;
  toW: number;
  toH: number;
  src: number[];
  linear8: number[];
  linear: number[];
  nearest: number[];
}
const truth = JSON.parse(readFileSync(new URL('./opencv-cases.json', import.meta.url), 'utf8')) as {
  cases: Case[];
  nearestAxes: [number, number, number][];
};

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
};

describe.each(truth.cases)('$w x $h x $channels to $toW x $toH', ({ w, h, channels, toW, toH, ...c }) => {
  const src = Uint8Array.from(c.src);
  test('bilinear in single precision is what OpenCV gives', () => {
    expect(largestDifference(resizeBilinear(src, w, h, channels, toW, toH), c.linear)).toBeLessThan(2e-3);
    expect(largestDifference(resizeBilinear(Float32Array.from(src), w, h, channels, toW, toH), c.linear)).toBeLessThan(2e-3);
  });
  test('bilinear in 8 bit is within 1 of OpenCV, whose own vector and scalar code differ by that', () => {
    expect(largestDifference(resizeBilinear8(src, w, h, channels, toW, toH), c.linear8)).toBeLessThanOrEqual(1);
  });
  test('nearest is OpenCV to the pixel', () => {
    expect(largestDifference(resizeNearest(src, w, h, toW, toH, channels), c.nearest)).toBe(0);
  });
});

test.each(truth.nearestAxes)('nearest takes the pixels that OpenCV takes from %i to %i', (from, to, sum) => {
  expect(nearestAxis(from, to).reduce((total, at, i) => total + at * (i + 1), 0)).toBe(sum);
});

const picture = fc
  .record({ w: fc.integer({ min: 1, max: 20 }), h: fc.integer({ min: 1, max: 20 }), channels: fc.constantFrom(1, 3) })
  .chain((size) => {
    const length = size.w * size.h * size.channels;
    return fc.record({
      w: fc.constant(size.w),
      h: fc.constant(size.h),
      channels: fc.constant(size.channels),
      src: fc.uint8Array({ minLength: length, maxLength: length }),
    });
  });
const side = fc.integer({ min: 1, max: 40 });

test('resizing to the same size changes nothing, and no result leaves the range of its source', () => {
  fc.assert(
    fc.property(picture, side, side, ({ w, h, channels, src }, toW, toH) => {
      expect(resizeBilinear8(src, w, h, channels, w, h)).toEqual(src);
      expect(resizeNearest(src, w, h, w, h, channels)).toEqual(src);
      const lo = Math.min(...src);
      const hi = Math.max(...src);
      for (const value of resizeBilinear(src, w, h, channels, toW, toH)) {
        expect(value).toBeGreaterThanOrEqual(lo - 1e-4);
        expect(value).toBeLessThanOrEqual(hi + 1e-4);
      }
      const labels = new Set(src);
      for (const label of resizeNearest(src, w, h, toW, toH, channels)) expect(labels.has(label)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('mirroring before or after resizing gives the same picture to a rounding', () => {
  fc.assert(
    fc.property(picture, side, side, ({ w, h, channels, src }, toW, toH) => {
      const after = flipHorizontal(resizeBilinear(src, w, h, channels, toW, toH), toW, toH, channels);
      const before = resizeBilinear(flipHorizontal(src, w, h, channels), w, h, channels, toW, toH);
      expect(largestDifference(after, before)).toBeLessThan(1e-2);
      expect(flipHorizontal(flipHorizontal(src, w, h, channels), w, h, channels)).toEqual(src);
    }),
    { numRuns: 60 },
  );
});

test('a crop is the pixels of its rectangle, and one that leaves the picture is refused', () => {
  const src = Uint8Array.from({ length: 5 * 4 * 3 }, (_, i) => i);
  const part = crop(src, 5, 4, 3, 1, 2, 3, 2);
  for (let y = 0; y < 2; y++)
    for (let x = 0; x < 3; x++) for (let c = 0; c < 3; c++) expect(part[(y * 3 + x) * 3 + c]).toBe(((y + 2) * 5 + x + 1) * 3 + c);
  expect(() => crop(src, 5, 4, 3, 3, 0, 3, 1)).toThrow(RangeError);
  expect(() => resizeBilinear8(src, 5, 5, 3, 2, 2)).toThrow(RangeError);
});
