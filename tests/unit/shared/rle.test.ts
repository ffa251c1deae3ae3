// The mask codec: what goes in comes out, and no bytes whatever can crash it or make it take much memory.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc32 } from '../../../src/shared/mask/crc32';
import { copyLabelMap, countDifferent, emptyLabelMap, labelsIn, type LabelMap } from '../../../src/shared/mask/labelMap';
import { decodeRle, encodeRle, MAX_PIXELS } from '../../../src/shared/mask/rle';
import { ExpectedFailure } from '../../../src/shared/result';

/** Maps with long runs as well as with noise. */
const labelMap = fc
  .record({ width: fc.integer({ min: 1, max: 60 }), height: fc.integer({ min: 1, max: 40 }), runs: fc.boolean() })
  .chain(({ width, height, runs }) =>
    fc
      .array(fc.tuple(fc.integer({ min: 1, max: runs ? 400 : 2 }), fc.constantFrom(0, 7, 26, 255)), { minLength: 1, maxLength: 80 })
      .map((pieces): LabelMap => {
        const map = emptyLabelMap(width, height);
        let at = 0;
        for (let i = 0; at < map.data.length; i++) {
          const [run, label] = pieces[i % pieces.length]!;
          map.data.fill(label, at, at + run);
          at += run;
        }
        return map;
      }),
  );

/** The failure's code, 'fine' when it decodes; anything but an ExpectedFailure is thrown on. */
function outcome(bytes: Uint8Array): string {
  try {
    decodeRle(bytes);
    return 'fine';
  } catch (error) {
    if (error instanceof ExpectedFailure) return error.failure.code;
    throw error;
  }
}

const sealed = (...head: number[]): Uint8Array => {
  const bytes = Uint8Array.from([...head, 0, 0, 0, 0]);
  new DataView(bytes.buffer).setUint32(head.length, crc32(bytes, head.length), true);
  return bytes;
};

test('a mask comes back as it was, and equal masks are equal bytes', () => {
  fc.assert(
    fc.property(labelMap, (map) => {
      const bytes = encodeRle(map);
      expect(decodeRle(bytes)).toEqual(map);
      expect(encodeRle(copyLabelMap(map))).toEqual(bytes);
    }),
  );
});

test('bytes that are a part of a larger buffer decode as they are', () => {
  const map: LabelMap = { width: 3, height: 2, data: Uint8Array.of(7, 7, 0, 0, 255, 255) };
  const bytes = encodeRle(map);
  const larger = new Uint8Array(bytes.length + 9);
  larger.set(bytes, 5);
  expect(decodeRle(larger.subarray(5, 5 + bytes.length))).toEqual(map);
});

test('the format is what its first line says', () => {
  expect(Array.from(encodeRle({ width: 200, height: 1, data: new Uint8Array(200).fill(7) }).subarray(0, -4))).toEqual([
    0x52, 0x42, 1, 0xc8, 1, 1, 0xc8, 1, 7,
  ]);
  // The check value of CRC-32 in every catalogue.
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});

test('every single flipped bit and every cut is noticed', () => {
  const map = emptyLabelMap(50, 30);
  map.data.fill(7, 400, 900);
  const bytes = encodeRle(map);
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const broken = bytes.slice();
    broken[bit >> 3]! ^= 1 << (bit & 7);
    expect(outcome(broken)).toBe('damaged');
  }
  for (let length = 0; length < bytes.length; length++) expect(outcome(bytes.subarray(0, length))).toBe('damaged');
});

test('arbitrary bytes, even under a right mark and checksum, are refused or decode to what they say', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => ['fine', 'damaged'].includes(outcome(bytes))));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (body) => {
      const bytes = sealed(0x52, 0x42, 1, ...body);
      if (outcome(bytes) === 'fine') expect(decodeRle(encodeRle(decodeRle(bytes)))).toEqual(decodeRle(bytes));
    }),
    { numRuns: 500 },
  );
});

describe('a header that lies', () => {
  const huge = [0xff, 0xff, 0xff, 0x7f];
  test.each([
    ['claims more pixels than any frame has', sealed(0x52, 0x42, 1, ...huge, ...huge, 1, 7)],
    ['claims no pixels', sealed(0x52, 0x42, 1, 0, 5, 1, 7)],
    ['has runs that are too short', sealed(0x52, 0x42, 1, 4, 1, 3, 7)],
    ['has runs that are too long', sealed(0x52, 0x42, 1, 4, 1, 5, 7)],
    ['has a run of nothing', sealed(0x52, 0x42, 1, 2, 1, 0, 7, 2, 7)],
    ['ends inside a run', sealed(0x52, 0x42, 1, 2, 1, 2, 7, 1)],
    ['has a number without an end', sealed(0x52, 0x42, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 1, 7)],
  ])('%s: refused as damaged', (_, bytes) => expect(outcome(bytes)).toBe('damaged'));

  test('is refused in a sentence that says what is wrong and what to do', () => {
    expect(() => decodeRle(sealed(0x52, 0x42, 1, 4, 1, 3, 7))).toThrow('The stored mask is damaged: its runs cover 3 of 4 x 1 pixels.');
    expect(() => decodeRle(sealed(0x52, 0x42, 2, 4, 1, 4, 7))).toThrow('codec version 2');
  });
});

test('a map larger than any that would be read is not written either', () => {
  const data = { length: MAX_PIXELS + 1 } as unknown as Uint8Array;
  expect(() => encodeRle({ width: MAX_PIXELS + 1, height: 1, data })).toThrow(RangeError);
  expect(() => encodeRle({ width: 3, height: 3, data: new Uint8Array(8) })).toThrow(RangeError);
});

test('maps are compared and listed by their labels', () => {
  const a: LabelMap = { width: 2, height: 2, data: Uint8Array.of(7, 0, 255, 26) };
  const b: LabelMap = { width: 2, height: 2, data: Uint8Array.of(7, 7, 255, 0) };
  expect(countDifferent(a, b)).toBe(2);
  expect(labelsIn(a)).toEqual([0, 7, 26, 255]);
  expect(() => countDifferent(a, emptyLabelMap(4, 1))).toThrow(RangeError);
  expect(() => emptyLabelMap(0, 3)).toThrow(RangeError);
});
