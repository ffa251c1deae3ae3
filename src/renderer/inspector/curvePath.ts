// A score over all thresholds as an SVG path.
import type { CurvePoint } from '../../shared/metrics/thresholds';

/** The drawing's own units; it is stretched to its place. */
export const WIDTH = 256;
export const HEIGHT = 56;
/** Room above a score of 1. */
export const TOP = 6;

export type Score = 'f1' | 'precision' | 'recall';

/** One curve as an SVG path over thresholds 0..1; breaks where the score is undefined. */
export function curvePath(curve: readonly CurvePoint[], what: Score): string {
  let path = '';
  let pen = 'M';
  for (const point of curve) {
    const value = point[what];
    if (value === null) pen = 'M';
    else {
      path += `${pen}${(point.threshold * WIDTH).toFixed(1)} ${(TOP + (1 - value) * (HEIGHT - TOP)).toFixed(1)}`;
      pen = 'L';
    }
  }
  return path;
}
