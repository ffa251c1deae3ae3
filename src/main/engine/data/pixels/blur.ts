// A box blur, in place.

/**
 * After albumentations 2.0.8's Blur, which is OpenCV's blur: the mean of a `side` x `side` box, rounded; beyond the edge the picture is mirrored
 * without its last row (BORDER_REFLECT_101). Running sums: the time does not depend on the side.
 * @param pixels RGB [height*width*3]
 * @param side odd
 */
export function boxBlur(pixels: Uint8Array, width: number, height: number, side: number): void {
  const reach = side >> 1;
  const row = width * 3;
  const across = new Uint16Array(pixels.length);
  const xs = Int32Array.from({ length: width + side }, (_, i) => mirrored(i - reach, width) * 3);
  for (let y = 0; y < height; y++) {
    const start = y * row;
    for (let c = 0; c < 3; c++) {
      const from = start + c;
      let sum = 0;
      for (let i = 0; i < side; i++) sum += pixels[from + xs[i]!]!;
      for (let x = 0, at = from; x < width; x++, at += 3) {
        across[at] = sum;
        sum += pixels[from + xs[x + side]!]! - pixels[from + xs[x]!]!;
      }
    }
  }
  const ys = Int32Array.from({ length: height + side }, (_, i) => mirrored(i - reach, height) * row);
  const sums = new Int32Array(row);
  for (let i = 0; i < side; i++) for (let x = 0, at = ys[i]!; x < row; x++, at++) sums[x] = sums[x]! + across[at]!;
  const share = 1 / (side * side);
  for (let y = 0, at = 0; y < height; y++) {
    let leaving = ys[y]!;
    let coming = ys[y + side]!;
    for (let x = 0; x < row; x++, at++, leaving++, coming++) {
      pixels[at] = (sums[x]! * share + 0.5) | 0;
      sums[x] = sums[x]! + across[coming]! - across[leaving]!;
    }
  }
}

/** The pixel that stands for position `i`, which may lie outside 0 .. length-1, once or many times over. */
function mirrored(i: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const at = ((i % period) + period) % period;
  return at < length ? at : period - at;
}
