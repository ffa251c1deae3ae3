// Resizing against real OpenCV 4.10 (opencv-cases.json, written by make-opencv-cases.py), and what must hold for any picture.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearestAxis } from '../../../src/shared/image/axes';
import { resizeBilinear, resizeBilinear8, resizeNearest } from '../../../src/shared/image/resize';
import { crop, mirror } from './pixels';

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

test('a cut, mirrored or not, is resized as if it had been cut out and mirrored before, to the last bit', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      picture,
      side,
      side,
      fc.tuple(share, share, share, share),
      fc.boolean(),
      ({ w, h, channels, src }, toW, toH, at, mirrored) => {
        const [x, y] = [Math.floor(at[0] * (w - 1)), Math.floor(at[1] * (h - 1))];
        const cut = { x, y, width: 1 + Math.floor(at[2] * (w - x - 1)), height: 1 + Math.floor(at[3] * (h - y - 1)), mirrored };
        const { width, height } = cut;
        const cropped = crop(src, w, channels, cut);
        const before = mirrored ? mirror(cropped, width, height, channels) : cropped;
        expect(resizeBilinear8(src, w, h, channels, toW, toH, { cut })).toEqual(resizeBilinear8(before, width, height, channels, toW, toH));
        expect(resizeNearest(src, w, h, toW, toH, channels, { cut })).toEqual(resizeNearest(before, width, height, toW, toH, channels));
      },
    ),
    { numRuns: 100 },
  );
});

test('a cut that leaves the picture is refused, and pixels that do not make one', () => {
  const src = new Uint8Array(5 * 4 * 3);
  const leaving = { x: 3, y: 0, width: 3, height: 1 };
  expect(() => resizeBilinear8(src, 5, 4, 3, 2, 2, { cut: leaving })).toThrow(RangeError);
  expect(() => resizeNearest(src, 5, 4, 2, 2, 3, { cut: leaving })).toThrow(RangeError);
  expect(() => resizeBilinear8(src, 5, 5, 3, 2, 2)).toThrow(RangeError);
});
