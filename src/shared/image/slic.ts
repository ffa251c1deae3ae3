// Superpixels: SLIC (Achanta et al. 2012, 'SLIC Superpixels Compared to State-of-the-art Superpixel Methods'), connectivity enforced.
import { labImage, type ImagePixels } from './lab';

export interface SlicOptions {
  /** Wanted side of a superpixel in pixels, >= 4: the grid's step S. */
  readonly size: number;
  /** How much place counts against colour: the paper's m, in units of CIELAB. 10 by default. */
  readonly compactness?: number;
  /** Rounds of assigning and averaging; 10 in the paper, after 5 hardly a pixel changes on frames of a road. */
  readonly rounds?: number;
}

export interface Superpixels {
  readonly width: number;
  readonly height: number;
  readonly size: number;
  /** Number of superpixels, >= 1. */
  readonly count: number;
  /** [height*width]: 0..count-1. The pixels of one touch by their sides. */
  readonly ids: Int32Array;
  /** [count*4]: left, top, right, bottom of each; right and bottom are behind the last pixel. */
  readonly boxes: Int32Array;
}

export function slic(image: ImagePixels, { size, compactness = 10, rounds = 5 }: SlicOptions): Superpixels {
  const { width, height } = image;
  const step = Math.max(4, Math.min(size, Math.max(width, height)));
  const lab = labImage(image);
  const centres = gridCentres(lab, width, height, step);
  const nearest = new Int32Array(width * height);
  const distance = new Float32Array(width * height);
  const weight = (compactness / step) ** 2;
  for (let round = 0; round < rounds; round++) {
    assign(lab, width, height, centres, step, weight, nearest, distance);
    average(lab, width, centres, nearest);
  }
  const { ids, count } = connected(nearest, width, (step * step) / 4);
  return { width, height, size, count, ids, boxes: boxesOf(ids, count, width, height) };
}

/** L, a, b, x, y of each centre, one after the other. */
type Centres = Float64Array;
const FIELDS = 5;

/** A grid of centres, each moved to the place of the lowest gradient among its 3x3 neighbours, off edges and noise. */
function gridCentres(lab: Float32Array, width: number, height: number, step: number): Centres {
  const columns = Math.max(1, Math.round(width / step));
  const rows = Math.max(1, Math.round(height / step));
  const centres = new Float64Array(columns * rows * FIELDS);
  const gradient = (x: number, y: number): number => {
    if (x < 1 || y < 1 || x >= width - 1 || y >= height - 1) return Infinity;
    const at = (y * width + x) * 3;
    let sum = 0;
    for (let c = 0; c < 3; c++) {
      const across = lab[at + 3 + c]! - lab[at - 3 + c]!;
      const down = lab[at + width * 3 + c]! - lab[at - width * 3 + c]!;
      sum += across * across + down * down;
    }
    return sum;
  };
  let out = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let x = Math.min(width - 1, Math.floor(((column + 0.5) * width) / columns));
      let y = Math.min(height - 1, Math.floor(((row + 0.5) * height) / rows));
      let least = gradient(x, y);
      for (const [u, v] of around(x, y)) {
        const here = gradient(u, v);
        if (here < least) [least, x, y] = [here, u, v];
      }
      const at = (y * width + x) * 3;
      centres.set([lab[at]!, lab[at + 1]!, lab[at + 2]!, x, y], out);
      out += FIELDS;
    }
  }
  return centres;
}

const around = (x: number, y: number): [number, number][] =>
  [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx): [number, number] => [x + dx, y + dy]));

