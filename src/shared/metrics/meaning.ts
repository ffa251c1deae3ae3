// What the values of a picture mean for the scores of road, so that a mask can be held against a prediction and against another mask alike.
import { IGNORE, ROAD } from '../domain';
import { cutOf } from '../prediction/probabilities';

/** [256]: bit 0 = road, bit 1 = not counted. */
export type Meaning = Uint8Array;

const NOT_COUNTED = 2;

export const LABELS: Meaning = new Uint8Array(256);
LABELS[ROAD] = 1;
LABELS[IGNORE] = NOT_COUNTED;

/** Of 8-bit probabilities: road above `threshold`. */
export function aboveThreshold(threshold: number): Meaning {
  const cut = cutOf(threshold);
  return Uint8Array.from({ length: 256 }, (_, value) => (value > cut ? 1 : 0));
}
