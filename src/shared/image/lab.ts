// CIELAB from 8-bit sRGB: equal distances look about equally different, which RGB cannot say.

/** RGBA as a canvas gives it. */
export interface ImagePixels {
  readonly width: number;
  readonly height: number;
  /** [height*width*4], 0..255, row-major; alpha is not looked at. */
  readonly data: Uint8ClampedArray | Uint8Array;
}

/** Linear light of an sRGB byte (IEC 61966-2-1), 0..1. */
const linear = Float64Array.from({ length: 256 }, (_, byte) => {
  const c = byte / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
});

/** f(t) of CIELAB at t = i / STEPS; read between the steps, its error stays below 0.02 units of L, a and b. */
const STEPS = 8192;
const curve = Float64Array.from({ length: STEPS + 2 }, (_, i) => {
  const t = i / STEPS;
  return t > (6 / 29) ** 3 ? Math.cbrt(t) : (t * 841) / 108 + 4 / 29;
});

function f(t: number): number {
  const at = t * STEPS;
  const i = at | 0;
  const low = curve[i]!;
  return low + (curve[i + 1]! - low) * (at - i);
}

// sRGB's primaries under D65, each row divided by the white point.
const X = [0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047] as const;
const Y = [0.2126729, 0.7151522, 0.072175] as const;
const Z = [0.0193339 / 1.08883, 0.119192 / 1.08883, 0.9503041 / 1.08883] as const;

/** L (0..100), a, b of one pixel (bytes 0..255) into `out` at `at`. */
export function labOf(r: number, g: number, b: number, out: Float32Array | Float64Array, at = 0): void {
  const lr = linear[r]!;
  const lg = linear[g]!;
  const lb = linear[b]!;
  const fx = f(X[0] * lr + X[1] * lg + X[2] * lb);
  const fy = f(Y[0] * lr + Y[1] * lg + Y[2] * lb);
  const fz = f(Z[0] * lr + Z[1] * lg + Z[2] * lb);
  out[at] = 116 * fy - 16;
  out[at + 1] = 500 * (fx - fy);
  out[at + 2] = 200 * (fy - fz);
}

/** A whole picture: [height*width*3], L a b of each pixel. */
export function labImage({ width, height, data }: ImagePixels): Float32Array {
  const lab = new Float32Array(width * height * 3);
  for (let i = 0, p = 0; i < lab.length; i += 3, p += 4) labOf(data[p]!, data[p + 1]!, data[p + 2]!, lab, i);
  return lab;
}
