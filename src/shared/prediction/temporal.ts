// Smoothing of a sequence's predictions over neighbouring frames: weighted means of their 8-bit probabilities at the net's size, in whole numbers, so that
// every machine gives the same bytes. Off by default; a score of smoothed probabilities must say that it is one.
import { z } from 'zod';

export const Temporal = z.discriminatedUnion('kind', [
  /** Mean of the frames from `radius` before to `radius` after: a centred moving average (Hyndman & Athanasopoulos, Forecasting, 3rd ed., ch. 3.3). */
  z.object({ kind: z.literal('window'), radius: z.number().int().min(1).max(4) }),
  /** Frames of the past alone, each half the weight of the one after it: exponential smoothing with alpha = 1/2 (Brown 1959; NIST/SEMATECH 6.4.3.1). */
  z.object({ kind: z.literal('exponential') }),
]);
export type Temporal = z.infer<typeof Temporal>;

/** How far back the exponential kind looks: what lies before would weigh less than a 64th. */
const PAST = 5;

/** 'smoothed over 5 frames', for wherever a number or a picture follows from it. */
export const temporalWords = (temporal: Temporal): string =>
  temporal.kind === 'window' ? `smoothed over ${2 * temporal.radius + 1} frames` : 'smoothed over past frames';

/** What each neighbour weighs, by how many frames it lies after (negative: before) the one that is smoothed; that one is among them. */
export const temporalWeights = (temporal: Temporal): readonly { readonly by: number; readonly weight: number }[] =>
  temporal.kind === 'window'
    ? Array.from({ length: 2 * temporal.radius + 1 }, (_, i) => ({ by: i - temporal.radius, weight: 1 }))
    : Array.from({ length: PAST + 1 }, (_, i) => ({ by: 0 - i, weight: 2 ** (PAST - i) }));

const NUMBER = /^(.*?)(\d+)(\D*)$/;

/** True when `later` is the frame `by` after `earlier` by its number, all else of the names being equal: 'drive_0009' and 'drive_0010'. */
function follows(earlier: string, later: string, by: number): boolean {
  const [a, b] = [NUMBER.exec(earlier), NUMBER.exec(later)];
  return a !== null && b !== null && a[1] === b[1] && a[3] === b[3] && Number(b[2]) - Number(a[2]) === by;
}

/**
 * The neighbours that smoothing takes, with their weights, of the frames in natural order of their names: those of the same sequence alone, by the
 * numbers in their names, and of the same size. At the ends of a sequence, and at its gaps, there are fewer.
 */
export function temporalParts<F extends { readonly name: string; readonly width: number; readonly height: number }>(
  frames: readonly F[],
  at: number,
  temporal: Temporal,
): readonly { readonly frame: F; readonly weight: number }[] {
  const middle = frames[at];
  if (!middle) return [];
  return temporalWeights(temporal).flatMap(({ by, weight }) => {
    const frame = frames[at + by];
    if (!frame || frame.width !== middle.width || frame.height !== middle.height) return [];
    return by === 0 || follows(middle.name, frame.name, by) ? [{ frame, weight }] : [];
  });
}

/** Weighted mean of 8-bit probabilities, each [n], halves up. Weights are positive whole numbers; their sum is below 2^15. */
export function smoothed(parts: readonly { readonly values: Uint8Array; readonly weight: number }[]): Uint8Array {
  const first = parts[0];
  if (!first) throw new RangeError('There is nothing to smooth.');
  if (parts.length === 1) return first.values;
  const sums = new Uint32Array(first.values.length);
  let total = 0;
  for (const { values, weight } of parts) {
    if (values.length !== sums.length) throw new RangeError(`${values.length} probabilities cannot be smoothed with ${sums.length}.`);
    total += weight;
    for (let i = 0; i < sums.length; i++) sums[i]! += values[i]! * weight;
  }
  const half = total >> 1;
  const mean = new Uint8Array(sums.length);
  for (let i = 0; i < mean.length; i++) mean[i] = Math.floor((sums[i]! + half) / total);
  return mean;
}
