// How a frame is seen: adjustments, the grid, the overview, the pixel under the pointer, and what differs between two masks.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IGNORE, OTHER, ROAD, type FrameId, type VersionId } from '../../../src/shared/domain';
import { paintSegment } from '../../../src/shared/mask/brush';
import {
  blankBeside,
  composeDifference,
  DIFFERENCE_COLOURS,
  differenceTotals,
  everyLabel,
  predictedAbove,
  roadOnly,
} from '../../../src/shared/overlay/difference';
import { fail, ok } from '../../../src/shared/result';
import { applyTable, AS_IT_IS, autoAdjust, isAsItIs, tableOf } from '../../../src/renderer/canvas/adjustments';
import { differenceWords } from '../../../src/renderer/canvas/CompareBanner';
import { Comparison } from '../../../src/renderer/canvas/comparison';
import { gridLines } from '../../../src/renderer/canvas/grid';
import { MaskDocument } from '../../../src/renderer/canvas/maskDocument';
import { minimapRect, minimapSize, minimapToFrame } from '../../../src/renderer/canvas/minimapPlace';
import { pixelAt } from '../../../src/renderer/canvas/pixelProbe';
import { pixelWords } from '../../../src/renderer/canvas/PixelReadout';
import { Versions } from '../../../src/renderer/state/versions';
import type { Compare } from '../../../src/renderer/state/view';
import { encodeRle } from '../../../src/shared/mask/rle';
import type { MaskVersionSummary } from '../../../src/shared/domain';

const WIDTH = 130;
const HEIGHT = 70;
const SIZE = WIDTH * HEIGHT;
const labels = fc.uint8Array({ minLength: SIZE, maxLength: SIZE, max: 3 }).map((all) => all.map((v) => [OTHER, ROAD, IGNORE, 11][v]!));

describe('adjustments of the picture', () => {
  it('at rest change nothing, and never turn a brighter value into a darker one', () => {
    expect([...tableOf(AS_IT_IS)]).toEqual(Array.from({ length: 256 }, (_, v) => v));
    const any = fc.record({
      brightness: fc.integer({ min: -100, max: 100 }),
      contrast: fc.integer({ min: -100, max: 100 }),
      gamma: fc.double({ min: 0.2, max: 5, noNaN: true }),
    });
    fc.assert(fc.property(any, (adjustments) => tableOf(adjustments).every((v, i, all) => i === 0 || v >= all[i - 1]!)));
    expect(isAsItIs(AS_IT_IS)).toBe(true);
    expect(isAsItIs({ ...AS_IT_IS, gamma: 1.1 })).toBe(false);
  });

  it('lift shadows with gamma, add with brightness, spread around the middle with contrast', () => {
    expect(tableOf({ ...AS_IT_IS, gamma: 2 })[64]).toBe(Math.round(255 * Math.sqrt(64 / 255)));
    expect(tableOf({ ...AS_IT_IS, brightness: 20 })[100]).toBe(151);
    const table = tableOf({ ...AS_IT_IS, contrast: 50 });
    expect(table[100]).toBe(72);
    expect(table[0]).toBe(0);
  });

  it('lay the table over red, green and blue and leave alpha alone', () => {
    const pixels = Uint8ClampedArray.of(1, 2, 3, 4, 250, 128, 0, 255);
    applyTable(
      Uint8ClampedArray.from({ length: 256 }, (_, v) => 255 - v),
      pixels,
    );
    expect([...pixels]).toEqual([254, 253, 252, 4, 5, 127, 255, 255]);
  });

  it('chosen by themselves spread what is there over the whole range, and leave a flat picture alone', () => {
    const grey = (values: readonly number[]) => Uint8ClampedArray.from(values.flatMap((v) => [v, v, v, 255]));
    const dim = autoAdjust(grey(Array.from({ length: 1000 }, (_, i) => 40 + (i % 81))));
    const table = tableOf(dim);
    expect(table[40]).toBeLessThan(12);
    expect(table[120]).toBeGreaterThan(243);
    expect(autoAdjust(grey(new Array<number>(100).fill(127)))).toMatchObject({ contrast: 0 });
  });
});

describe('pixel grid', () => {
  it('has a line at each border of a pixel, on whole device pixels, none further than half a one from its place', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 8, max: 64, noNaN: true }),
        fc.double({ min: -500, max: 500, noNaN: true }),
        fc.constantFrom(1, 1.5, 2),
        (scale, offset, ratio) => {
          const lines = gridLines(3, 20, offset, scale, 7, ratio);
          expect(lines).toHaveLength(18);
          lines.forEach((at, i) => {
            expect(Number.isInteger(at)).toBe(true);
            expect(Math.abs(at - (offset + (3 + i) * scale - 7) * ratio)).toBeLessThanOrEqual(0.5 + 1e-9);
          });
        },
      ),
    );
  });
});

