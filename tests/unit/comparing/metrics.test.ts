// The numbers of a comparison of two runs: counts against the mask, disagreement, and whether a mean difference is more than chance.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IGNORE, ROAD } from '../../../src/shared/domain';
import { bootstrapMean, MeanBootstrap, moreThanChance, normalQuantile, normalShare } from '../../../src/shared/metrics/bootstrap';
import { confusion } from '../../../src/shared/metrics/confusion';
import { agreement, confusionOf, disagreement, pairCounts } from '../../../src/shared/metrics/pair';
import { cutOf, thresholded } from '../../../src/shared/prediction/probabilities';

describe('two predictions and a mask', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  const pixels = fc.array(fc.tuple(byte, byte, fc.constantFrom(ROAD, 0, IGNORE, 26)), { minLength: 1, maxLength: 60 });
  it('are counted as each alone is, each at its own threshold', () => {
    fc.assert(
      fc.property(pixels, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (all, ta, tb) => {
        const [a, b, data] = [0, 1, 2].map((i) => Uint8Array.from(all, (one) => one[i]!)) as [Uint8Array, Uint8Array, Uint8Array];
        const mask = { width: all.length, height: 1, data };
        const counts = pairCounts(a, cutOf(ta), b, cutOf(tb), mask);
        expect(confusionOf(counts, 'a')).toEqual(confusion(thresholded(a, ta), mask));
        expect(confusionOf(counts, 'b')).toEqual(confusion(thresholded(b, tb), mask));
      }),
    );
  });
  it('disagree by the share of the pixels that are not ignored and that they decide differently', () => {
    const a = Uint8Array.of(200, 200, 200, 0, 0, 200);
    const b = Uint8Array.of(200, 0, 200, 200, 0, 0);
    const mask = { width: 6, height: 1, data: Uint8Array.of(ROAD, ROAD, 0, 0, 0, IGNORE) };
    const counts = pairCounts(a, 127, b, 127, mask);
    expect(agreement(counts)).toEqual({ both: 2, onlyA: 1, onlyB: 1, neither: 1 });
    expect(disagreement(counts)).toBe(2 / 5);
    expect(disagreement(pairCounts(a, 127, b, 127, null))).toBe(3 / 6);
    expect(disagreement(pairCounts(a, 127, b, 127, { ...mask, data: new Uint8Array(6).fill(IGNORE) }))).toBeNull();
  });
});

const SKEWED = [0.0094, 0.0453] as const;
const MIXED = [-0.0112, 0.0084] as const;

describe('the interval of a mean difference', () => {
  it('is what SciPy 1.17 finds with 200,000 resamples (BCa)', () => {
    const skewed = [0.031, -0.004, 0.012, 0.055, 0.002, -0.01, 0.008, 0.12, 0.003, 0.017, -0.001, 0.009, 0.022, 0.006, 0.041];
    const found = bootstrapMean(skewed)!;
    expect(Math.abs(found.low - SKEWED[0])).toBeLessThan(0.0008);
    expect(Math.abs(found.high - SKEWED[1])).toBeLessThan(0.0015);
    expect(moreThanChance(found)).toBe(true);
    const mixed = bootstrapMean([0.02, -0.03, 0.01, -0.012, 0.015, -0.008, 0.004, 0.011, -0.02, 0.009])!;
    expect(Math.abs(mixed.low - MIXED[0])).toBeLessThan(0.0006);
    expect(Math.abs(mixed.high - MIXED[1])).toBeLessThan(0.0006);
    expect(moreThanChance(mixed)).toBe(false);
  });
  it('is the same each time, and drawn in pieces the same as at once', () => {
    const values = [0.1, 0.2, -0.1, 0.4];
    const pieces = new MeanBootstrap(values);
    while (!pieces.done) pieces.draw(13);
    expect(pieces.interval()).toEqual(bootstrapMean(values));
  });
  it('is a point where all frames differ equally, and nothing for one frame', () => {
    expect(bootstrapMean([0.5, 0.5, 0.5])).toEqual({ low: 0.5, high: 0.5 });
    expect(moreThanChance(bootstrapMean([0, 0, 0])!)).toBe(false);
    expect(bootstrapMean([0.5])).toBeNull();
  });
  it('knows the normal distribution', () => {
    expect(normalShare(1.959964)).toBeCloseTo(0.975, 6);
    expect(normalQuantile(0.025)).toBeCloseTo(-1.959964, 4);
  });
});
