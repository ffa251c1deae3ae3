// By how many pixels one picture of a sequence lies beside the next: block matching of the whole picture, coarse to fine.

/** Luminance 0..255, row-major [height*width]. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}
export interface Shift {
  /** What was at (x, y) of the first picture is at (x + dx, y + dy) of the second. Whole pixels. */
  readonly dx: number;
  readonly dy: number;
}

/** The coarsest level is about this wide: there the whole range is searched. */
const COARSEST = 160;
/** Range of the search, in parts of the picture's size. */
const RANGE = { x: 1 / 8, y: 1 / 10 };
/** A difference counts up to this much: what moves by itself, or is in one picture alone, must not outweigh the rest. */
const CLIP = 40;

/** Rec. 601 luma of RGBA pixels [height*width*4], at every `step`-th pixel of each direction averaged over step x step. */
export function greyOf(rgba: Uint8ClampedArray | Uint8Array, width: number, height: number, step = 1): Grey {
  const w = Math.floor(width / step);
  const h = Math.floor(height / step);
  const data = new Uint8Array(w * h);
  const parts = step * step;
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      let sum = 0;
      for (let v = 0; v < step; v++) {
        let i = ((y * step + v) * width + x * step) * 4;
        for (let u = 0; u < step; u++, i += 4) sum += 77 * rgba[i]! + 150 * rgba[i + 1]! + 29 * rgba[i + 2]!;
      }
      data[y * w + x] = (sum / parts) >> 8;
    }
  }
  return { width: w, height: h, data };
}

function half({ width, height, data }: Grey): Grey {
  const w = width >> 1;
  const h = height >> 1;
  const out = new Uint8Array(w * h);
  for (let y = 0; y < h; y++) {
    for (let x = 0, i = 2 * y * width; x < w; x++, i += 2)
      out[y * w + x] = (data[i]! + data[i + 1]! + data[i + width]! + data[i + width + 1]! + 2) >> 2;
  }
  return { width: w, height: h, data: out };
}

function mean({ data }: Grey): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i]!;
  return sum / data.length;
}

/** Mean clipped difference of the parts that lie over each other; `lift` evens out their brightness; every `stride`-th row. */
function difference(a: Grey, b: Grey, dx: number, dy: number, lift: number, stride: number): number {
  const x0 = Math.max(0, -dx);
  const x1 = Math.min(a.width, a.width - dx);
  const y0 = Math.max(0, -dy);
  const y1 = Math.min(a.height, a.height - dy);
  let sum = 0;
  let rows = 0;
  for (let y = y0; y < y1; y += stride, rows++) {
    let i = y * a.width + x0;
    let k = (y + dy) * a.width + x0 + dx;
    for (let x = x0; x < x1; x++, i++, k++) {
      const d = a.data[i]! - b.data[k]! + lift;
      const way = d < 0 ? -d : d;
      sum += way < CLIP ? way : CLIP;
    }
  }
  return sum / (rows * (x1 - x0));
}

/**
 * The shift from `before` to `after`, two pictures of one size. Found within an eighth of the width and a tenth of the height; both at least 16 x 16.
 * Of two equally good ones the smaller: where nothing can be told (a plain wall), it is (0, 0).
 */
export function estimateShift(before: Grey, after: Grey): Shift {
  if (before.width !== after.width || before.height !== after.height) throw new RangeError('Two pictures of one size are compared.');
  if (before.width < 16 || before.height < 16) return { dx: 0, dy: 0 };
  const levels = [{ before, after }];
  while (levels[0]!.before.width > COARSEST && levels[0]!.before.height >= 32) {
    levels.unshift({ before: half(levels[0]!.before), after: half(levels[0]!.after) });
  }
  let best = { dx: 0, dy: 0 };
  levels.forEach(({ before: a, after: b }, level) => {
    const lift = Math.round(mean(b) - mean(a));
    // The finest level has a hundred times the pixels of the coarsest and little left to say: every other row is enough.
    const stride = a.width > 600 ? 2 : 1;
    const rx = level === 0 ? Math.max(1, Math.floor(a.width * RANGE.x)) : 1;
    const ry = level === 0 ? Math.max(1, Math.floor(a.height * RANGE.y)) : 1;
    const from = level === 0 ? best : { dx: best.dx * 2, dy: best.dy * 2 };
    let least = Infinity;
    let found = from;
    for (let dy = from.dy - ry; dy <= from.dy + ry; dy++) {
      for (let dx = from.dx - rx; dx <= from.dx + rx; dx++) {
        // A hair's cost for every step away: it decides between equals, and nothing else.
        const cost = difference(a, b, dx, dy, lift, stride) + 1e-4 * (Math.abs(dx) + Math.abs(dy));
        if (cost < least) {
          least = cost;
          found = { dx, dy };
        }
      }
    }
    best = found;
  });
  return { dx: best.dx + 0, dy: best.dy + 0 };
}