describe('overview', () => {
  const frame = { width: 1242, height: 375 };
  const map = minimapSize(frame);

  it('shows the whole frame in its own shape, however wide or high it is', () => {
    expect(map).toEqual({ width: 200, height: 60 });
    expect(minimapSize({ width: 1000, height: 4000 })).toEqual({ width: 33, height: 130 });
    expect(minimapSize({ width: 1, height: 4000 }).width).toBe(1);
  });

  it('a click on the middle of its rectangle stays where one is, and the rectangle never leaves it', () => {
    const part = fc
      .tuple(fc.nat(1241), fc.nat(374), fc.integer({ min: 1, max: 1242 }), fc.integer({ min: 1, max: 375 }))
      .map(([x, y, w, h]) => ({ x, y, width: Math.min(w, 1242 - x), height: Math.min(h, 375 - y) }));
    fc.assert(
      fc.property(part, (visible) => {
        const rect = minimapRect(visible, frame, map);
        expect(rect.x).toBeGreaterThanOrEqual(0);
        expect(rect.y).toBeGreaterThanOrEqual(0);
        expect(rect.x + rect.width).toBeLessThanOrEqual(map.width + 1e-9);
        expect(rect.y + rect.height).toBeLessThanOrEqual(map.height + 1e-9);
        const at = minimapToFrame(rect.x + rect.width / 2, rect.y + rect.height / 2, frame, map);
        const reach = (3 / map.width) * frame.width + 1e-6;
        expect(Math.abs(at.x - (visible.x + visible.width / 2))).toBeLessThanOrEqual(reach);
        expect(Math.abs(at.y - (visible.y + visible.height / 2))).toBeLessThanOrEqual(reach);
      }),
    );
    expect(minimapToFrame(-40, 900, frame, map)).toEqual({ x: 0, y: 375 });
  });
});

describe('the pixel under the pointer', () => {
  const mask = new MaskDocument({ width: WIDTH, height: HEIGHT, data: new Uint8Array(SIZE).fill(ROAD, 5 * WIDTH, 6 * WIDTH) });
  const probabilities = new Uint8Array(SIZE).fill(51);
  const shown = { size: { width: WIDTH, height: HEIGHT }, picture: {} as CanvasImageSource, mask, probabilities, other: null };

  it('is the one whose square holds the point, and none outside the frame', () => {
    expect(pixelAt({ x: 12.99, y: 5.01 }, shown, () => [1, 2, 3])).toEqual({ x: 12, y: 5, label: ROAD, rgb: [1, 2, 3], probability: 0.2 });
    expect(pixelAt({ x: 12, y: 4.99 }, shown, () => null)).toMatchObject({ y: 4, label: OTHER });
    for (const at of [
      { x: -0.01, y: 3 },
      { x: WIDTH, y: 3 },
      { x: 3, y: HEIGHT },
    ])
      expect(pixelAt(at, shown, () => null)).toBeNull();
    expect(pixelAt({ x: 1, y: 1 }, { ...shown, mask: null, probabilities: null, picture: null }, () => [9, 9, 9])).toEqual({
      x: 1,
      y: 1,
      label: null,
      rgb: null,
      probability: null,
    });
  });

  it('is told in words: its place, the name of its class, its colour, its probability', () => {
    const classes = [{ id: 11, name: 'building', colour: '#aabbcc', key: null }];
    const pixel = { x: 3, y: 4, label: 11, rgb: [9, 8, 7] as const, probability: 0.456 };
    expect(pixelWords(pixel, classes)).toEqual(['3, 4', 'building', '9 8 7', 'p 0.46']);
    expect(pixelWords({ ...pixel, label: ROAD, probability: null }, classes)).toEqual(['3, 4', 'road', '9 8 7', '']);
    expect(pixelWords({ ...pixel, label: 99, rgb: null }, [])).toEqual(['3, 4', 'label 99', '', 'p 0.46']);
    expect(pixelWords(null, [])).toEqual(['', '', '', '']);
  });
});

