// Hysteresis, smallest region and holes against their definitions, pixel by pixel, and what a decision leaves as it is.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decided, type Decision, isPlain, NO_POST, plain, postWords } from '../../../src/shared/prediction/decision';
import { cutOf, thresholded } from '../../../src/shared/prediction/probabilities';

/** The set of pixels that hang together with `start`, by a plain search. */
function spread(inside: readonly boolean[], w: number, h: number, start: number, corners: boolean): Set<number> {
  const found = new Set([start]);
  for (const i of found) {
    const [x, y] = [i % w, Math.floor(i / w)];
    for (const dy of [-1, 0, 1])
      for (const dx of [-1, 0, 1]) {
        if (!corners && dx !== 0 && dy !== 0) continue;
        const [u, v] = [x + dx, y + dy];
        if (u >= 0 && v >= 0 && u < w && v < h && inside[v * w + u]) found.add(v * w + u);
      }
  }
  return found;
}

/** Road as the definition has it, a region at a time. */
function slowly(values: Uint8Array, w: number, h: number, { threshold, low, smallest, holes }: Decision): boolean[] {
  const above = (t: number): boolean[] => Array.from(values, (value) => value / 255 > t);
  const strong = above(threshold);
  const weak = low === null || low >= threshold ? strong : above(low);
  const road = strong.map(() => false);
  weak.forEach((is, i) => {
    if (!is || road[i]) return;
    const region = spread(weak, w, h, i, true);
    if (region.size >= smallest && [...region].some((at) => strong[at])) for (const at of region) road[at] = true;
  });
  const empty = road.map((is) => !is);
  empty.forEach((is, i) => {
    if (!is) return;
    const gap = spread(empty, w, h, i, false);
    const edge = [...gap].some((at) => at % w === 0 || at % w === w - 1 || at < w || at >= w * (h - 1));
    if (!edge && gap.size < holes) for (const at of gap) road[at] = true;
  });
  return road;
}

const picture = fc.record({ w: fc.integer({ min: 1, max: 14 }), h: fc.integer({ min: 1, max: 11 }) }).chain(({ w, h }) =>
  fc.record({
    w: fc.constant(w),
    h: fc.constant(h),
    // Few levels: regions and holes of all kinds come about.
    values: fc
      .array(fc.constantFrom(0, 60, 128, 200, 255), { minLength: w * h, maxLength: w * h })
      .map((levels) => Uint8Array.from(levels)),
  }),
);
const decision = fc.record({
  threshold: fc.constantFrom(0, 0.3, 0.5, 0.79, 1),
  low: fc.constantFrom(null, 0, 0.2, 0.5, 0.9),
  smallest: fc.integer({ min: 0, max: 9 }),
  holes: fc.integer({ min: 0, max: 9 }),
});

test('a plain threshold on the effective probabilities is the decision, pixel by pixel', () => {
  fc.assert(
    fc.property(picture, decision, ({ w, h, values }, how) => {
      const effective = decided(values, w, h, how);
      expect(Array.from(thresholded(effective, how.threshold), Boolean)).toEqual(slowly(values, w, h, how));
    }),
    { numRuns: 400 },
  );
});

test('only pixels on the wrong side of the threshold are changed, and the given array never', () => {
  fc.assert(
    fc.property(picture, decision, ({ w, h, values }, how) => {
      const before = values.slice();
      const effective = decided(values, w, h, how);
      const cut = cutOf(how.threshold);
      expect(values).toEqual(before);
      effective.forEach((value, i) => {
        if (value !== before[i]) expect([value, before[i]! > cut]).toEqual(value > cut ? [cut + 1, false] : [cut, true]);
      });
      expect(decided(effective, w, h, plain(how.threshold))).toBe(effective);
    }),
  );
});

test('the same array comes back when nothing follows the threshold, and what follows is said', () => {
  const values = Uint8Array.of(0, 255, 0, 100);
  for (const how of [plain(0.5), { ...plain(0.5), low: 0.6 }, { ...plain(0.5), smallest: 1, holes: 1 }]) {
    expect(isPlain(how)).toBe(true);
    expect(decided(values, 2, 2, how)).toBe(values);
    expect(postWords(how)).toBe('');
  }
  expect(postWords({ threshold: 0.5, low: 0.3, smallest: 200, holes: 50 })).toBe(
    'hysteresis from 0.30, regions ≥ 200 px, holes < 50 px filled',
  );
  expect(isPlain({ ...plain(0.5), ...NO_POST, smallest: 2 })).toBe(false);
  expect(() => decided(values, 3, 2, plain(0.5))).toThrow('4 probabilities do not make 3 x 2.');
});
