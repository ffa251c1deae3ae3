// Predictions: 8-bit probabilities at the net's size, how they become the frame's size, and when a pixel counts as road.
// Screen, scores and video all go through here, so that they agree to the pixel.
import { linearAxis, type LinearAxis } from '../image/axes';

/** Probabilities 0..1 as round(p * 255). */
export function quantise(p: Float32Array): Uint8Array {
  const q = new Uint8Array(p.length);
  for (let i = 0; i < p.length; i++) q[i] = Math.min(255, Math.max(0, Math.floor(p[i]! * 255 + 0.5)));
  return q;
}

/**
 * The integer cut that stands for a threshold: `value > cutOf(t)` exactly when `value / 255 > t`, for every 8-bit value.
 * -1 (all road) for a threshold below 0, 255 (no road) from 1 on.
 */
export function cutOf(threshold: number): number {
  if (Number.isNaN(threshold)) throw new RangeError('A threshold must be a number.');
  if (threshold < 0) return -1;
  if (threshold >= 1) return 255;
  let cut = Math.floor(threshold * 255);
  // threshold * 255 is rounded; the definition divides. Step to where both agree.
  while (cut / 255 > threshold) cut--;
  while ((cut + 1) / 255 <= threshold) cut++;
  return cut;
}

export const roadAt = (value: number, threshold: number): boolean => value > cutOf(threshold);

/** 1 where road, 0 where not, [same length]; what `confusion` takes. */
export function thresholded(probabilities: Uint8Array, threshold: number): Uint8Array {
  const cut = cutOf(threshold);
  const road = new Uint8Array(probabilities.length);
  for (let i = 0; i < road.length; i++) road[i] = probabilities[i]! > cut ? 1 : 0;
  return road;
}

/**
 * Probabilities `q` [h*w] at another size [toH*toW]: bilinear, half-pixel centres, edges clamped (OpenCV's INTER_LINEAR), rounded to 8 bit, halves up.
 * Integer weights of 11 bits an axis, so that every machine gives the same bytes. Written into `into` where given.
 */
export function upsampleProbabilities(
  q: Uint8Array,
  w: number,
  h: number,
  toW: number,
  toH: number,
  into: Uint8Array = new Uint8Array(toW * toH),
): Uint8Array {
  if (q.length !== w * h) throw new RangeError(`${q.length} probabilities do not make ${w} x ${h}.`);
  if (into.length !== toW * toH) throw new RangeError(`${into.length} bytes cannot hold ${toW} x ${toH} probabilities.`);
  if (w === toW && h === toH) {
    into.set(q);
    return into;
  }
  const xs = linearAxis(w, toW);
  const ys = linearAxis(h, toH);
  // Neighbouring output rows share their two source rows: each is stretched once and kept.
  let upper = new Int32Array(toW);
  let lower = new Int32Array(toW);
  let upperRow = -1;
  let lowerRow = -1;
  for (let y = 0; y < toH; y++) {
    const row0 = ys.first[y]!;
    const row1 = ys.second[y]!;
    if (row0 !== upperRow) {
      [upper, lower] = [lower, upper];
      [upperRow, lowerRow] = [lowerRow, upperRow];
      if (row0 !== upperRow) stretchRow(q, row0 * w, xs, upper);
      upperRow = row0;
    }
    if (row1 !== lowerRow) stretchRow(q, row1 * w, xs, lower);
    lowerRow = row1;
    const b1 = ys.fixed[y]!;
    const b0 = 2048 - b1;
    const out = y * toW;
    // 255 * 2048 * 2048 + 2^21 < 2^31: an int32 holds it.
    for (let x = 0; x < toW; x++) into[out + x] = (upper[x]! * b0 + lower[x]! * b1 + 0x200000) >> 22;
  }
  return into;
}

function stretchRow(q: Uint8Array, row: number, xs: LinearAxis, into: Int32Array): void {
  const { first, second, fixed } = xs;
  for (let x = 0; x < into.length; x++) {
    const left = q[row + first[x]!]!;
    into[x] = (left << 11) + (q[row + second[x]!]! - left) * fixed[x]!;
  }
}
