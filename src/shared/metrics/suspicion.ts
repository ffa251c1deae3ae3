// Label suspicion: where a confident prediction contradicts the mask, the mask may be what is wrong.
import { IGNORE, ROAD } from '../domain';
import { connectedComponents } from '../mask/components';
import { squaredDistances } from '../mask/distance';
import type { LabelMap } from '../mask/labelMap';

/** Probabilities from `high` on are a confident 'road', up to `low` a confident 'not road'. */
export interface Confidence {
  readonly high: number;
  readonly low: number;
}
export const CONFIDENCE: Confidence = { high: 0.9, low: 0.1 };

/** In `contradictions`: the mask lacks road that the net is sure of; the mask has road that the net is sure is none. */
export const MISSING_ROAD = 1;
export const FALSE_ROAD = 2;

/** [height*width] of MISSING_ROAD, FALSE_ROAD and 0. `probabilities`: 8-bit, at the mask's size. Ignore pixels contradict nothing. */
export function contradictions(probabilities: Uint8Array, truth: LabelMap, { high, low }: Confidence = CONFIDENCE): Uint8Array {
  const { data } = truth;
  if (probabilities.length !== data.length)
    throw new RangeError(`${probabilities.length} probabilities do not fit a mask of ${truth.width} x ${truth.height}.`);
  const [sure, never] = [Math.ceil(high * 255), Math.floor(low * 255)];
  const found = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const label = data[i]!;
    const p = probabilities[i]!;
    if (label === ROAD) {
      if (p <= never) found[i] = FALSE_ROAD;
    } else if (label !== IGNORE && p >= sure) found[i] = MISSING_ROAD;
  }
  return found;
}

/** A patch that reaches no further than this from its border, in pixels of the frame, is a blurred edge: it counts, and is not pointed at. */
const THICK = 8;

export interface Suspicion {
  /** 0..1; a few hundredths are usual, what stands out is suspect. */
  readonly value: number;
  /** Contradictions [height*width] as above, thin patches left out: where to look. */
  readonly found: Uint8Array;
}

/**
 * sqrt(share x thickness). share: pixels of contradiction over the union of mask and prediction at 0.5. thickness: how far the thickest patch reaches inside
 * itself, over half the frame's height: an edge that is off by a pixel or two of the net is long and thin, a spot that was left out is thick.
 * After confident learning (Northcutt et al. 2021: a label is suspect where the net is confident of another) and its pixel-wise form (Lad and Mueller 2023),
 * with the patch's shape in place of their softmin. docs/loop.md has what it found, beside others.
 */
export function suspicion(probabilities: Uint8Array, truth: LabelMap, confidence: Confidence = CONFIDENCE): Suspicion {
  const { width, height, data } = truth;
  const found = contradictions(probabilities, truth, confidence);
  let contradicted = 0;
  let union = 0;
  for (let i = 0; i < data.length; i++) {
    if (data[i] !== IGNORE && (data[i] === ROAD || probabilities[i]! > 127)) union++;
    if (found[i] !== 0) contradicted++;
  }
  if (contradicted === 0 || union === 0) return { value: 0, found };
  const inside = squaredDistances(
    found.map((kind) => (kind === 0 ? 1 : 0)),
    width,
    height,
  );
  const { ids, components } = connectedComponents(found, width, height);
  const thick = new Uint8Array(components.length + 1);
  let deepest = 0;
  for (let i = 0; i < found.length; i++) {
    if (found[i] === 0) continue;
    deepest = Math.max(deepest, inside[i]!);
    if (inside[i]! > THICK * THICK) thick[ids[i]!] = 1;
  }
  for (let i = 0; i < found.length; i++) if (thick[ids[i]!] === 0) found[i] = 0;
  // Where all pixels contradict there is no border to be far from.
  const thickness = Math.min(1, (2 * Math.sqrt(deepest)) / height);
  return { value: Math.sqrt((contradicted / union) * thickness), found };
}
