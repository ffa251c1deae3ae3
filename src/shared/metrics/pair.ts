// Two predictions of one frame held against each other and against the mask: where they decide differently, and how well each does.
import { IGNORE, ROAD, type Confusion } from '../domain';
import type { LabelMap } from '../mask/labelMap';

/**
 * Pixels by what the mask, A and B say of them: [truth*4 + a*2 + b], 1 = road. Ignore pixels are in none. Without a mask every pixel counts,
 * as not road in truth: only what compares A with B is then meant.
 */
export type PairCounts = readonly number[];

const OFFSET = new Uint8Array(256);
OFFSET[ROAD] = 4;
OFFSET[IGNORE] = 8;

/** `a`, `b`: 8-bit probabilities at the frame's size [height*width], road where the value is above its cut (prediction/probabilities' cutOf). */
export function pairCounts(a: Uint8Array, cutA: number, b: Uint8Array, cutB: number, mask: LabelMap | null): PairCounts {
  if (a.length !== b.length || (mask && mask.data.length !== a.length))
    throw new RangeError(`Predictions of ${a.length} and ${b.length} pixels and a mask of ${mask?.data.length ?? 'no'} do not fit.`);
  const counts = new Float64Array(12);
  const labels = mask?.data;
  for (let i = 0; i < a.length; i++) {
    const truth = labels ? OFFSET[labels[i]!]! : 0;
    counts[truth + (a[i]! > cutA ? 2 : 0) + (b[i]! > cutB ? 1 : 0)]!++;
  }
  return Array.from(counts.subarray(0, 8));
}

export interface Agreement {
  readonly both: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly neither: number;
}

export function agreement(c: PairCounts): Agreement {
  const of = (way: number): number => c[way]! + c[way + 4]!;
  return { both: of(3), onlyA: of(2), onlyB: of(1), neither: of(0) };
}

/**
 * Share of the counted pixels that A and B decide differently, 0..1; null where none counts. It is the vote entropy (Dagan and Engelson 1995, after
 * Seung, Opper and Sompolinsky 1992, "Query by committee") of a committee of two, in bits a pixel: 1 where they differ, else 0.
 */
export function disagreement(c: PairCounts): number | null {
  const { both, onlyA, onlyB, neither } = agreement(c);
  const all = both + onlyA + onlyB + neither;
  return all === 0 ? null : (onlyA + onlyB) / all;
}

/** Of A (or B) alone against the mask; see metrics/confusion. */
export function confusionOf(c: PairCounts, which: 'a' | 'b'): Confusion {
  const [no, yes] = which === 'a' ? [[0, 1] as const, [2, 3] as const] : [[0, 2] as const, [1, 3] as const];
  const sum = (truth: 0 | 4, ways: readonly [number, number]): number => c[truth + ways[0]]! + c[truth + ways[1]]!;
  return { tp: sum(4, yes), fp: sum(0, yes), fn: sum(4, no), tn: sum(0, no) };
}
