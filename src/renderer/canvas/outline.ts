// Borders along pixel edges, one path a tile, so that a stroke rebuilds few of them and they stay equally wide at any zoom.
import { clipRect, type Rect } from '../../shared/mask/rect';
import { TILE, TileGrid } from './undoTiles';

/** What the border is drawn around: the pixels whose value is marked 1 in `inside`. */
export interface Area {
  /** Label ids or 8-bit probabilities [height*width]. */
  readonly values: Uint8Array;
  /** [256] */
  readonly inside: Uint8Array;
}

/** Tiles are no wider than this. */
const above = new Uint8Array(TILE);
const here = new Uint8Array(TILE);
/** Where the vertical edge left of each column began; -1 = none is open. */
const begun = new Int32Array(TILE);

/** The edges of one tile as x0, y0, x1, y1 in pixels of the frame, neighbours in a line joined; none along the frame's own border. */
export function edgesOf(box: Rect, width: number, { values, inside }: Area): number[] {
  const edges: number[] = [];
  const { x: left, y: top, width: columns } = box;
  const bottom = top + box.height;
  begun.fill(-1);
  if (top > 0) for (let c = 0, i = (top - 1) * width + left; c < columns; c++, i++) above[c] = inside[values[i]!]!;
  for (let y = top; y < bottom; y++) {
    const row = y * width + left;
    // The pixel left of the tile; at the frame's border there is no edge.
    let before = left > 0 ? inside[values[row - 1]!]! : inside[values[row]!]!;
    let start = -1;
    for (let c = 0; c < columns; c++) {
      const now = inside[values[row + c]!]!;
      here[c] = now;
      if (now !== before) {
        if (begun[c]! < 0) begun[c] = y;
      } else if (begun[c]! >= 0) {
        edges.push(left + c, begun[c]!, left + c, y);
        begun[c] = -1;
      }
      before = now;
      if (y > 0 && now !== above[c]) {
        if (start < 0) start = c;
      } else if (start >= 0) {
        edges.push(left + start, y, left + c, y);
        start = -1;
      }
    }
    if (start >= 0) edges.push(left + start, y, left + columns, y);
    above.set(here);
  }
  for (let c = 0; c < columns; c++) if (begun[c]! >= 0) edges.push(left + c, begun[c]!, left + c, bottom);
  return edges;
}

export class Outline {
  private grid = new TileGrid(1, 1);
  private paths: (Path2D | null)[] = [];

  clear(): void {
    this.paths = [];
  }

  /** Builds the tiles that `rect` touches (all without one) anew. */
  update(width: number, height: number, area: Area, rect: Rect | null = null): void {
    if (this.grid.width !== width || this.grid.height !== height) {
      this.grid = new TileGrid(width, height);
      this.paths = [];
    }
    // An edge belongs to the pixel right of it or below it, which may lie in the next tile.
    const touched = rect ? clipRect({ ...rect, width: rect.width + 1, height: rect.height + 1 }, width, height) : null;
    for (const tile of this.tilesIn(touched ?? { x: 0, y: 0, width, height })) {
      const edges = edgesOf(this.grid.box(tile), width, area);
      this.paths[tile] = edges.length === 0 ? null : pathOf(edges);
    }
  }

  /** Strokes what lies in `visible` (pixels of the frame) with the context's own style; its transform must map the frame to the screen. */
  draw(context: CanvasRenderingContext2D, visible: Rect): void {
    for (const tile of this.tilesIn(visible)) {
      const path = this.paths[tile];
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
