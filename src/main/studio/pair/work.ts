// Counting two predictions of a frame against each other and its mask: from what is stored to eight numbers. Runs in a thread (worker.ts).
import { inflateSync } from 'node:zlib';
import { decodeRle } from '../../../shared/mask/rle';
import { pairCounts, type PairCounts } from '../../../shared/metrics/pair';
import { decided, type Decision } from '../../../shared/prediction/decision';
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
export interface Decisions {
  readonly a: Decision;
  readonly b: Decision;
}

export function countPair({ width, height, a, b, rle }: PairItem, decisions: Decisions): PairCounts {
  const road = (one: PackedPrediction, decision: Decision): Uint8Array =>
    decided(upsampleProbabilities(inflateSync(one.deflated), one.width, one.height, width, height), width, height, decision);
  return pairCounts(
    road(a, decisions.a),
    cutOf(decisions.a.threshold),
    road(b, decisions.b),
    cutOf(decisions.b.threshold),
    rle && decodeRle(rle),
  );
}
