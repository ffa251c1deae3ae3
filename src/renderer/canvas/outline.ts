// Borders along pixel edges, one path a tile and class, so that a stroke rebuilds few of them and they stay equally wide at any zoom.
import { clipRect, type Rect } from '../../shared/mask/rect';
import { TILE, TileGrid } from '../../shared/mask/tiles';

/** What borders are drawn around: the pixels whose values have one number in `inside`. */
export interface Area {
  /** Label ids or 8-bit probabilities [height*width]. */
  readonly values: Uint8Array;
  /** [256]: 0 = outside; of two neighbours inside, the border is the one's with the larger number. */
  readonly inside: Uint8Array;
  /** True when `inside` changes once at most from 0 to 255, as a threshold does: then a tile's lowest and highest value say whether it has an edge. */
  readonly monotone?: boolean;
}

/** Where the vertical edge left of each column began; -1 = none is open. Tiles are no wider than this. */
const begun = new Int32Array(TILE);

/** Whose edge it is that is open there. */
const whose = new Uint8Array(TILE);

/** The edges of number 1 alone; see `edgesByNumber`. */
export const edgesOf = (box: Rect, width: number, area: Area): readonly number[] => edgesByNumber(box, width, area)[1] ?? [];

/**
 * The edges of one tile by the number they belong to, as x0, y0, x1, y1 in pixels of the frame, neighbours in a line joined; none along the
 * frame's own border.
 */
export function edgesByNumber(box: Rect, width: number, { values, inside }: Area): readonly (number[] | undefined)[] {
  const edges: number[][] = [];
  const { x: left, y: top, width: columns } = box;
  const bottom = top + box.height;
  const add = (of: number, x0: number, y0: number, x1: number, y1: number): void => void (edges[of] ??= []).push(x0, y0, x1, y1);
  begun.fill(-1);
  for (let y = top; y < bottom; y++) {
    const row = y * width + left;
    // At the frame's own border a pixel has itself for a neighbour: there is no edge.
    const up = y > 0 ? width : 0;
    let start = -1;
    let level = 0;
    for (let c = 0, i = row; c < columns; c++, i++) {
      const back = c > 0 || left > 0 ? 1 : 0;
      // Most pixels are like both their neighbours, with no edge open beside or above them.
      if (start < 0) {
        if (back === 1)
          while (c < columns && begun[c]! < 0 && values[i] === values[i - 1] && values[i] === values[i - up]) {
            c++;
            i++;
          }
        if (c === columns) break;
      }
      const now = inside[values[i]!]!;
      const before = inside[values[i - back]!]!;
      const above = inside[values[i - up]!]!;
      const upright = now === before ? 0 : now > before ? now : before;
      if (begun[c]! >= 0 && whose[c] !== upright) {
        add(whose[c]!, left + c, begun[c]!, left + c, y);
        begun[c] = -1;
      }
      if (upright !== 0 && begun[c]! < 0) {
        begun[c] = y;
        whose[c] = upright;
      }
      const flat = now === above ? 0 : now > above ? now : above;
      if (start >= 0 && level !== flat) {
        add(level, left + start, y, left + c, y);
        start = -1;
      }
      if (flat !== 0 && start < 0) {
        start = c;
        level = flat;
      }
    }
    if (start >= 0) add(level, left + start, y, left + columns, y);
  }
  for (let c = 0; c < columns; c++) if (begun[c]! >= 0) add(whose[c]!, left + c, begun[c]!, left + c, bottom);
  return edges;
}

/** Lowest and highest value of each tile, the row above it and the column left of it included, since edges lie between them and the tile. */
export function rangesOf(grid: TileGrid, values: Uint8Array): { low: Uint8Array; high: Uint8Array } {
  const low = new Uint8Array(grid.count);
  const high = new Uint8Array(grid.count);
  for (let tile = 0; tile < grid.count; tile++) {
    const { x, y, width, height } = grid.box(tile);
    let least = 255;
    let most = 0;
    for (let row = Math.max(0, y - 1); row < y + height; row++) {
      const end = row * grid.width + x + width;
      for (let i = row * grid.width + Math.max(0, x - 1); i < end; i++) {
        const value = values[i]!;
        if (value < least) least = value;
        if (value > most) most = value;
      }
    }
    low[tile] = least;
    high[tile] = most;
  }
  return { low, high };
}

export class Outline {
  private grid = new TileGrid(1, 1);
  /** [tile][number] */
  private paths: ((Path2D | undefined)[] | null)[] = [];
  /** Of the values that a threshold is moved over; they do not change meanwhile. */
  private ranges: { of: Uint8Array; low: Uint8Array; high: Uint8Array } | null = null;

  clear(): void {
    this.paths = [];
    this.ranges = null;
  }

  /** Builds the tiles that `rect` touches (all without one) anew. */
  update(width: number, height: number, area: Area, rect: Rect | null = null): void {
    if (this.grid.width !== width || this.grid.height !== height) {
      this.grid = new TileGrid(width, height);
      this.clear();
    }
    // An edge belongs to the pixel right of it or below it, which may lie in the next tile.
    const touched = rect ? clipRect({ ...rect, width: rect.width + 1, height: rect.height + 1 }, width, height) : null;
    if (area.monotone && this.ranges?.of !== area.values) this.ranges = { of: area.values, ...rangesOf(this.grid, area.values) };
    for (const tile of this.tilesIn(touched ?? { x: 0, y: 0, width, height })) {
      if (area.monotone && this.ranges && area.inside[this.ranges.low[tile]!] === area.inside[this.ranges.high[tile]!]) {
        this.paths[tile] = null;
        continue;
      }
      const edges = edgesByNumber(this.grid.box(tile), width, area);
      this.paths[tile] = edges.length === 0 ? null : edges.map((of) => of && pathOf(of));
    }
  }

  /** Strokes what lies in `visible` (pixels of the frame) of one number, in the context's own style; its transform must map the frame to the screen. */
  draw(context: CanvasRenderingContext2D, visible: Rect, number = 1): void {
    for (const tile of this.tilesIn(visible)) {
      const path = this.paths[tile]?.[number];
      if (path) context.stroke(path);
    }
  }

  private *tilesIn(rect: Rect): Generator<number> {
    const lastColumn = Math.min(this.grid.columns - 1, Math.floor((rect.x + rect.width) / TILE));
    const lastRow = Math.min(this.grid.rows - 1, Math.floor((rect.y + rect.height) / TILE));
    for (let row = Math.floor(rect.y / TILE); row <= lastRow; row++)
      for (let column = Math.floor(rect.x / TILE); column <= lastColumn; column++) yield row * this.grid.columns + column;
  }
}

function pathOf(edges: readonly number[]): Path2D {
  const path = new Path2D();
  for (let i = 0; i < edges.length; i += 4) {
    path.moveTo(edges[i]!, edges[i + 1]!);
    path.lineTo(edges[i + 2]!, edges[i + 3]!);
  }
  return path;
}
