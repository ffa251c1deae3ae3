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
  for (let y = 0; y < h; y++) {
    const top = 2 * y * width * 3;
    const bottom = Math.min(2 * y + 1, height - 1) * width * 3;
    for (let x = 0; x < w; x++) {
      const middle = 6 * x;
      const left = x === 0 ? 0 : middle - 3;
      const right = Math.min(middle + 3, (width - 1) * 3);
      let [r, g, b] = [0, 0, 0];
      for (const row of [top, bottom]) {
        r += rgb[row + left]! + 2 * rgb[row + middle]! + rgb[row + right]!;
        g += rgb[row + left + 1]! + 2 * rgb[row + middle + 1]! + rgb[row + right + 1]!;
        b += rgb[row + left + 2]! + 2 * rgb[row + middle + 2]! + rgb[row + right + 2]!;
      }
      out[y * w + x] = (UR * r + UG * g + UB * b + C_ZERO) >> 19;
      out[cr + y * w + x] = (VR * r + VG * g + VB * b + C_ZERO) >> 19;
    }
  }
}
