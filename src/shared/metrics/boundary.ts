// Boundary IoU: how well the edges agree, where IoU over a large road hides them. After Cheng et al. 2021, 'Boundary IoU', eq. 2.
import { IGNORE, ROAD } from '../domain';
import { type LabelMap } from '../mask/labelMap';

export interface BoundaryCounts {
  readonly intersection: number;
  readonly union: number;
}

/** 0..1; 1 when neither has an edge. */
export const boundaryIoU = (c: BoundaryCounts): number => (c.union === 0 ? 1 : c.intersection / c.union);

/**
 * Compares the inner edge bands of `prediction` ([height*width], 1 = road) and `truth`: road within `band` pixels (a square neighbourhood,
 * as in the authors' code) of what is not road. The picture's border counts as an edge, as in the authors' code.
 * Ignore pixels are not counted and make no edge: what is predicted on them changes nothing.
 */
export function boundaryCounts(prediction: Uint8Array, truth: LabelMap, band = 2): BoundaryCounts {
  const { width, height, data } = truth;
  if (prediction.length !== data.length)
    throw new RangeError(`A prediction of ${prediction.length} pixels does not fit ${width} x ${height}.`);
  if (!Number.isInteger(band) || band < 1) throw new RangeError(`A band of ${band} pixels.`);
  const truly = new Uint8Array(data.length);
  const predicted = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const label = data[i]!;
    truly[i] = solid[label]!;
    predicted[i] = prediction[i] !== 0 || uncounted[label] === 1 ? 1 : 0;
  }
  const trueInside = eroded(truly, width, height, band);
  const predictedInside = eroded(predicted, width, height, band);
  let intersection = 0;
  let union = 0;
  for (let i = 0; i < data.length; i++) {
    if (uncounted[data[i]!] === 1) continue;
    const a = truly[i]! & ~trueInside[i]!;
    const b = predicted[i]! & ~predictedInside[i]!;
    intersection += a & b;
    union += a | b;
  }
  return { intersection, union };
}

const uncounted = new Uint8Array(256);
uncounted[IGNORE] = 1;
const solid = new Uint8Array(256);
solid[ROAD] = solid[IGNORE] = 1;

/** 1 where the whole square of 2*by+1 pixels around is 1 and inside the picture. One pass along x, one along y, whatever `by` is. */
function eroded(mask: Uint8Array, width: number, height: number, by: number): Uint8Array {
  const rows = new Uint8Array(mask.length);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let lastZero = -1;
    for (let x = 0; x < width; x++) {
      if (mask[row + x] === 0) lastZero = x;
      if (x - lastZero > 2 * by) rows[row + x - by] = 1;
    }
  }
  const out = new Uint8Array(mask.length);
  const lastZero = new Int32Array(width).fill(-1);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const centre = (y - by) * width;
    for (let x = 0; x < width; x++) {
      if (rows[row + x] === 0) lastZero[x] = y;
      if (y - lastZero[x]! > 2 * by) out[centre + x] = 1;
    }
  }
  return out;
}
