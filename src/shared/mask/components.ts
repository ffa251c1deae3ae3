// Connected components: which pixels hang together. Brush, fill and polygon live beside this file and are handed on from here.
import { type Rect } from './rect';
import { RowRuns } from './rowRuns';

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
  const runs = new RowRuns(connectivity === 8 ? 1 : 0);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width;) {
      if (binary[row + x] === 0) {
        x++;
        continue;
      }
      const x0 = x;
      while (x < width && binary[row + x] !== 0) x++;
      runs.add(y, x0, x);
    }
  }
  return numbered(runs, width, height);
}

function numbered(runs: RowRuns, width: number, height: number): Components {
  const ids = new Int32Array(width * height);
  const idOfRoot = new Map<number, number>();
  const found: { area: number; left: number; top: number; right: number; bottom: number }[] = [];
  for (let run = 0; run < runs.length; run++) {
    const root = runs.rootOf(run);
    const [y, x0, x1] = [runs.y[run]!, runs.x0[run]!, runs.x1[run]!];
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
  }
  return {
    ids,
    components: found.map((c, i) => ({
      id: i + 1,
      area: c.area,
      bounds: { x: c.left, y: c.top, width: c.right - c.left, height: c.bottom - c.top + 1 },
    })),
  };
}
