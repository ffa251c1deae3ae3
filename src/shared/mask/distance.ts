// Exact Euclidean distances to the nearest marked pixel, in time that does not depend on the distance.

/** Farther than any two pixels that can be compared: no side may be longer. Its square still fits an Int32. */
export const FAR = 40_000;

/**
 * Squared distance of every pixel of [height*width] to the nearest one with `marked` != 0, between pixel centres; FAR^2 or more where
 * none is marked. Meijster, Roerdink, Hesselink 2000: the lower envelope of Felzenszwalb & Huttenlocher in whole numbers, exact.
 */
export function squaredDistances(marked: Uint8Array, width: number, height: number): Int32Array {
  if (marked.length !== width * height) throw new RangeError(`${marked.length} pixels do not make ${width} x ${height}.`);
  const out = columnDistances(marked, width, height);
  const g = new Int32Array(width);
  const centre = new Int32Array(width);
  const start = new Int32Array(width);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) g[x] = out[row + x]! * out[row + x]!;
    // Parabolas x -> (x - s)^2 + g(s); each is the lowest from its start to the next one's.
    let q = 0;
    centre[0] = 0;
    start[0] = 0;
    for (let u = 1; u < width; u++) {
      const gu = g[u]!;
      while (q >= 0) {
        const t = start[q]!;
        const s = centre[q]!;
        if ((t - s) * (t - s) + g[s]! <= (t - u) * (t - u) + gu) break;
        q--;
      }
      if (q < 0) {
        q = 0;
        centre[0] = u;
        continue;
      }
      const s = centre[q]!;
      const from = 1 + Math.floor((u * u - s * s + gu - g[s]!) / (2 * (u - s)));
      if (from < width) {
        q++;
        centre[q] = u;
        start[q] = from;
      }
    }
    for (let x = width - 1; x >= 0; x--) {
      const s = centre[q]!;
      out[row + x] = (x - s) * (x - s) + g[s]!;
      if (x === start[q]) q--;
    }
  }
  return out;
}

/** Distance within the column; FAR where the column has no marked pixel. */
function columnDistances(marked: Uint8Array, width: number, height: number): Int32Array {
  const out = new Int32Array(width * height);
  for (let x = 0; x < width; x++) out[x] = marked[x] ? 0 : FAR;
  for (let i = width; i < out.length; i++) {
    const above = out[i - width]! + 1;
    out[i] = marked[i] ? 0 : above < FAR ? above : FAR;
  }
  for (let i = out.length - width - 1; i >= 0; i--) {
    const below = out[i + width]! + 1;
    if (below < out[i]!) out[i] = below;
  }
  return out;
}
