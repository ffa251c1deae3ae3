// 64x64 tiles of a label map: where they lie, and how one is packed to a few hundred bytes.
import { assertSameSize, type LabelMap } from './labelMap';
import { type Rect } from './rect';
import type { TileDeltas } from './undoDeltas';

export const TILE = 64;

export class TileGrid {
  readonly columns: number;
  readonly rows: number;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.columns = Math.ceil(width / TILE);
    this.rows = Math.ceil(height / TILE);
  }

  get count(): number {
    return this.columns * this.rows;
  }

  /** The tile's place in the map; the last column and row are cut off at the map's edge. */
  box(tile: number): Rect {
    const x = (tile % this.columns) * TILE;
    const y = Math.floor(tile / this.columns) * TILE;
    return { x, y, width: Math.min(TILE, this.width - x), height: Math.min(TILE, this.height - y) };
  }

  area(tile: number): number {
    const { width, height } = this.box(tile);
    return width * height;
  }

  /** A copy of the tile's labels, row-major, cut to the map. */
  read(labels: Uint8Array, tile: number): Uint8Array {
    const { x, y, width, height } = this.box(tile);
    const copy = new Uint8Array(width * height);
    for (let row = 0; row < height; row++) {
      const from = (y + row) * this.width + x;
      copy.set(labels.subarray(from, from + width), row * width);
    }
    return copy;
  }
}

/** (length - 1, label) pairs where that is shorter, else the labels as they are; the first byte says which. */
export function packTile(labels: Uint8Array): Uint8Array {
  const out = new Uint8Array(labels.length + 1);
  let at = 1;
  for (let i = 0; i < labels.length;) {
    if (at + 2 > out.length) return rawTile(labels);
    const label = labels[i]!;
    const start = i++;
    while (i < labels.length && i - start < 256 && labels[i] === label) i++;
    out[at++] = i - start - 1;
    out[at++] = label;
  }
  out[0] = 1;
  return out.slice(0, at);
}

function rawTile(labels: Uint8Array): Uint8Array {
  const out = new Uint8Array(labels.length + 1);
  out.set(labels, 1);
  return out;
}

export function unpackTile(packed: Uint8Array, length: number): Uint8Array {
  if (packed[0] === 0) return packed.slice(1);
  const labels = new Uint8Array(length);
  for (let i = 0, at = 1; at < packed.length; at += 2) {
    const end = i + packed[at]! + 1;
    labels.fill(packed[at + 1]!, i, end);
    i = end;
  }
  return labels;
}

/** What a change from `before` to `after` leaves behind: the tiles that differ, packed as they were. The maps must have one size. */
export function deltasBetween(before: LabelMap, after: LabelMap): TileDeltas {
  assertSameSize(before, after);
  const grid = new TileGrid(before.width, before.height);
  const tiles: number[] = [];
  const packed: Uint8Array[] = [];
  for (let tile = 0; tile < grid.count; tile++) {
    const was = grid.read(before.data, tile);
    const is = grid.read(after.data, tile);
    if (was.every((label, i) => label === is[i])) continue;
    tiles.push(tile);
    packed.push(packTile(was));
  }
  return { tiles, packed };
}