/** Each pixel to the nearest centre whose window of 2S x 2S it lies in: colour and place as D^2 = d_c^2 + (d_s / S)^2 m^2. */
function assign(
  lab: Float32Array,
  width: number,
  height: number,
  centres: Centres,
  step: number,
  weight: number,
  nearest: Int32Array,
  distance: Float32Array,
): void {
  distance.fill(Infinity);
  for (let k = 0, at = 0; at < centres.length; k++, at += FIELDS) {
    const l = centres[at]!;
    const a = centres[at + 1]!;
    const b = centres[at + 2]!;
    const cx = centres[at + 3]!;
    const cy = centres[at + 4]!;
    const left = Math.max(0, Math.ceil(cx - step));
    const right = Math.min(width - 1, Math.floor(cx + step));
    const bottom = Math.min(height - 1, Math.floor(cy + step));
    for (let y = Math.max(0, Math.ceil(cy - step)); y <= bottom; y++) {
      const down = (y - cy) * (y - cy) * weight;
      for (let x = left, i = y * width + left, p = i * 3; x <= right; x++, i++, p += 3) {
        const dl = lab[p]! - l;
        const da = lab[p + 1]! - a;
        const db = lab[p + 2]! - b;
        const d = dl * dl + da * da + db * db + (x - cx) * (x - cx) * weight + down;
        if (d < distance[i]!) {
          distance[i] = d;
          nearest[i] = k;
        }
      }
    }
  }
}

/** Centres to the mean of their pixels; one that has none stays where it is. */
function average(lab: Float32Array, width: number, centres: Centres, nearest: Int32Array): void {
  const sums = new Float64Array(centres.length);
  const pixels = new Int32Array(centres.length / FIELDS);
  for (let y = 0, i = 0; i < nearest.length; y++) {
    for (let x = 0; x < width; x++, i++) {
      const k = nearest[i]!;
      const at = k * FIELDS;
      const p = i * 3;
      sums[at] = sums[at]! + lab[p]!;
      sums[at + 1] = sums[at + 1]! + lab[p + 1]!;
      sums[at + 2] = sums[at + 2]! + lab[p + 2]!;
      sums[at + 3] = sums[at + 3]! + x;
      sums[at + 4] = sums[at + 4]! + y;
      pixels[k] = pixels[k]! + 1;
    }
  }
  for (let k = 0; k < pixels.length; k++) {
    if (pixels[k] === 0) continue;
    for (let c = 0; c < FIELDS; c++) centres[k * FIELDS + c] = sums[k * FIELDS + c]! / pixels[k]!;
  }
}

/** Pieces that hang together get ids of their own; one smaller than `least` pixels joins the piece that was met beside it before. */
function connected(nearest: Int32Array, width: number, least: number): { ids: Int32Array; count: number } {
  const ids = new Int32Array(nearest.length).fill(-1);
  const queue = new Int32Array(nearest.length);
  let count = 0;
  for (let start = 0; start < nearest.length; start++) {
    if (ids[start] !== -1) continue;
    const cluster = nearest[start]!;
    let end = 0;
    queue[end++] = start;
    ids[start] = count;
    let beside = -1;
    for (let head = 0; head < end; head++) {
      const at = queue[head]!;
      const x = at % width;
      for (let side = 0; side < 4; side++) {
        if (side === 0 ? x === 0 : side === 1 ? x === width - 1 : side === 2 ? at < width : at >= nearest.length - width) continue;
        const to = at + (side === 0 ? -1 : side === 1 ? 1 : side === 2 ? -width : width);
        const id = ids[to]!;
        if (id === -1) {
          if (nearest[to] !== cluster) continue;
          ids[to] = count;
          queue[end++] = to;
        } else if (id !== count) beside = id;
      }
    }
    if (end < least && beside >= 0) for (let i = 0; i < end; i++) ids[queue[i]!] = beside;
    else count++;
  }
  return { ids, count };
}

function boxesOf(ids: Int32Array, count: number, width: number, height: number): Int32Array {
  const boxes = new Int32Array(count * 4);
  for (let k = 0; k < count; k++) {
    boxes[k * 4] = width;
    boxes[k * 4 + 1] = height;
  }
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const at = ids[i]! * 4;
      if (x < boxes[at]!) boxes[at] = x;
      if (y < boxes[at + 1]!) boxes[at + 1] = y;
      if (x >= boxes[at + 2]!) boxes[at + 2] = x + 1;
      boxes[at + 3] = y + 1;
    }
  }
  return boxes;
}
