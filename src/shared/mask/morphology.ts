// Growing, shrinking and smoothing a class. Ignore pixels are like what lies beyond the picture: unknown; they neither push the border nor vote.
import { IGNORE } from '../domain';
import { changeTo, type MaskChange } from './change';
import { squaredDistances } from './distance';
import { type LabelMap } from './labelMap';

type Over = ReadonlySet<number> | null;

/** 1 where the label is `value`. */
export function classPixels(map: LabelMap, value: number): Uint8Array {
  const is = new Uint8Array(map.data.length);
  for (let i = 0; i < is.length; i++) is[i] = map.data[i] === value ? 1 : 0;
  return is;
}

/** All pixels within `radius` (pixels, centre to centre, any number >= 0) of the class join it: a dilation with a disc. */
export function grow(map: LabelMap, value: number, radius: number, over: Over): MaskChange {
  const distances = squaredDistances(classPixels(map, value), map.width, map.height);
  const reach = radius * radius;
  const wanted = new Uint8Array(distances.length);
  for (let i = 0; i < wanted.length; i++) wanted[i] = distances[i]! <= reach ? 1 : 0;
  return changeTo(map, value, wanted, over);
}

/** Pixels of the class within `radius` of another label leave it: an erosion with a disc. The picture's edge and ignore pixels do not eat. */
export function shrink(map: LabelMap, value: number, radius: number, over: Over): MaskChange {
  const { data } = map;
  const outside = new Uint8Array(data.length);
  for (let i = 0; i < outside.length; i++) outside[i] = data[i] === value || (data[i] === IGNORE && value !== IGNORE) ? 0 : 1;
  const distances = squaredDistances(outside, map.width, map.height);
  const reach = radius * radius;
  const wanted = new Uint8Array(distances.length);
  for (let i = 0; i < wanted.length; i++) wanted[i] = data[i] === value && distances[i]! > reach ? 1 : 0;
  return changeTo(map, value, wanted, over);
}

/**
 * A pixel has the class when more than half of the pixels within `radius` have it, and loses it when fewer than half do: the median filter of a
 * yes-or-no picture, with a disc. Chosen over opening and closing because it moves no straight border either way, and takes spikes and notches alike;
 * strips thinner than about 0.8 of the radius go.
 */
export function smooth(map: LabelMap, value: number, radius: number, over: Over): MaskChange {
  const { width, height, data } = map;
  const counts = new Int32Array((width + 1) * (height + 1)); // summed area of the class, and ...
  const voters = new Int32Array((width + 1) * (height + 1)); // ... of the pixels that vote
  const w1 = width + 1;
  for (let y = 0; y < height; y++) {
    let yes = 0;
    let all = 0;
    for (let x = 0; x < width; x++) {
      const label = data[y * width + x]!;
      if (label === value) yes++;
      if (label !== IGNORE || value === IGNORE) all++;
      const at = (y + 1) * w1 + x + 1;
      counts[at] = counts[at - w1]! + yes;
      voters[at] = voters[at - w1]! + all;
    }
  }
  const inBox = (sums: Int32Array, x0: number, y0: number, x1: number, y1: number): number =>
    sums[y1 * w1 + x1]! - sums[y0 * w1 + x1]! - sums[y1 * w1 + x0]! + sums[y0 * w1 + x0]!;
  const r = Math.floor(radius);
  /** Half widths of the disc's rows. */
  const half = Int32Array.from({ length: 2 * r + 1 }, (_, row) => Math.floor(Math.sqrt(radius * radius - (row - r) * (row - r))));
  const wanted = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    const top = Math.max(0, y - r);
    const bottom = Math.min(height - 1, y + r);
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const is = data[i] === value ? 1 : 0;
      const left = Math.max(0, x - r);
      const right = Math.min(width, x + r + 1);
      const yes = inBox(counts, left, top, right, bottom + 1);
      // Far from any border all around agree: only the band along it is counted row by row.
      if (yes === 0 || (is === 1 && yes === inBox(voters, left, top, right, bottom + 1))) {
        wanted[i] = is;
        continue;
      }
      let balance = 0;
      for (let row = top; row <= bottom; row++) {
        const reach = half[row - y + r]!;
        const x0 = x - reach < 0 ? 0 : x - reach;
        const x1 = x + reach + 1 > width ? width : x + reach + 1;
        balance += 2 * inBox(counts, x0, row, x1, row + 1) - inBox(voters, x0, row, x1, row + 1);
      }
      wanted[i] = balance > 0 ? 1 : balance < 0 ? 0 : is;
    }
  }
  return changeTo(map, value, wanted, over);
}
