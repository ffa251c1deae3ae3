// Sums over a picture kept tile by tile: after a change only the tiles that it can have touched are counted again, so sums stay exact and cheap.
import { clipRect, type Rect } from './rect';

export interface TileSize {
  readonly width: number;
  readonly height: number;
  /** How far a pixel's change reaches into its surroundings, in pixels. */
  readonly reach: number;
}

/** Counts the pixels of `box` and writes its sums to into[at], into[at + 1] ... */
export type CountTile = (box: Rect, into: Uint32Array, at: number) => void;

export class TileTotals {
  private readonly columns: number;
  private readonly rows: number;
  /** [tiles][sums] */
  private readonly counted: Uint32Array;
  private readonly stale: Uint8Array;
  private left: number;
  /** No stale tile lies before this one. */
  private next = 0;
  private readonly totals: Float64Array;

  /** Everything is stale at first. `sums`: how many numbers `count` writes a tile. */
  constructor(
    private readonly width: number,
    private readonly height: number,
    private readonly tile: TileSize,
    private readonly sums: number,
    private readonly count: CountTile,
  ) {
    this.columns = Math.ceil(width / tile.width);
    this.rows = Math.ceil(height / tile.height);
    this.left = this.columns * this.rows;
    this.stale = new Uint8Array(this.left).fill(1);
    this.counted = new Uint32Array(this.left * sums);
    this.totals = new Float64Array(sums);
  }

  /** Tiles that are to be counted again. */
  get pending(): number {
    return this.left;
  }

  /** Pixels inside `rect` (all without one) may have changed. */
  changed(rect?: Rect): void {
    const { reach, width, height } = this.tile;
    const { x, y, width: w, height: h } = rect ?? { x: 0, y: 0, width: this.width, height: this.height };
    const grown = { x: x - reach, y: y - reach, width: w + 2 * reach, height: h + 2 * reach };
    const box = clipRect(grown, this.width, this.height);
    if (!box) return;
    const lastColumn = Math.floor((box.x + box.width - 1) / width);
    const lastRow = Math.floor((box.y + box.height - 1) / height);
    const firstRow = Math.floor(box.y / height);
    const firstColumn = Math.floor(box.x / width);
    for (let row = firstRow; row <= lastRow; row++) {
      for (let tile = row * this.columns + firstColumn; tile <= row * this.columns + lastColumn; tile++) {
        this.left += 1 - this.stale[tile]!;
        this.stale[tile] = 1;
      }
    }
    this.next = Math.min(this.next, firstRow * this.columns + firstColumn);
  }

  /** Counts stale tiles until none is left or `enough` (asked every few tiles) says so. True when the totals hold. */
  settle(enough: () => boolean = () => false): boolean {
    for (let done = 1; this.left > 0; done++) {
      while (this.stale[this.next] === 0) this.next++;
      this.countAgain(this.next);
      if ((done & 15) === 0 && this.left > 0 && enough()) return false;
    }
    return true;
  }

  /** The sums over the picture; null while tiles are stale. */
  read(): readonly number[] | null {
    return this.left === 0 ? [...this.totals] : null;
  }

  private countAgain(tile: number): void {
    const { counted, totals, sums } = this;
    const at = tile * sums;
    for (let i = 0; i < sums; i++) totals[i]! -= counted[at + i]!;
    const x = (tile % this.columns) * this.tile.width;
    const y = Math.floor(tile / this.columns) * this.tile.height;
    const width = Math.min(this.tile.width, this.width - x);
    const height = Math.min(this.tile.height, this.height - y);
    this.count({ x, y, width, height }, counted, at);
    for (let i = 0; i < sums; i++) totals[i]! += counted[at + i]!;
    this.stale[tile] = 0;
    this.left--;
  }
}
