// A change to a mask before it is made: which pixels would get a class and which would lose it. Shown first, then painted as one stroke.
import { IGNORE, OTHER, ROAD } from '../domain';
import { type LabelMap } from './labelMap';
import { lookup, type OnSpan, SpanPainter } from './paint';
import { Bounds, type Rect } from './rect';

export const GETS = 1;
export const LOSES = 2;

export interface MaskChange {
  /** The class that it is about, and what a pixel becomes that loses it. */
  readonly value: number;
  readonly instead: number;
  /** [height*width]: 0 stays as it is, GETS or LOSES the class. */
  readonly map: Uint8Array;
  /** Pixels. */
  readonly gets: number;
  readonly loses: number;
  /** Bounds of all changed pixels; null when nothing changes. */
  readonly rect: Rect | null;
}

/** Erasing leaves other behind; where other itself is taken away, road comes. */
export const insteadOf = (value: number): number => (value === OTHER ? ROAD : OTHER);

/**
 * Which labels an assisting tool may overwrite [256, 1 = yes]: those of 'paint over' (null = all). Ignore is overwritten only where 'paint over' or
 * the class itself names it: what was put aside by hand must not come back by a tool that chooses pixels by itself.
 */
export function overwritable(over: ReadonlySet<number> | null, value: number): Uint8Array {
  const table = over ? lookup(over) : new Uint8Array(256).fill(1);
  if (!over && value !== IGNORE) table[IGNORE] = 0;
  return table;
}

/** The change that makes `wanted` ([height*width], 1 = has the class) true as far as labels may be overwritten. */
export function changeTo(map: LabelMap, value: number, wanted: Uint8Array, over: ReadonlySet<number> | null): MaskChange {
  const { width, height, data } = map;
  if (wanted.length !== data.length) throw new RangeError(`${wanted.length} pixels do not make ${width} x ${height}.`);
  const may = overwritable(over, value);
  const out = new Uint8Array(data.length);
  const bounds = new Bounds();
  let gets = 0;
  let loses = 0;
  for (let y = 0; y < height; y++) {
    let first = -1;
    let last = -1;
    const end = (y + 1) * width;
    for (let i = y * width; i < end; i++) {
      const label = data[i]!;
      if (wanted[i] !== 0 ? label === value : label !== value) continue;
      if (may[label] === 0) continue;
      if (label === value) {
        out[i] = LOSES;
        loses++;
      } else {
        out[i] = GETS;
        gets++;
      }
      if (first < 0) first = i - y * width;
      last = i - y * width;
    }
    if (first >= 0) bounds.addSpan(y, first, last + 1);
  }
  return { value, instead: insteadOf(value), map: out, gets, loses, rect: bounds.rect() };
}

/** Paints the pixels of `map` ([height*width]) that are `mark`, within `rect`, and returns what was touched. */
export function paintMarked(
  target: LabelMap,
  map: Uint8Array,
  rect: Rect,
  mark: number,
  value: number,
  options: { readonly may?: Uint8Array; readonly onSpan?: OnSpan | undefined } = {},
): Rect | null {
  const { width, data } = target;
  const { may, onSpan } = options;
  const painter = new SpanPainter(target, value, onSpan ? { onSpan } : {});
  const takes = (i: number): boolean => map[i] === mark && data[i] !== value && (!may || may[data[i]!] === 1);
  for (let y = rect.y; y < rect.y + rect.height; y++) {
    const row = y * width;
    const end = row + rect.x + rect.width;
    for (let i = row + rect.x; i < end;) {
      if (!takes(i)) {
        i++;
        continue;
      }
      const from = i;
      while (i < end && takes(i)) i++;
      painter.span(y, from - row, i - row);
    }
  }
  return painter.dirty();
}
