// RGB to 4:2:0: the standard's values, the sides, the siting.
import { describe, expect, test } from 'vitest';
import { even, rgbToI420 } from '../../../src/main/engine/video/yuv';

const flat = (r: number, g: number, b: number, width: number, height: number): Uint8Array =>
  Uint8Array.from({ length: width * height * 3 }, (_, i) => [r, g, b][i % 3]!);

describe('conversion to BT.709', () => {
  // Rec. ITU-R BT.709-6, and its 75 % and 100 % colour bars as published.
  test.each([
    ['white', [255, 255, 255], [235, 128, 128]],
    ['black', [0, 0, 0], [16, 128, 128]],
    ['red', [255, 0, 0], [63, 102, 240]],
    ['green', [0, 255, 0], [173, 42, 26]],
    ['blue', [0, 0, 255], [32, 240, 118]],
    ['yellow', [255, 255, 0], [219, 16, 138]],
    ['cyan', [0, 255, 255], [188, 154, 16]],
    ['magenta', [255, 0, 255], [78, 214, 230]],
  ])('gives %s its published value', (_name, [r, g, b], [y, cb, cr]) => {
    const planes = rgbToI420(flat(r!, g!, b!, 4, 2), 4, 2);
    expect([...planes]).toEqual([...Array<number>(8).fill(y!), cb, cb, cr, cr]);
  });

  test('is within half a step of the exact value for every grey and a grid of colours', () => {
    for (let n = 0; n < 4096; n += 7) {
      const [r, g, b] = [(n & 15) * 17, ((n >> 4) & 15) * 17, (n >> 8) * 17];
      const [y, cb, cr] = [0, 4, 5].map((at) => rgbToI420(flat(r, g, b, 2, 2), 2, 2)[at]!);
      const luma = (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
      expect(Math.abs(y! - (16 + 219 * luma))).toBeLessThanOrEqual(0.51);
      expect(Math.abs(cb! - (128 + (224 * (b / 255 - luma)) / 1.8556))).toBeLessThanOrEqual(0.51);
      expect(Math.abs(cr! - (128 + (224 * (r / 255 - luma)) / 1.5748))).toBeLessThanOrEqual(0.51);
    }
  });

  test('repeats the last column and row of odd sides', () => {
    const rgb = Uint8Array.from({ length: 3 * 3 * 3 }, (_, i) => 20 * Math.floor(i / 3));
    const planes = rgbToI420(rgb, 3, 3);
    expect(planes.length).toBe((4 * 4 * 3) / 2);
    const row = (y: number): number[] => [...planes.subarray(4 * y, 4 * y + 4)];
    for (const y of [0, 1, 2]) expect(row(y)[3]).toBe(row(y)[2]);
    expect(row(3)).toEqual(row(2));
    expect([even(374), even(375), even(1)]).toEqual([374, 376, 2]);
  });

  test('takes colour from around the left one of two columns', () => {
    // One blue column, the second of four: a quarter of the weight of the first sample and of the second.
    const rgb = flat(0, 0, 0, 4, 2);
    for (const y of [0, 1]) rgb[3 * (4 * y + 1) + 2] = 255;
    const [first, second] = rgbToI420(rgb, 4, 2).subarray(8, 10);
    expect(Math.abs(first! - (128 + 112 / 4))).toBeLessThanOrEqual(1);
    expect(second).toBe(first);
  });

  test('refuses bytes that are not the picture', () => {
    expect(() => rgbToI420(new Uint8Array(5), 2, 2)).toThrow(RangeError);
  });
});
