// Counting two predictions of a frame against each other and its mask: from what is stored to eight numbers. Runs in a thread (worker.ts).
import { inflateSync } from 'node:zlib';
import { decodeRle } from '../../../shared/mask/rle';
import { pairCounts, type PairCounts } from '../../../shared/metrics/pair';
import { cutOf, upsampleProbabilities } from '../../../shared/prediction/probabilities';

export interface PackedPrediction {
  /** The net's own size. */
  readonly width: number;
  readonly height: number;
  /** 8-bit probabilities, zlib. */
  readonly deflated: Uint8Array;
}
export interface PairItem {
  /** The frame's size. */
  readonly width: number;
  readonly height: number;
  readonly a: PackedPrediction;
  readonly b: PackedPrediction;
  /** The mask's run-length code; null without a mask. */
  readonly rle: Uint8Array | null;
}
export interface Thresholds {
  readonly a: number;
  readonly b: number;
}

export function countPair({ width, height, a, b, rle }: PairItem, thresholds: Thresholds): PairCounts {
  const at = (one: PackedPrediction): Uint8Array => upsampleProbabilities(inflateSync(one.deflated), one.width, one.height, width, height);
  return pairCounts(at(a), cutOf(thresholds.a), at(b), cutOf(thresholds.b), rle && decodeRle(rle));
}
