// Resizing as OpenCV does it, which is what the reference nets were trained on, of a whole picture or of a cut, mirrored or not. Pixels are [height*width*channels], interleaved.
import { linearAxis, nearestAxis } from './axes';

/** INTER_LINEAR in single precision: half-pixel centres, edges clamped, no anti-aliasing. Result [toH*toW*channels] in the range of `src`. */
export function resizeBilinear(
  src: Uint8Array | Float32Array,
  w: number,
  h: number,
  channels: number,
  toW: number,
  toH: number,
  into: Float32Array = new Float32Array(toW * toH * channels),
): Float32Array {
  assertPixels(src.length, w, h, channels);
  assertPixels(into.length, toW, toH, channels);
  const xs = linearAxis(w, toW);
  const ys = linearAxis(h, toH);
  for (let y = 0; y < toH; y++) {
    const row0 = ys.first[y]! * w * channels;
    const row1 = ys.second[y]! * w * channels;
    const b = ys.weight[y]!;
    let out = y * toW * channels;
    for (let x = 0; x < toW; x++) {
      const left = xs.first[x]! * channels;
      const right = xs.second[x]! * channels;
      const a = xs.weight[x]!;
      for (let c = 0; c < channels; c++) {
        const top = src[row0 + left + c]! * (1 - a) + src[row0 + right + c]! * a;
        const bottom = src[row1 + left + c]! * (1 - a) + src[row1 + right + c]! * a;
        into[out++] = top * (1 - b) + bottom * b;
      }
    }
  }
  return into;
}

/** The part of a picture that a resize sees, which must lie inside; `mirrored`: left and right of that part exchanged first. */
export interface Cut {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly mirrored?: boolean;
}
export interface ResizeOptions {
  /** All of it without one. The result is that of cropping, mirroring and resizing one after the other; no pixel is copied on the way. */
  readonly cut?: Cut | undefined;
  /** [toH*toW*channels]; a new one without. */
  readonly into?: Uint8Array | undefined;
}

/** INTER_LINEAR of 8-bit pixels in OpenCV's own fixed point: 11-bit weights, two shifts, halves up. */
export function resizeBilinear8(
  src: Uint8Array,
  w: number,
  h: number,
  channels: number,
  toW: number,
  toH: number,
  options: ResizeOptions = {},
): Uint8Array {
  const { cut, into } = target(src, w, h, channels, toW, toH, options);
  const xs = linearAxis(cut.width, toW);
  const ys = linearAxis(cut.height, toH);
  const left = columns(xs.first, cut, channels);
  const right = columns(xs.second, cut, channels);
  const weights = xs.fixed;
  let out = 0;
  for (let y = 0; y < toH; y++) {
    const row0 = (cut.y + ys.first[y]!) * w * channels;
    const row1 = (cut.y + ys.second[y]!) * w * channels;
    const b1 = ys.fixed[y]!;
    const b0 = 2048 - b1;
    for (let x = 0; x < toW; x++) {
      const l = left[x]!;
      const r = right[x]!;
      const a1 = weights[x]!;
      const a0 = 2048 - a1;
      for (let c = 0; c < channels; c++) {
        const top = src[row0 + l + c]! * a0 + src[row0 + r + c]! * a1;
        const bottom = src[row1 + l + c]! * a0 + src[row1 + r + c]! * a1;
        into[out++] = (((b0 * (top >> 4)) >> 16) + ((b1 * (bottom >> 4)) >> 16) + 2) >> 2;
      }
    }
  }
  return into;
}

/** INTER_NEAREST: the pixel at floor(i * scale). Label maps are resized by this and nothing else. */
export function resizeNearest(
  src: Uint8Array,
  w: number,
  h: number,
  toW: number,
  toH: number,
  channels = 1,
  options: ResizeOptions = {},
): Uint8Array {
  const { cut, into } = target(src, w, h, channels, toW, toH, options);
  const xs = columns(nearestAxis(cut.width, toW), cut, channels);
  const ys = nearestAxis(cut.height, toH);
  let out = 0;
  for (let y = 0; y < toH; y++) {
    const row = (cut.y + ys[y]!) * w * channels;
    for (let x = 0; x < toW; x++) {
      const at = row + xs[x]!;
      for (let c = 0; c < channels; c++) into[out++] = src[at + c]!;
    }
  }
  return into;
}

function target(src: Uint8Array, w: number, h: number, channels: number, toW: number, toH: number, options: ResizeOptions) {
  const { cut = { x: 0, y: 0, width: w, height: h }, into = new Uint8Array(toW * toH * channels) } = options;
  assertPixels(src.length, w, h, channels);
  assertPixels(into.length, toW, toH, channels);
  assertInside(cut, w, h);
  return { cut, into };
}

/** Offsets within a row of the columns that `axis` takes from the cut. */
function columns(axis: Int32Array, cut: Cut, channels: number): Int32Array {
  const { x, width, mirrored = false } = cut;
  return axis.map((at) => (mirrored ? x + width - 1 - at : x + at) * channels);
}

function assertPixels(length: number, w: number, h: number, channels: number): void {
  if (length !== w * h * channels) throw new RangeError(`${length} values do not make ${w} x ${h} pixels of ${channels} channels.`);
}

function assertInside({ x, y, width, height }: Cut, w: number, h: number): void {
  if (x < 0 || y < 0 || width < 1 || height < 1 || x + width > w || y + height > h)
    throw new RangeError(`${width} x ${height} from (${x}, ${y}) does not lie inside ${w} x ${h}.`);
}