describe('the difference of two masks', () => {
  const colourOf = (into: Uint8ClampedArray, i: number): string =>
    `#${[...into.subarray(i * 4, i * 4 + 3)].map((v) => v.toString(16).padStart(2, '0')).join('')}`;

  it('is coloured and counted as added, removed or relabelled, pixel by pixel, and clear where nothing differs', () => {
    fc.assert(
      fc.property(labels, labels, (before, after) => {
        const sides = { width: WIDTH, height: HEIGHT, before: everyLabel(before), after: everyLabel(after), skipIgnore: false };
        const into = new Uint8ClampedArray(SIZE * 4);
        composeDifference(sides, 0.8, into);
        const counted = { added: 0, removed: 0, relabelled: 0 };
        for (let i = 0; i < SIZE; i++) {
          const [b, a] = [before[i]!, after[i]!];
          const kind = a === b ? null : b === OTHER ? 'added' : a === OTHER ? 'removed' : 'relabelled';
          if (kind) counted[kind]++;
          expect(kind === null ? into[i * 4 + 3] : colourOf(into, i)).toBe(kind === null ? 0 : DIFFERENCE_COLOURS[kind]);
        }
        const totals = differenceTotals(sides);
        totals.settle();
        expect(totals.read()).toEqual([counted.added, counted.removed, counted.relabelled]);
      }),
      { numRuns: 8 },
    );
  });

  it('tells its three kinds apart without colour', () => {
    const marks = ([from, to]: readonly [number, number]): string => {
      const sides = {
        width: WIDTH,
        height: HEIGHT,
        before: everyLabel(new Uint8Array(SIZE).fill(from)),
        after: everyLabel(new Uint8Array(SIZE).fill(to)),
        skipIgnore: false,
      };
      const into = new Uint8ClampedArray(SIZE * 4);
      composeDifference(sides, 1, into);
      return Array.from({ length: 64 }, (_, i) => (into[((i >> 3) * WIDTH + (i & 7)) * 4 + 3]! > 200 ? '#' : '.')).join('');
    };
    expect(
      new Set(
        (
          [
            [OTHER, ROAD],
            [ROAD, OTHER],
            [ROAD, 11],
          ] as const
        ).map(marks),
      ).size,
    ).toBe(3);
  });

  it('to a prediction is road against road: other classes are not road, and ignored pixels do not count', () => {
    const mask = Uint8Array.of(ROAD, ROAD, 11, OTHER, IGNORE, 11);
    const predicted = Uint8Array.of(200, 10, 200, 10, 200, 10);
    const totals = differenceTotals({
      width: 6,
      height: 1,
      before: predictedAbove(predicted, 0.5),
      after: roadOnly(mask),
      skipIgnore: true,
    });
    totals.settle();
    expect(totals.read()).toEqual([1, 1, 0]);
  });

  it('takes labels that the project has no class for as nothing, and still tells when they change', () => {
    const before = Uint8Array.of(23, ROAD, 23, 11, 11);
    const after = Uint8Array.of(ROAD, 23, OTHER, ROAD, 11);
    const sides = {
      width: 5,
      height: 1,
      before: everyLabel(before),
      after: everyLabel(after),
      skipIgnore: false,
      blank: blankBeside([11, OTHER]),
    };
    const totals = differenceTotals(sides);
    totals.settle();
    expect(totals.read()).toEqual([1, 1, 2]);
  });

  it('only writes inside the rectangle it is given', () => {
    const sides = {
      width: WIDTH,
      height: HEIGHT,
      before: everyLabel(new Uint8Array(SIZE)),
      after: everyLabel(new Uint8Array(SIZE).fill(ROAD)),
      skipIgnore: false,
    };
    const into = new Uint8ClampedArray(SIZE * 4);
    composeDifference(sides, 1, into, { x: 10, y: 20, width: 30, height: 5 });
    let written = 0;
    for (let i = 0; i < SIZE; i++) if (into[i * 4 + 3]! > 0) written++;
    expect(written).toBe(150);
  });

  it('is said in words that fit what is compared', () => {
    expect(differenceWords({ added: 1204, removed: 310, relabelled: 0 }, 'version')).toBe('1\u202f204 px added, 310 removed');
    expect(differenceWords({ added: 0, removed: 5, relabelled: 7 }, 'pair')).toBe('0 px added, 5 removed, 7 of another class');
    expect(differenceWords({ added: 2, removed: 0, relabelled: 0 }, 'prediction')).toBe('2 px only in the mask, 0 only in the prediction');
    expect(differenceWords({ added: 0, removed: 0, relabelled: 0 }, 'version')).toBe('no difference');
  });
});

