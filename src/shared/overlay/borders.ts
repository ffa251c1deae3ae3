// Outlines as pixels: what a pen of 1.5 pixels leaves when it follows the edges between pixels, as the canvas shows them at 100 %.
import { IGNORE, OTHER, ROAD } from '../domain';
import { cutOf } from '../prediction/probabilities';
import { OVERLAY_COLOURS } from './compose';

export interface BorderColours {
  /** By the number of the area that a border belongs to, from 1 on. */
  readonly colours: readonly string[];
  /** [256] value -> number of its area, 0 = outside; of two neighbours the border is the one's with the larger number. */
  readonly inside: Uint8Array;
}

/** Of a mask: ignore, the project's other classes, and road above all. */
export function maskBorders(classColours: Iterable<readonly [number, string]>): BorderColours {
  const classes = [...classColours].filter(([id]) => id !== ROAD && id !== OTHER && id !== IGNORE);
  const lines: readonly (readonly [number, string])[] = [[IGNORE, OVERLAY_COLOURS.ignoreLight], ...classes, [ROAD, OVERLAY_COLOURS.mask]];
  const inside = new Uint8Array(256);
  lines.forEach(([id], i) => (inside[id] = i + 1));
  return { colours: lines.map(([, colour]) => colour), inside };
}

/** Of 8-bit probabilities above a threshold. */
export function predictionBorders(threshold: number): BorderColours {
  const cut = cutOf(threshold);
  return { colours: [OVERLAY_COLOURS.prediction], inside: Uint8Array.from({ length: 256 }, (_, value) => (value > cut ? 1 : 0)) };
}

// What of a pixel the pen covers, from the edges along its sides and those that meet at its corners.
const [LEFT, RIGHT, TOP, BOTTOM, TOP_LEFT, TOP_RIGHT, BOTTOM_LEFT, BOTTOM_RIGHT] = [1, 2, 4, 8, 16, 32, 64, 128] as const;

/** Share of the pixel, 0..1, by those bits: the pen reaches 0.75 to either side of an edge and past its ends, so a pixel falls into 3x3 parts of 1/4, 1/2, 1/4. */
const COVERED = Float64Array.from({ length: 256 }, (_, bits) => {
  const has = (bit: number): boolean => (bits & bit) !== 0;
  const sizes = [0.25, 0.5, 0.25];
  let sum = 0;
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++) {
      const [left, right, top, bottom] = [column < 2, column > 0, row < 2, row > 0];
      const covered =
        (left && has(LEFT)) ||
        (right && has(RIGHT)) ||
        (top && has(TOP)) ||
        (bottom && has(BOTTOM)) ||
        (left && top && has(TOP_LEFT)) ||
        (right && top && has(TOP_RIGHT)) ||
        (left && bottom && has(BOTTOM_LEFT)) ||
        (right && bottom && has(BOTTOM_RIGHT));
      if (covered) sum += sizes[row]! * sizes[column]!;
    }
  }
  return sum;
});

/**
 * Draws the borders of `values` [height*width] over `rgb` [height*width*3], in place, at an opacity of 0..1. There are none along the picture's own rim.
 */
export function drawBorders(
  rgb: Uint8Array,
  width: number,
  height: number,
  values: Uint8Array,
  { colours, inside }: BorderColours,
  opacity: number,
): void {
  if (rgb.length !== width * height * 3 || values.length !== width * height)
    throw new RangeError(`${values.length} values over ${rgb.length} bytes are no picture of ${width} x ${height}.`);
  if (opacity <= 0) return;
  const edges = edgesOf(values, width, height, inside);
  const bits = new Uint8Array(width * height);
  edges.forEach((list, number) => list && penOver(rgb, width, height, list, bits, colours[number - 1]!, opacity));
}

/** By number: 2 * pixel for the edge left of it, 2 * pixel + 1 for the one above it. */
function edgesOf(values: Uint8Array, width: number, height: number, inside: Uint8Array): readonly (number[] | undefined)[] {
  const edges: (number[] | undefined)[] = [];
  const add = (a: number, b: number, edge: number): void => {
    if (a !== b) (edges[a > b ? a : b] ??= []).push(edge);
  };
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const value = values[i]!;
      if (x > 0 && values[i - 1] !== value) add(inside[value]!, inside[values[i - 1]!]!, 2 * i);
      if (y > 0 && values[i - width] !== value) add(inside[value]!, inside[values[i - width]!]!, 2 * i + 1);
    }
  }
  return edges;
}

/** `bits` [height*width] is all 0 before and after. */
function penOver(
  rgb: Uint8Array,
  width: number,
  height: number,
  edges: readonly number[],
  bits: Uint8Array,
  colour: string,
  opacity: number,
): void {
  const touched: number[] = [];
  const mark = (x: number, y: number, bit: number): void => {
    if (x < 0 || y < 0 || x >= width || y >= height) return;
    const at = y * width + x;
    if (bits[at] === 0) touched.push(at);
    bits[at]! |= bit;
  };
  const corner = (x: number, y: number): void => {
    mark(x, y, TOP_LEFT);
    mark(x - 1, y, TOP_RIGHT);
    mark(x, y - 1, BOTTOM_LEFT);
    mark(x - 1, y - 1, BOTTOM_RIGHT);
  };
  for (const edge of edges) {
    const at = edge >> 1;
    const [x, y] = [at % width, Math.floor(at / width)];
    corner(x, y);
    if (edge & 1) {
      mark(x, y, TOP);
      mark(x, y - 1, BOTTOM);
      corner(x + 1, y);
    } else {
      mark(x, y, LEFT);
      mark(x - 1, y, RIGHT);
      corner(x, y + 1);
    }
  }
  const [r, g, b] = [1, 3, 5].map((from) => parseInt(colour.slice(from, from + 2), 16)) as [number, number, number];
  for (const at of touched) {
    const alpha = COVERED[bits[at]!]! * opacity;
    bits[at] = 0;
    const to = at * 3;
    rgb[to] = Math.round(rgb[to]! + (r - rgb[to]!) * alpha);
    rgb[to + 1] = Math.round(rgb[to + 1]! + (g - rgb[to + 1]!) * alpha);
    rgb[to + 2] = Math.round(rgb[to + 2]! + (b - rgb[to + 2]!) * alpha);
  }
}
