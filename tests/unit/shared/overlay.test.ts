// The overlay: each pixel's colour says what it is, patterns say it without colour, and blending is ordinary alpha.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IGNORE, ROAD } from '../../../src/shared/domain';
import { type LabelMap } from '../../../src/shared/mask/labelMap';
import { blendOver, composeOverlay, OVERLAY_COLOURS, type OverlayRequest } from '../../../src/shared/overlay/compose';

const width = 24;
const height = 16;
const pixels = width * height;

/** Left half of the mask is road, its last two columns ignore; the upper half is predicted road. */
const mask: LabelMap = {
  width,
  height,
  data: Uint8Array.from({ length: pixels }, (_, i) =>
    i % width >= width - 2 ? IGNORE : i % width < width / 2 ? ROAD : i % width === 15 ? 26 : 0,
  ),
};
const probabilities = Uint8Array.from({ length: pixels }, (_, i) => (i < pixels / 2 ? 200 : 20));

function compose(change: Partial<OverlayRequest> = {}): Uint8ClampedArray {
  const into = new Uint8ClampedArray(pixels * 4);
  composeOverlay({
    width,
    height,
    mask,
    probabilities,
    threshold: 0.5,
    show: 'both',
    alphaMask: 0.4,
    alphaPrediction: 0.6,
    into,
    ...change,
  });
  return into;
}
const rgba = (overlay: Uint8ClampedArray, x: number, y: number): string => {
  const at = (y * width + x) * 4;
  return `#${[...overlay.subarray(at, at + 3)].map((v) => v.toString(16).padStart(2, '0')).join('')} ${overlay[at + 3]}`;
};
/** Distinct pixels of an area, as text. */
const looks = (overlay: Uint8ClampedArray, x0: number, y0: number, x1: number, y1: number): Set<string> => {
  const found = new Set<string>();
  for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) found.add(rgba(overlay, x, y));
  return found;
};

describe('both layers', () => {
  const overlay = compose();
  test('agreement is plain, in its own colour, at the stronger opacity', () => {
    expect([...looks(overlay, 0, 0, 12, 8)]).toEqual([`${OVERLAY_COLOURS.agreement} 153`]);
  });
  test('mask only is hatched and prediction only is dotted, each in its layer colour', () => {
    expect([...looks(overlay, 0, 8, 12, 16)].sort()).toEqual([`${OVERLAY_COLOURS.mask} 102`, `${OVERLAY_COLOURS.mask} 36`]);
    expect([...looks(overlay, 12, 0, 15, 8)].sort()).toEqual([`${OVERLAY_COLOURS.prediction} 153`, `${OVERLAY_COLOURS.prediction} 54`]);
  });
  test('ignore is a grey checker whatever is predicted, and the rest is clear', () => {
    const checker = [`${OVERLAY_COLOURS.ignoreDark} 82`, `${OVERLAY_COLOURS.ignoreLight} 82`];
    expect([...looks(overlay, 22, 0, 24, 8)].sort()).toEqual(checker);
    expect([...looks(overlay, 22, 8, 24, 16)].sort()).toEqual(checker);
    expect([...looks(overlay, 16, 8, 22, 16)]).toEqual(['#000000 0']);
  });
  test('without one of them it is the other one alone', () => {
    expect(compose({ probabilities: null })).toEqual(compose({ show: 'mask' }));
    expect(compose({ mask: null })).toEqual(compose({ show: 'prediction' }));
    expect(compose({ mask: null, probabilities: null }).every((v) => v === 0)).toBe(true);
  });
});

test('one layer alone is plain', () => {
  const onlyMask = compose({ show: 'mask' });
  expect([...looks(onlyMask, 0, 0, 12, 16)]).toEqual([`${OVERLAY_COLOURS.mask} 102`]);
  const onlyPrediction = compose({ show: 'prediction' });
  expect([...looks(onlyPrediction, 0, 0, 24, 8)]).toEqual([`${OVERLAY_COLOURS.prediction} 153`]);
  expect([...looks(onlyPrediction, 0, 8, 24, 16)]).toEqual(['#000000 0']);
});

test('other classes take their own colour when it is given, and none otherwise', () => {
  expect(rgba(compose(), 15, 12)).toBe('#000000 0');
  expect(rgba(compose({ classColours: new Map([[26, '#123456']]) }), 15, 12)).toBe('#123456 102');
  expect(looks(compose({ classColours: new Map([[26, '#123456']]) }), 15, 0, 16, 8)).toContain('#123456 102');
});

test('the threshold moves the prediction exactly: value / 255 > threshold', () => {
  const ramp = Uint8Array.from({ length: pixels }, (_, i) => i & 255);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (threshold) => {
      const overlay = compose({ probabilities: ramp, show: 'prediction', threshold });
      return ramp.every((value, i) => overlay[i * 4 + 3]! > 0 === value / 255 > threshold);
    }),
  );
});

test('writing only a rectangle gives that part of the whole and touches nothing else', () => {
  const whole = compose();
  const rectangle = fc.record({
    x: fc.integer({ min: -5, max: 26 }),
    y: fc.integer({ min: -5, max: 20 }),
    width: fc.integer({ min: 1, max: 30 }),
    height: fc.integer({ min: 1, max: 20 }),
  });
  fc.assert(
    fc.property(rectangle, (rect) => {
      const into = new Uint8ClampedArray(pixels * 4).fill(11);
      compose({ rect, into });
      for (let i = 0; i < into.length; i++) {
        const [x, y] = [(i >> 2) % width, Math.floor((i >> 2) / width)];
        const inside = x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;
        if (into[i] !== (inside ? whole[i] : 11)) return false;
      }
      return true;
    }),
  );
});

test('a layer of another size than the frame is refused, never drawn askew', () => {
  expect(() => compose({ mask: { width: height, height: width, data: mask.data } })).toThrow(RangeError);
  expect(() => compose({ probabilities: new Uint8Array(5) })).toThrow(RangeError);
  expect(() => compose({ into: new Uint8ClampedArray(5) })).toThrow(RangeError);
});

test('blending is round((1 - alpha) frame + alpha overlay) for every value there is', () => {
  for (let a = 0; a < 256; a++) {
    const overlay = new Uint8ClampedArray(256 * 4);
    const frame = new Uint8Array(256 * 3);
    for (let v = 0; v < 256; v++) {
      overlay.set([v, 255 - v, (v * 7) & 255, a], v * 4);
      frame.set([(v * 3) & 255, v, 255 - v], v * 3);
    }
    const blended = frame.slice();
    blendOver(blended, 3, overlay);
    const expected = frame.map((f, i) => {
      const o = overlay[Math.floor(i / 3) * 4 + (i % 3)]!;
      return Math.round((f * (255 - a) + o * a) / 255);
    });
    expect(blended).toEqual(expected);
  }
});

test('blending an RGBA frame leaves its alpha alone', () => {
  const frame = Uint8Array.of(10, 20, 30, 77);
  blendOver(frame, 4, Uint8ClampedArray.of(255, 255, 255, 255));
  expect([...frame]).toEqual([255, 255, 255, 77]);
});
