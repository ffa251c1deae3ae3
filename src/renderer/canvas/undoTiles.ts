// 64x64 tiles of a label map, copied before they are first written and packed to a few hundred bytes once the stroke is done.
import { type Rect } from '../../shared/mask/rect';

export const TILE = 64;

/** One undoable edit: how the tiles it touched looked on the other side of it (before it; after it, once undone). */
export interface UndoStep {
  readonly note: string;
  readonly tiles: readonly number[];
  /** Packed labels of those tiles, in the same order. */
  readonly packed: Uint8Array[];
  bytes: number;
}

/** Bookkeeping of a step besides its packed labels. */
const STEP_BYTES = 160;
const TILE_BYTES = 64;

export const stepBytes = (packed: readonly Uint8Array[]): number =>
  packed.reduce((sum, tile) => sum + tile.length + TILE_BYTES, STEP_BYTES);

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
