// Bringing a prediction to the frame's size: bilinear with half-pixel centres, to the last bit.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resizeBilinear } from '../../../src/shared/image/resize';
import { upsampleProbabilities } from '../../../src/shared/prediction/probabilities';

const prediction = fc
  .record({ w: fc.integer({ min: 1, max: 16 }), h: fc.integer({ min: 1, max: 16 }) })
  .chain(({ w, h }) => fc.record({ w: fc.constant(w), h: fc.constant(h), q: fc.uint8Array({ minLength: w * h, maxLength: w * h }) }));
const side = fc.integer({ min: 1, max: 50 });

test('is bilinear interpolation to within a rounding, at any pair of sizes', () => {
  fc.assert(
    fc.property(prediction, side, side, ({ q, w, h }, toW, toH) => {
      const exact = resizeBilinear(q, w, h, 1, toW, toH);
      const rounded = upsampleProbabilities(q, w, h, toW, toH);
      // Weights are rounded to 1/2048 on two axes: at most 255 / 2048 besides the half of the rounding.
      const off = rounded.reduce((most, v, i) => Math.max(most, Math.abs(v - exact[i]!)), 0);
      expect(off).toBeLessThan(0.5 + 255 / 2048 + 1e-3);
    }),
  );
});

test('keeps flat areas flat, the same size as it is, and the range', () => {
  fc.assert(
    fc.property(prediction, side, side, fc.nat(255), ({ q, w, h }, toW, toH, level) => {
      expect(upsampleProbabilities(q, w, h, w, h)).toEqual(q);
      expect(upsampleProbabilities(new Uint8Array(w * h).fill(level), w, h, toW, toH).every((v) => v === level)).toBe(true);
      const up = upsampleProbabilities(q, w, h, toW, toH);
      expect(Math.min(...up)).toBeGreaterThanOrEqual(Math.min(...q));
      expect(Math.max(...up)).toBeLessThanOrEqual(Math.max(...q));
    }),
  );
});

test('gives these very bytes, on every machine', () => {
  expect(Array.from(upsampleProbabilities(Uint8Array.of(0, 255, 100, 50), 2, 2, 5, 3))).toEqual([
    0, 26, 128, 229, 255, 50, 60, 101, 142, 153, 100, 95, 75, 55, 50,
  ]);
});

test('writes into the buffer it is given, whatever was there, and refuses a wrong size', () => {
  const into = new Uint8Array(15).fill(99);
  const q = Uint8Array.of(0, 255, 100, 50);
  expect(upsampleProbabilities(q, 2, 2, 5, 3, into)).toBe(into);
  expect(into).toEqual(upsampleProbabilities(q, 2, 2, 5, 3));
  expect(() => upsampleProbabilities(q, 3, 2, 5, 3)).toThrow(RangeError);
  expect(() => upsampleProbabilities(q, 2, 2, 5, 4, into)).toThrow(RangeError);
});
