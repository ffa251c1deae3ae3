// The wand: which pixels look like the one that was pressed. Grown once, outwards; after that every tolerance is one threshold.
import { labOf, type ImagePixels } from '../image/lab';
import { type Region } from './regions';
import { Bounds } from './rect';

/** Tolerances are whole numbers 0..MAX_TOLERANCE; one unit is half a unit of CIELAB's Euclidean distance (CIE 1976), so about 5 are just seen. */
export const MAX_TOLERANCE = 200;
const UNITS = 2;
/** A pixel that was not reached yet. */
const FAR = 255;

export interface WandOptions {
  /** Only what hangs together with the seed (by sides); true by default. Else all pixels of that colour. */
  readonly contiguous?: boolean;
}

/**
 * A pixel's level is the least tolerance at which it belongs to the seed's region: the smallest, over all paths from the seed, of the largest colour
 * distance to the seed's colour on the path (a bottleneck distance). Grown with one bucket a level, which touches each pixel once, and only as far as
 * asked for; a larger tolerance goes on where the last one stopped.
 */
export class Wand {
  /** [height*width]: level 0..254, FAR while not reached. */
  readonly levels: Uint8Array;
  /** The largest tolerance that `levels` is complete for. */
  private known = -1;
  private readonly next: Int32Array | null;
  private readonly heads = new Int32Array(256).fill(-1);
  /** CIELAB of the seed: the mean of the 3x3 pixels around it, so that a single noisy one does not decide. */
  private readonly seed: Float64Array;
  private readonly lab = new Float64Array(3);

  constructor(
    private readonly image: ImagePixels,
    x: number,
    y: number,
    { contiguous = true }: WandOptions = {},
  ) {
    const { width, height } = image;
    if (!Number.isInteger(x) || !Number.isInteger(y) || x < 0 || y < 0 || x >= width || y >= height)
      throw new RangeError(`Pixel (${x}, ${y}) is not in a picture of ${width} x ${height}.`);
    this.levels = new Uint8Array(width * height).fill(FAR);
    this.seed = this.meanAround(x, y);
    if (contiguous) {
      this.next = new Int32Array(width * height);
      const at = y * width + x;
      // The pressed pixel always belongs.
      this.levels[at] = 0;
      this.push(at, 0);
    } else {
      this.next = null;
      for (let i = 0; i < this.levels.length; i++) this.levels[i] = this.costOf(i);
      this.levels[y * width + x] = 0;
      this.known = MAX_TOLERANCE;
    }
  }

  /** The region at a tolerance; `into` [height*width] is written over and becomes its map. */
  region(tolerance: number, into: Uint8Array = new Uint8Array(this.levels.length)): Region {
    const most = Math.min(MAX_TOLERANCE, Math.max(0, Math.floor(tolerance)));
    this.growTo(most);
    const { levels } = this;
    const { width, height } = this.image;
    const bounds = new Bounds();
    let area = 0;
    for (let y = 0; y < height; y++) {
      let first = -1;
      let last = -1;
      const end = (y + 1) * width;
      for (let i = y * width; i < end; i++) {
        if (levels[i]! <= most) {
          into[i] = 1;
          area++;
          if (first < 0) first = i;
          last = i;
        } else into[i] = 0;
      }
      if (first >= 0) bounds.addSpan(y, first - y * width, last + 1 - y * width);
    }
    return { map: into, rect: bounds.rect()!, area };
  }

  private growTo(tolerance: number): void {
    const { levels, next, heads } = this;
    const { width, height } = this.image;
    if (!next) return;
    const last = width * (height - 1);
    for (let level = this.known + 1; level <= tolerance; level++) {
      for (let at = heads[level]!; at >= 0; at = heads[level]!) {
        heads[level] = next[at]!;
        const column = at % width;
        if (column > 0 && levels[at - 1] === FAR) this.reach(at - 1, level);
        if (column < width - 1 && levels[at + 1] === FAR) this.reach(at + 1, level);
        if (at >= width && levels[at - width] === FAR) this.reach(at - width, level);
        if (at < last && levels[at + width] === FAR) this.reach(at + width, level);
      }
      this.known = level;
    }
  }

  /** Levels come in rising order, so the first that reaches a pixel is its least. */
  private reach(at: number, level: number): void {
    const cost = this.costOf(at);
    const own = cost > level ? cost : level;
    this.levels[at] = own;
    this.push(at, own);
  }

  private push(at: number, level: number): void {
    this.next![at] = this.heads[level]!;
    this.heads[level] = at;
  }

  /** Distance of a pixel's colour to the seed's, rounded up, 0..254. */
  private costOf(at: number): number {
    const { data } = this.image;
    const { lab, seed } = this;
    labOf(data[at * 4]!, data[at * 4 + 1]!, data[at * 4 + 2]!, lab);
    const dl = lab[0]! - seed[0]!;
    const da = lab[1]! - seed[1]!;
    const db = lab[2]! - seed[2]!;
    const cost = Math.ceil(Math.sqrt(dl * dl + da * da + db * db) * UNITS);
    return cost > 254 ? 254 : cost;
  }

  private meanAround(x: number, y: number): Float64Array {
    const { width, height, data } = this.image;
    const sum = new Float64Array(3);
    let pixels = 0;
    for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
      for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++, pixels++) {
        const at = (v * width + u) * 4;
        labOf(data[at]!, data[at + 1]!, data[at + 2]!, this.lab);
        for (let c = 0; c < 3; c++) sum[c] = sum[c]! + this.lab[c]!;
      }
    }
    return sum.map((one) => one / pixels);
  }
}
