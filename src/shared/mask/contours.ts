// Exact outlines of a binary mask, along the edges of its pixels; drawn even-odd by pixel centres they give the same mask again.
// Pixels hang together by their sides (4-connectivity), so that rings never cross; the gaps between them, holes too, also by corners.
import { type Point } from './brush';
import { simplified } from './simplify';

/** The inset for readers that cut points to whole pixels and fill the outline too (labelme, Ultralytics): they then draw the mask exactly. */
export const CUT_INSET = 0.25;

export interface ContourOptions {
  /** Added to every point. */
  readonly offset?: Point;
  /**
   * Moves the outlines into the mask by this much, 0 <= inset < 0.5 pixels. With 0.25 the same pixels come out of a drawing by pixel centres and of one that cuts
   * coordinates to whole pixels and fills the outline too (PIL, OpenCV's fillPoly), and no two rings touch.
   */
  readonly inset?: number;
  /** Points may be left out as long as the outline moves by at most this many pixels (Douglas-Peucker); 0, the default, keeps it exact. */
  readonly tolerance?: number;
}

/** All rings of `pixels` ([height*width], 0 = background): outer ones clockwise as seen on a screen, holes the other way round. Exact when the tolerance is 0. */
export function contours(pixels: Uint8Array, width: number, height: number, options: ContourOptions = {}): Point[][] {
  const traced = trace(pixels, width, height);
  return traced.rings.map((ring) => finished(walk(ring, new Map(), options), options));
}

/**
 * One polygon a connected part, for formats that know no holes: each hole hangs on the outline by a bridge without width, drawn there and back, which even-odd drawing
 * cancels. Exact when the tolerance is 0.
 */
export function polygonsWithoutHoles(pixels: Uint8Array, width: number, height: number, options: ContourOptions = {}): Point[][] {
  const { rings, ringOfNorth } = trace(pixels, width, height);
  // A hole's bridge goes left from its leftmost edge, over pixels of the mask alone, to the first edge there: of the outline, or of a hole further left.
  const hanging = new Map<Ring, Map<number, Ring>>();
  for (const hole of rings) {
    if (!hole.hole) continue;
    let x = hole.left - 1;
    while (x > 0 && pixels[hole.leftRow * width + x - 1] !== 0) x--;
    const edge = hole.leftRow * (width + 1) + x;
    const target = rings[ringOfNorth[edge]! - 1]!;
    if (!hanging.has(target)) hanging.set(target, new Map());
    hanging.get(target)!.set(edge, hole);
  }
  return rings.filter((ring) => !ring.hole).map((ring) => finished(walk(ring, hanging, options, width + 1), options));
}

/** A closed outline by its corners; x and y of corner i are at 2i and 2i + 1. The mask is to the right of every step. */
interface Ring {
  readonly corners: number[];
  readonly hole: boolean;
  /** For a hole: x of its leftmost edge that goes down, and the row beside it. */
  readonly left: number;
  readonly leftRow: number;
}

interface Traced {
  readonly rings: Ring[];
  /** [height * (width+1)]: 1 + the index of the ring that goes up along this pixel edge. */
  readonly ringOfNorth: Int32Array;
}

// East, south, west, north.
const DX = [1, 0, -1, 0] as const;
const DY = [0, 1, 0, -1] as const;

function trace(pixels: Uint8Array, width: number, height: number): Traced {
  if (pixels.length !== width * height) throw new RangeError(`${pixels.length} pixels do not make ${width} x ${height}.`);
  const inside = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < width && y < height && pixels[y * width + x] !== 0;
  const seenEast = new Uint8Array((height + 1) * width);
  const ringOfNorth = new Int32Array(height * (width + 1));
  const rings: Ring[] = [];

  const follow = (x0: number, y0: number): Ring => {
    const corners: number[] = [];
    let [x, y, direction, area] = [x0, y0, 0, 0];
    let [left, leftRow] = [Infinity, 0];
    do {
      if (direction === 0) seenEast[y * width + x] = 1;
      if (direction === 3) ringOfNorth[(y - 1) * (width + 1) + x] = rings.length + 1;
      if (direction === 1 && x < left) [left, leftRow] = [x, y];
      x += DX[direction]!;
      y += DY[direction]!;
      // The two pixels ahead of the corner: the one on the right decides first, which keeps diagonal neighbours apart.
      const [right, straight] = ahead(inside, x, y, direction);
      const next = !right ? (direction + 1) % 4 : straight ? (direction + 3) % 4 : direction;
      if (next !== direction) corners.push(x, y);
      area += x * DY[direction]! - y * DX[direction]!;
      direction = next;
    } while (x !== x0 || y !== y0 || direction !== 0);
    return { corners, hole: area < 0, left, leftRow };
  };

  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (pixels[y * width + x] !== 0 && seenEast[y * width + x] === 0 && !inside(x, y - 1)) rings.push(follow(x, y));
    }
  }
  return { rings, ringOfNorth };
}