describe('comparing on the canvas', () => {
  const version = (id: number): VersionId => id as VersionId;
  const bench = () => {
    const state = { compare: { kind: 'none' } as Compare, threshold: 0.5 };
    const seen = { sides: null as unknown, comparison: null as unknown };
    const maps = new Map([
      [1, { width: WIDTH, height: HEIGHT, data: new Uint8Array(SIZE) }],
      [2, { width: WIDTH, height: HEIGHT, data: new Uint8Array(SIZE).fill(ROAD, 0, 100) }],
      [3, { width: 2, height: 2, data: new Uint8Array(4) }],
    ]);
    const comparison = new Comparison({
      wanted: () => state,
      version: (id) => Promise.resolve(maps.has(id) ? ok(maps.get(id)!) : fail('not-found', 'There is no such version.')),
      classes: () => [11],
      show: (sides) => (seen.sides = sides),
      tell: (values) => (seen.comparison = values.comparison),
      clock: { now: () => 0, after: () => () => {} },
    });
    const mask = new MaskDocument({ width: WIDTH, height: HEIGHT, data: new Uint8Array(SIZE) });
    mask.listen({ painted: (rect) => comparison.painted(rect) });
    const frame = { frame: 1 as FrameId, width: WIDTH, height: HEIGHT, mask, probabilities: new Uint8Array(SIZE).fill(255, 0, 50) };
    comparison.show(frame);
    const compare = async (wanted: Compare): Promise<void> => {
      state.compare = wanted;
      comparison.follow();
      for (let i = 0; i < 8; i++) await Promise.resolve();
    };
    const dab = (): void => {
      mask.begin();
      mask.paint(ROAD, (map, onSpan) => paintSegment(map, { x: 60, y: 60 }, { x: 64, y: 60 }, 0.5, ROAD, onSpan));
      mask.commit('stroke');
      comparison.follow();
    };
    return { comparison, seen, frame, compare, dab };
  };

  it('counts go on while the mask is painted, against a version and against the prediction', async () => {
    const { seen, compare, dab } = bench();
    await compare({ kind: 'version', version: version(2), label: 'v' });
    expect(seen.comparison).toMatchObject({ is: 'ready', difference: { added: 0, removed: 100, relabelled: 0 } });
    dab();
    for (let i = 0; i < 8; i++) await Promise.resolve();
    expect(seen.comparison).toMatchObject({ difference: { added: 5, removed: 100 } });
    await compare({ kind: 'prediction' });
    expect(seen.comparison).toMatchObject({ difference: { added: 5, removed: 50 } });
    await compare({ kind: 'none' });
    expect(seen).toEqual({ sides: null, comparison: { is: 'none', message: '', difference: null } });
  });

  it('two versions of the past are compared without the mask', async () => {
    const { seen, compare } = bench();
    await compare({ kind: 'pair', before: version(1), after: version(2), label: 'both' });
    expect(seen.comparison).toMatchObject({ difference: { added: 100, removed: 0 } });
  });

  it('a version that is gone or of another size is told in one sentence, and another frame ends what was seen', async () => {
    const { seen, compare, comparison, frame } = bench();
    await compare({ kind: 'version', version: version(9), label: 'v' });
    expect(seen.comparison).toMatchObject({ is: 'failed', message: 'There is no such version.' });
    await compare({ kind: 'version', version: version(3), label: 'v' });
    expect(seen.comparison).toMatchObject({ is: 'failed', message: `That version is 2 x 2 pixels, the frame ${WIDTH} x ${HEIGHT}.` });
    await compare({ kind: 'version', version: version(1), label: 'v' });
    expect(seen.sides).not.toBeNull();
    comparison.show({ ...frame, frame: 2 as FrameId });
    expect(seen.sides).toBeNull();
  });
});

describe('versions of the past', () => {
  it('are fetched once, and the reference is the newest import', async () => {
    let asked = 0;
    const data = new Uint8Array(4).fill(ROAD);
    const summary = (id: number, author: string) => ({ id, author }) as MaskVersionSummary;
    const versions = new Versions({
      version: () => (asked++, Promise.resolve(ok({ rle: encodeRle({ width: 2, height: 2, data }) as Uint8Array<ArrayBuffer> }))),
      history: ({ frame }) =>
        Promise.resolve(ok(frame === 1 ? [summary(7, 'human'), summary(5, 'import'), summary(2, 'import')] : [summary(1, 'human')])),
    });
    expect(await versions.reference(1 as FrameId)).toEqual(ok(data));
    await versions.load(5 as VersionId);
    expect(asked).toBe(1);
    expect(await versions.reference(2 as FrameId)).toEqual(ok(null));
  });
});
