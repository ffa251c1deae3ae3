// A rotated frame: image bilinear, mask nearest; only those of its pixels are computed that are asked for.
import { IGNORE } from '../../../../shared/domain';

/** A frame's pixels, seen in a mirror if `mirrored`. */
export interface Source {
  readonly width: number;
  readonly height: number;
  readonly mirrored: boolean;
}

export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a pixel of the rotated frame lies in the frame: x = xx * column + xy * row + x0, and y alike. */
interface Map {
  readonly xx: number;
  readonly xy: number;
  readonly x0: number;
  readonly yx: number;
  readonly yy: number;
  readonly y0: number;
}

/**
 * After albumentations 2.0.8's Rotate with OpenCV 5's warpAffine (single precision; OpenCV 4 rounds positions to 1/32 of a pixel): counter-clockwise about
 * the middle of the frame, which keeps its size.
 */
function inverse(degrees: number, { width, height }: Source): Map {
  const angle = ((((degrees % 360) + 360) % 360) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [cx, cy] = [width / 2 - 0.5, height / 2 - 0.5];
  const xShift = cos * -cx + sin * -cy + cx;
  const yShift = -sin * -cx + cos * -cy + cy;
  const scale = 1 / (cos * cos + sin * sin);
  const [xx, xy, yx, yy] = [cos * scale, sin * -scale, -sin * -scale, cos * scale];
  const single = Math.fround;
  return {
    ...{ xx: single(xx), xy: single(xy), x0: single(-xx * xShift - xy * yShift) },
    ...{ yx: single(yx), yy: single(yy), y0: single(-yx * xShift - yy * yShift) },
  };
}

/**
 * A part of the rotated frame [height*width*3], in which only the given columns and rows are computed; the others stay black.
 * What lies outside the frame is black, and mixed into the pixels at its edge.
 */
export function rotatedPixels(
  rgb: Uint8Array,
  source: Source,
  degrees: number,
  part: Region,
  columns: Int32Array,
  rows: Int32Array,
): Uint8Array {
  const { width, height, mirrored } = source;
  const map = inverse(degrees, source);
  const into = new Uint8Array(part.width * part.height * 3);
  const right = mirrored ? -3 : 3;
  const below = width * 3;
  for (let j = 0; j < rows.length; j++) {
    const row = rows[j]!;
    const xBase = Math.fround(Math.fround((part.y + row) * map.xy) + map.x0);
    const yBase = Math.fround(Math.fround((part.y + row) * map.yy) + map.y0);
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i]!;
      const x = Math.fround((part.x + column) * map.xx + xBase);
      const y = Math.fround((part.x + column) * map.yx + yBase);
      const left = Math.floor(x);
      const top = Math.floor(y);
      if (left < -1 || top < -1 || left >= width || top >= height) continue;
      const a = x - left;
      const b = y - top;
      // A neighbour outside the frame is black: its weight is nothing, and the pixel itself serves for it.
      const nw = left < 0 || top < 0 ? 0 : (1 - a) * (1 - b);
      const ne = left + 1 >= width || top < 0 ? 0 : a * (1 - b);
      const sw = left < 0 || top + 1 >= height ? 0 : (1 - a) * b;
      const se = left + 1 >= width || top + 1 >= height ? 0 : a * b;
      const at = (top * width + (mirrored ? width - 1 - left : left)) * 3;
      const pNw = nw > 0 ? at : 0;
      const pNe = ne > 0 ? at + right : 0;
      const pSw = sw > 0 ? at + below : 0;
      const pSe = se > 0 ? at + below + right : 0;
      const out = (row * part.width + column) * 3;
      into[out] = rgb[pNw]! * nw + rgb[pNe]! * ne + rgb[pSw]! * sw + rgb[pSe]! * se + 0.5;
      into[out + 1] = rgb[pNw + 1]! * nw + rgb[pNe + 1]! * ne + rgb[pSw + 1]! * sw + rgb[pSe + 1]! * se + 0.5;
      into[out + 2] = rgb[pNw + 2]! * nw + rgb[pNe + 2]! * ne + rgb[pSw + 2]! * sw + rgb[pSe + 2]! * se + 0.5;
    }
  }
  return into;
}

/** The labels of a part of the rotated frame in the given columns and rows alone, written to `into` [rows*columns]; outside the frame they are IGNORE. */
export function rotatedLabels(
  labels: Uint8Array,
  source: Source,
  degrees: number,
  part: Region,
  columns: Int32Array,
  rows: Int32Array,
  into: Uint8Array,
): void {
  const { width, height, mirrored } = source;
  const map = inverse(degrees, source);
  let out = 0;
  for (let j = 0; j < rows.length; j++) {
    const row = rows[j]!;
    const xBase = Math.fround(Math.fround((part.y + row) * map.xy) + map.x0);
    const yBase = Math.fround(Math.fround((part.y + row) * map.yy) + map.y0);
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i]!;
      const x = halfEven(Math.fround((part.x + column) * map.xx + xBase));
      const y = halfEven(Math.fround((part.x + column) * map.yx + yBase));
      const inside = x >= 0 && y >= 0 && x < width && y < height;
      into[out++] = inside ? labels[y * width + (mirrored ? width - 1 - x : x)]! : IGNORE;
    }
  }
}

function halfEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  return rest > 0.5 || (rest === 0.5 && (down & 1) === 1) ? down + 1 : down;
}
