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

/** The edges of one tile as x0, y0, x1, y1 in pixels of the frame, neighbours in a line joined; none along the frame's own border. */
export function edgesOf(box: Rect, width: number, { values, inside }: Area): number[] {
  const edges: number[] = [];
  const right = box.x + box.width;
  const bottom = box.y + box.height;
  for (let y = Math.max(1, box.y); y < bottom; y++) {
    let start = -1;
    for (let x = box.x; x < right; x++) {
      const i = y * width + x;
      if (inside[values[i]!] !== inside[values[i - width]!]) {
        if (start < 0) start = x;
      } else if (start >= 0) {
        edges.push(start, y, x, y);
        start = -1;
      }
    }
    if (start >= 0) edges.push(start, y, right, y);
  }
  for (let x = Math.max(1, box.x); x < right; x++) {
    let start = -1;
    for (let y = box.y; y < bottom; y++) {
      const i = y * width + x;
      if (inside[values[i]!] !== inside[values[i - 1]!]) {
        if (start < 0) start = y;
      } else if (start >= 0) {
        edges.push(x, start, x, y);
        start = -1;
      }
    }
    if (start >= 0) edges.push(x, start, x, bottom);
  }
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
