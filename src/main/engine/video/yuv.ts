// RGB to the 4:2:0 planes that H.264 codes, by hand: what the encoder's own scaler would do is BT.601, and untagged players take it for another.

/** The next even number: 4:2:0 has one colour sample for 2x2 pixels. */
export const even = (side: number): number => side + (side & 1);

// Rec. ITU-R BT.709-6: Y' = 0.2126 R + 0.7152 G + 0.0722 B, in 8 bits Y 16..235, Cb and Cr 16..240. In 1/65536.
const KR = 0.2126;
const KG = 0.7152;
const KB = 0.0722;
const fixed = (value: number): number => Math.round(value * 65536);
const [YR, YG, YB] = [KR, KG, KB].map((k) => fixed((k * 219) / 255)) as [number, number, number];
const blueness = (k: number): number => fixed((k * 224) / 255 / (2 - 2 * KB));
const redness = (k: number): number => fixed((k * 224) / 255 / (2 - 2 * KR));
const [UR, UG, UB] = [blueness(-KR), blueness(-KG), blueness(1 - KB)];
const [VR, VG, VB] = [redness(1 - KR), redness(-KG), redness(-KB)];
const Y_ZERO = 16 * 65536 + 32768;
// Chroma comes from sums of eight samples.
const C_ZERO = (128 * 65536 + 32768) * 8;

/**
 * `rgb` [height*width*3] as I420, limited range: Y [evenHeight*evenWidth], then Cb and Cr of a quarter each. Odd sides are made even by
 * repeating the last column or row. Colour is sited left, as H.264 has it by default: weights 1 2 1 over the columns, 1 1 over the rows.
 */
export function rgbToI420(rgb: Uint8Array, width: number, height: number): Uint8Array {
  if (rgb.length !== width * height * 3) throw new RangeError(`${rgb.length} bytes are no ${width} x ${height} RGB picture.`);
  const w = even(width);
  const h = even(height);
  const out = new Uint8Array((w * h * 3) / 2);
  luma(rgb, width, height, out, w, h);
  chroma(rgb, width, height, out.subarray(w * h), w / 2, h / 2);
  return out;
}

function luma(rgb: Uint8Array, width: number, height: number, out: Uint8Array, w: number, h: number): void {
  for (let y = 0; y < height; y++) {
    let from = y * width * 3;
    const row = y * w;
    for (let x = 0; x < width; x++, from += 3) out[row + x] = (YR * rgb[from]! + YG * rgb[from + 1]! + YB * rgb[from + 2]! + Y_ZERO) >> 16;
    if (w > width) out[row + width] = out[row + width - 1]!;
  }
  if (h > height) out.copyWithin((h - 1) * w, (h - 2) * w, (h - 1) * w);
}

function chroma(rgb: Uint8Array, width: number, height: number, out: Uint8Array, w: number, h: number): void {
  const cr = w * h;
  const last = (width - 1) * 3;
  for (let y = 0, at = 0; y < h; y++) {
    const top = 2 * y * width * 3;
    // From the upper row to the lower, 0 where there is none.
    const down = 2 * y + 1 < height ? width * 3 : 0;
    for (let x = 0; x < w; x++, at++) {
      const middle = 6 * x;
      const a = top + (x === 0 ? 0 : middle - 3);
      const b = top + middle;
      const c = top + (middle + 3 > last ? last : middle + 3);
      const [d, e, f] = [a + down, b + down, c + down];
      const red = rgb[a]! + rgb[c]! + rgb[d]! + rgb[f]! + 2 * (rgb[b]! + rgb[e]!);
      const green = rgb[a + 1]! + rgb[c + 1]! + rgb[d + 1]! + rgb[f + 1]! + 2 * (rgb[b + 1]! + rgb[e + 1]!);
      const blue = rgb[a + 2]! + rgb[c + 2]! + rgb[d + 2]! + rgb[f + 2]! + 2 * (rgb[b + 2]! + rgb[e + 2]!);
      out[at] = (UR * red + UG * green + UB * blue + C_ZERO) >> 19;
      out[cr + at] = (VR * red + VG * green + VB * blue + C_ZERO) >> 19;
    }
  }
}
