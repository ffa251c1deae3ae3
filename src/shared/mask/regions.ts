// Holes, islands, and the region under the pointer.
import { changeTo, type MaskChange } from './change';
import { connectedComponents } from './components';
import { type LabelMap } from './labelMap';
import { classPixels } from './morphology';
import { Bounds, type Rect } from './rect';

type Over = ReadonlySet<number> | null;

/**
 * Holes of the class with fewer than `below` pixels (Infinity = all) are filled, as far as labels may be overwritten. A hole is a set of other pixels
 * that touch by their sides and reach the picture's edge nowhere.
 */
export function fillHoles(map: LabelMap, value: number, below: number, over: Over): MaskChange {
  const { width, height } = map;
  const wanted = classPixels(map, value);
  const { ids, components } = connectedComponents(
    wanted.map((is) => 1 - is),
    width,
    height,
    4,
  );
  const fill = new Uint8Array(components.length + 1);
  for (const { id, area, bounds } of components) {
    const inside = bounds.x > 0 && bounds.y > 0 && bounds.x + bounds.width < width && bounds.y + bounds.height < height;
    if (inside && area < below) fill[id] = 1;
  }
  for (let i = 0; i < wanted.length; i++) if (fill[ids[i]!] === 1) wanted[i] = 1;
  return changeTo(map, value, wanted, over);
}

/** Pieces of the class with fewer than `below` pixels leave it. Pixels that touch by a corner are one piece. */
export function removeIslands(map: LabelMap, value: number, below: number, over: Over): MaskChange {
  const wanted = classPixels(map, value);
  const { ids, components } = connectedComponents(wanted, map.width, map.height, 8);
  const keep = new Uint8Array(components.length + 1);
  for (const { id, area } of components) if (area >= below) keep[id] = 1;
  for (let i = 0; i < wanted.length; i++) wanted[i] = keep[ids[i]!]!;
  return changeTo(map, value, wanted, over);
}

export interface Region {
  /** [height*width]: 1 = in it. */
  readonly map: Uint8Array;
  readonly rect: Rect;
  /** Pixels. */
  readonly area: number;
}

/** The pixels of `values` with `inside[value]` = 1 that hang together with pixel (x, y); null when that one is not inside. */
export function regionAt(
  values: Uint8Array,
  width: number,
  height: number,
  x: number,
  y: number,
  inside: Uint8Array,
  connectivity: 4 | 8 = 4,
): Region | null {
  if (!Number.isInteger(x) || !Number.isInteger(y) || x < 0 || y < 0 || x >= width || y >= height) return null;
  if (inside[values[y * width + x]!] !== 1) return null;
  const map = new Uint8Array(width * height);
  const bounds = new Bounds();
  const reach = connectivity === 8 ? 1 : 0;
  let area = 0;
  const open = (i: number): boolean => map[i] === 0 && inside[values[i]!] === 1;
  const seeds: number[] = [y * width + x];
  for (let seed = seeds.pop(); seed !== undefined; seed = seeds.pop()) {
    if (!open(seed)) continue;
    const row = Math.floor(seed / width);
    const start = row * width;
    let left = seed;
    let right = seed + 1;
    while (left > start && open(left - 1)) left--;
    while (right < start + width && open(right)) right++;
    map.fill(1, left, right);
    area += right - left;
    bounds.addSpan(row, left - start, right - start);
    for (const step of [-width, width]) {
      const neighbour = row + (step < 0 ? -1 : 1);
      if (neighbour < 0 || neighbour >= height) continue;
      const from = Math.max(left - reach, start) + step;
      const to = Math.min(right + reach, start + width) + step;
      for (let i = from; i < to; i++) if (open(i) && (i + 1 >= to || !open(i + 1))) seeds.push(i);
    }
  }
  return { map, rect: bounds.rect()!, area };
}

/**
 * Closes the gaps of a region with at most `most` pixels, at the picture's edge too: the speckle that noise leaves in a region of one colour. Gaps are
 * followed no further than that, so it takes one pass over the region's bounds however many there are.
 */
export function closeGaps({ map, rect, area }: Region, width: number, height: number, most: number): Region {
  const { x, y } = rect;
  const right = x + rect.width;
  const bottom = y + rect.height;
  /** 1 = part of a gap that is too large. */
  const open = new Uint8Array(width * height);
  const queue = new Int32Array(most + 5);
  let closed = 0;
  for (let v = y; v < bottom; v++) {
    for (let start = v * width + x; start < v * width + right; start++) {
      if (map[start] !== 0 || open[start] !== 0) continue;
      let end = 0;
      queue[end++] = start;
      map[start] = 2;
      let large = false;
      for (let head = 0; head < end && !large; head++) {
        const at = queue[head]!;
        const column = at % width;
        for (let side = 0; side < 4 && !large; side++) {
          if (side === 0 ? column === 0 : side === 1 ? column === width - 1 : side === 2 ? at < width : at >= width * (height - 1))
            continue;
          const to = at + (side === 0 ? -1 : side === 1 ? 1 : side === 2 ? -width : width);
          if (map[to] !== 0) continue;
          if (open[to] !== 0 || end === most) large = true;
          else {
            map[to] = 2;
            queue[end++] = to;
          }
        }
      }
      for (let i = 0; i < end; i++) {
        map[queue[i]!] = large ? 0 : 1;
        if (large) open[queue[i]!] = 1;
      }
      if (!large) closed += end;
    }
  }
  return { map, rect, area: area + closed };
}

/** True when the region reaches the picture's edge: then it is no hole. */
export const reachesEdge = ({ rect }: Region, width: number, height: number): boolean =>
  rect.x === 0 || rect.y === 0 || rect.x + rect.width === width || rect.y + rect.height === height;

/** A lookup [256] with 1 for the values that `test` takes. */
export const insideWhere = (test: (value: number) => boolean): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, value) => (test(value) ? 1 : 0));