/** Whether the pixels ahead of corner (x, y), on the right and on the left of `direction`, are in the mask. */
function ahead(inside: (x: number, y: number) => boolean, x: number, y: number, direction: number): [boolean, boolean] {
  switch (direction) {
    case 0:
      return [inside(x, y), inside(x, y - 1)];
    case 1:
      return [inside(x - 1, y), inside(x, y)];
    case 2:
      return [inside(x - 1, y - 1), inside(x - 1, y)];
    default:
      return [inside(x, y - 1), inside(x - 1, y - 1)];
  }
}

/** The points of an outline; `fixed` holds the indices of those that bridges begin and end at. */
interface Path {
  readonly points: Point[];
  readonly fixed: number[];
}

/** Goes round `outer` and, where one hangs, over the bridge round the hole and back; a loop, not a recursion: holes may hang on holes a thousand deep. */
function walk(outer: Ring, hanging: ReadonlyMap<Ring, ReadonlyMap<number, Ring>>, options: ContourOptions, stride = 0): Path {
  const { inset = 0, offset = { x: 0, y: 0 } } = options;
  const points: Point[] = [];
  const fixed: number[] = [];
  const put = (x: number, y: number): void => void points.push({ x: x + offset.x, y: y + offset.y });
  const bridgeEnd = (x: number, row: number): void => {
    fixed.push(points.length);
    put(x, row + 0.25); // a quarter: never on a pixel's centre
  };

  const stack: Steps[] = [new Steps(outer, 0)];
  while (stack.length > 0) {
    const steps = stack[stack.length - 1]!;
    const waiting = hanging.get(steps.ring);
    let hole: Ring | undefined;
    if (waiting && steps.up) {
      // Upwards along x: the bridges that end on this side, one after the other.
      while (steps.row >= steps.toRow && !hole) {
        hole = waiting.get(steps.row * stride + steps.x);
        if (hole) bridgeEnd(steps.x + inset, steps.row);
        steps.row--;
      }
    }
    if (hole) {
      stack.push(new Steps(hole, entry(hole)));
      bridgeEnd(hole.left - inset, hole.leftRow);
      continue;
    }
    if (steps.done) {
      stack.pop();
      if (stack.length > 0) {
        bridgeEnd(steps.ring.left - inset, steps.ring.leftRow);
        const back = stack[stack.length - 1]!;
        bridgeEnd(back.x + inset, back.row + 1);
      }
      continue;
    }
    steps.corner(inset, put);
  }
  return { points, fixed };
}

/** The corner at which the side ends that the hole's bridge begins on. */
function entry({ corners, left, leftRow }: Ring): number {
  const count = corners.length / 2;
  for (let i = 0; i < count; i++) {
    const before = (i + count - 1) % count;
    if (corners[i * 2] === left && corners[before * 2] === left && corners[before * 2 + 1]! <= leftRow && leftRow < corners[i * 2 + 1]!)
      return i;
  }
  throw new Error('A hole without a left side.');
}

/** The way round one ring, corner by corner, from one corner until it is reached again. */
class Steps {
  #next: number;
  #left: number;
  /** The side that follows the last corner, when it goes up: its x, the rows not yet looked at (from `row` up to `toRow`). */
  up = false;
  x = 0;
  row = 0;
  toRow = 0;

  constructor(
    readonly ring: Ring,
    first: number,
  ) {
    this.#next = first;
    this.#left = ring.corners.length / 2;
  }

  get done(): boolean {
    return this.#left === 0;
  }

  /** Puts the next corner, moved into the mask by `inset`, and turns to the side after it. */
  corner(inset: number, put: (x: number, y: number) => void): void {
    const { corners } = this.ring;
    const size = corners.length;
    const i = this.#next * 2;
    const [x, y] = [corners[i]!, corners[i + 1]!];
    const [fromX, fromY] = [corners[(i + size - 2) % size]!, corners[(i + size - 1) % size]!];
    const [toX, toY] = [corners[(i + 2) % size]!, corners[(i + 3) % size]!];
    // To the right of a step (dx, dy) lies (-dy, dx).
    const dx = -Math.sign(y - fromY) - Math.sign(toY - y);
    const dy = Math.sign(x - fromX) + Math.sign(toX - x);
    put(x + dx * inset, y + dy * inset);
    this.up = toY < y;
    [this.x, this.row, this.toRow] = [x, y - 1, toY];
    this.#next = (this.#next + 1) % (size / 2);
    this.#left--;
  }
}

const finished = ({ points, fixed }: Path, { tolerance = 0 }: ContourOptions): Point[] =>
  tolerance > 0 ? simplified(points, tolerance, fixed) : points;
