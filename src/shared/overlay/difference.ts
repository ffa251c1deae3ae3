// The difference between two masks, or a mask and a prediction: what was added, what was removed, what has another class. Told by patterns too.
import { IGNORE, OTHER, ROAD } from '../domain';
import { clipRect, wholeRect, type Rect } from '../mask/rect';
import { TileTotals } from '../mask/tileTotals';
import { cutOf } from '../prediction/probabilities';
import { OVERLAY_COLOURS, word } from './compose';
import { patternOf } from './patterns';

/** Of added, removed and relabelled pixels. */
export const DIFFERENCE_COLOURS = { added: OVERLAY_COLOURS.mask, removed: OVERLAY_COLOURS.prediction, relabelled: '#c8a2ff' } as const;

/** One of the two that are compared: any values [height*width], and the label that each of them stands for [256]. */
export interface Side {
  readonly values: Uint8Array;
  readonly labels: Uint8Array;
}

export interface Sides {
  readonly width: number;
  readonly height: number;
  readonly before: Side;
  readonly after: Side;
  /** Pixels that either side ignores are the same, as in every score; else ignore is a label like others. */
  readonly skipIgnore: boolean;
  /** [256] labels that are seen as nothing, 1 = so: OTHER, and those that the project has no class for. OTHER alone when not given. */
  readonly blank?: Uint8Array;
}

export interface Difference {
  /** Pixels that were blank and have a class. */
  readonly added: number;
  /** Pixels that had a class and are blank. */
  readonly removed: number;
  /** Pixels that have another label. */
  readonly relabelled: number;
}

const SAME = Uint8Array.from({ length: 256 }, (_, label) => label);
const ROAD_ONLY = SAME.map((label) => (label === ROAD || label === IGNORE ? label : OTHER));

/** A mask, all its labels. */
export const everyLabel = (values: Uint8Array): Side => ({ values, labels: SAME });
/** A mask as a net knows it: road or not, or ignored. */
export const roadOnly = (values: Uint8Array): Side => ({ values, labels: ROAD_ONLY });
/** 8-bit probabilities as the mask that they make above `threshold`. */
export function predictedAbove(values: Uint8Array, threshold: number): Side {
  const cut = cutOf(threshold);
  return { values, labels: SAME.map((value) => (value > cut ? ROAD : OTHER)) };
}

const OTHER_ALONE = SAME.map((label) => (label === OTHER ? 1 : 0));

/** The labels that are seen as nothing beside the classes of `classes`. */
export const blankBeside = (classes: Iterable<number>): Uint8Array => {
  const blank = new Uint8Array(256).fill(1);
  for (const id of [...classes, ROAD, IGNORE]) blank[id] = id === OTHER ? 1 : 0;
  return blank;
};

/** 0 same, 1 added, 2 removed, 3 relabelled. */
function kindOf(before: number, after: number, skipIgnore: boolean, blank: Uint8Array): 0 | 1 | 2 | 3 {
  if (before === after || (skipIgnore && (before === IGNORE || after === IGNORE))) return 0;
  return blank[before] === blank[after] ? 3 : blank[before] === 1 ? 1 : 2;
}

/** Writes the difference as RGBA with straight alpha [height*width*4]: added hatched, removed dotted, relabelled checkered; only inside `rect` when given. */
export function composeDifference(sides: Sides, alpha: number, into: Uint8ClampedArray, rect: Rect | null = null): void {
  const { width, height, before, after, skipIgnore, blank = OTHER_ALONE } = sides;
  fits(sides, into.length / 4);
  const part = rect === null ? wholeRect(sides) : clipRect(rect, width, height);
  if (part === null) return;
  const out = new Uint32Array(into.buffer, into.byteOffset, width * height);
  const { added, removed, relabelled } = DIFFERENCE_COLOURS;
  const patterns = [
    null,
    patternOf('hatched', word(added, alpha), word(added, alpha * 0.35)),
    patternOf('dotted', word(removed, alpha), word(removed, alpha * 0.35)),
    patternOf('checker', word(relabelled, alpha), word(relabelled, alpha * 0.35)),
  ];
  const coarse = width > 2000 ? 1 : 0;
  for (let y = part.y; y < part.y + part.height; y++) {
    const phase = ((y >> coarse) & 7) << 3;
    const end = y * width + part.x + part.width;
    for (let i = y * width + part.x, x = part.x; i < end; i++, x++) {
      const pattern = patterns[kindOf(before.labels[before.values[i]!]!, after.labels[after.values[i]!]!, skipIgnore, blank)];
      out[i] = pattern ? pattern[phase | ((x >> coarse) & 7)]! : 0;
    }
  }
}

const TILE = { width: 64, height: 64, reach: 0 } as const;

/** Counts of added, removed and relabelled pixels; `changed` tells where a side was painted. Reads as [added, removed, relabelled]. */
export function differenceTotals(sides: Sides): TileTotals {
  const { width, height, before, after, skipIgnore, blank = OTHER_ALONE } = sides;
  fits(sides, width * height);
  return new TileTotals(width, height, TILE, 3, (box, into, at) => {
    const sums = [0, 0, 0, 0];
    for (let y = box.y; y < box.y + box.height; y++) {
      const end = y * width + box.x + box.width;
      for (let i = y * width + box.x; i < end; i++)
        sums[kindOf(before.labels[before.values[i]!]!, after.labels[after.values[i]!]!, skipIgnore, blank)]!++;
    }
    into.set(sums.slice(1), at);
  });
}

function fits({ width, height, before, after }: Sides, pixels: number): void {
  for (const length of [before.values.length, after.values.length, pixels])
    if (length !== width * height) throw new RangeError(`${length} pixels do not make ${width} x ${height}.`);
}
