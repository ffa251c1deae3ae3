// Connected components: which pixels hang together. Brush, fill and polygon live beside this file and are handed on from here.
import { type Rect } from './rect';

export { floodFill } from './fill';
export { paintSegment } from './brush';
export { paintPolygon } from './polygon';

export interface Component {
  /** 1, 2 ... in the order in which their first pixels are met, row by row. */
  readonly id: number;
  /** Pixels. */
  readonly area: number;
  readonly bounds: Rect;
}

export interface Components {
  /** [height*width]: the component's id, 0 for the background. */
  readonly ids: Int32Array;
  readonly components: readonly Component[];
}

/** Components of the pixels of `binary` ([height*width], 0 = background) that touch by their sides (4) or also by corners (8). */
export function connectedComponents(binary: Uint8Array, width: number, height: number, connectivity: 4 | 8 = 4): Components {
  if (binary.length !== width * height) throw new RangeError(`${binary.length} pixels do not make ${width} x ${height}.`);
  // Runs of each row are joined with those of the row above (union-find); then every pixel gets its run's root.
  const runs: number[] = []; // y, x0, x1 of each run
  const parent: number[] = [];
  const rootOf = (run: number): number => {
    while (parent[run] !== run) run = parent[run] = parent[parent[run]!]!;
    return run;
  };
  const reach = connectivity === 8 ? 1 : 0;
  let above = 0;
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const rowStart = parent.length;
    let candidate = above;
    for (let x = 0; x < width;) {
      if (binary[row + x] === 0) {
        x++;
        continue;
      }
      const x0 = x;
      while (x < width && binary[row + x] !== 0) x++;
      const run = parent.length;
      runs.push(y, x0, x);
      parent.push(run);
      // Runs above that end before this one begins cannot touch any later run either.
      while (candidate < rowStart && runs[candidate * 3 + 2]! + reach <= x0) candidate++;
      for (let other = candidate; other < rowStart && runs[other * 3 + 1]! < x + reach; other++) {
        const a = rootOf(other);
        const b = rootOf(run);
        if (a !== b) parent[Math.max(a, b)] = Math.min(a, b);
      }
    }
    above = rowStart;
  }
  return numbered(
    runs,
    parent.map((_, run) => rootOf(run)),
    width,
    height,
  );
}

function numbered(runs: readonly number[], roots: readonly number[], width: number, height: number): Components {
  const ids = new Int32Array(width * height);
  const idOfRoot = new Map<number, number>();
  const found: { area: number; left: number; top: number; right: number; bottom: number }[] = [];
  roots.forEach((root, run) => {
    const y = runs[run * 3]!;
    const x0 = runs[run * 3 + 1]!;
    const x1 = runs[run * 3 + 2]!;
    let id = idOfRoot.get(root);
    if (id === undefined) {
      found.push({ area: 0, left: x0, top: y, right: x1, bottom: y });
      id = found.length;
      idOfRoot.set(root, id);
    }
    const component = found[id - 1]!;
    component.area += x1 - x0;
    component.left = Math.min(component.left, x0);
    component.right = Math.max(component.right, x1);
    component.bottom = y;
    ids.fill(id, y * width + x0, y * width + x1);
  });
  return {
    ids,
    components: found.map((c, i) => ({
      id: i + 1,
      area: c.area,
      bounds: { x: c.left, y: c.top, width: c.right - c.left, height: c.bottom - c.top + 1 },
    })),
  };
}
