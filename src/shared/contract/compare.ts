// Two runs held against each other on all frames.
import { z } from 'zod';
import { EpochChoice, FrameId, RunId, Split } from '../domain';
import { Decision } from '../prediction/decision';
import { call, type Domain } from './call';

/** A run's predictions of an epoch, and how they become road. */
export const PairSide = z.object({ run: RunId, epoch: EpochChoice, decision: Decision });
export type PairSide = z.infer<typeof PairSide>;

export const PairRow = z.object({
  frame: FrameId,
  name: z.string(),
  /** What the frame was to each run; 'none' = it never saw it. */
  splitA: Split,
  splitB: Split,
  /** IoU of road against the mask as it is now; null without a mask to score against. */
  iouA: z.number().nullable(),
  iouB: z.number().nullable(),
  /** Share of the pixels that the two decide differently, ignore pixels left out (metrics/pair); null where all are ignored. */
  disagreement: z.number().nullable(),
});
export type PairRow = z.infer<typeof PairRow>;

const SideScore = z.object({
  run: RunId,
  name: z.string(),
  /** Never 'best' or 'last'. */
  epoch: z.number().int(),
  decision: Decision,
  meanIoU: z.number().nullable(),
  pooledIoU: z.number().nullable(),
});

export const RunComparison = z.object({
  a: SideScore,
  b: SideScore,
  /** Every frame that both have predicted, by the frames' order. */
  rows: z.array(PairRow),
  /** Frames that `a`, `b` are scored on and the interval is of: both held them out, both predicted them, and they have a mask. */
  scored: z.number().int(),
  /** Predicted frames with a mask that are left out of the scores: at least one run trained on them; or one of the two never saw them. */
  trained: z.number().int(),
  unseen: z.number().int(),
  /** Mean of the frames' IoU of B less that of A; null where nothing is scored. */
  difference: z.number().nullable(),
  /** Its paired bootstrap interval, 95 % (metrics/bootstrap); null for fewer than two frames. */
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
  /** Frames that each run has not predicted at this epoch. */
  missingA: z.array(FrameId),
  missingB: z.array(FrameId),
});
export type RunComparison = z.infer<typeof RunComparison>;

export const compare = {
  /** Counts all frames that both have predicted; `compareProgress` tells how far it is. A newer call ends an earlier one ('cancelled'). */
  runs: call({ in: z.object({ a: PairSide, b: PairSide }), out: RunComparison }),
  /** Ends the one under way, if there is one. */
  cancel: call({ in: z.object({}), out: z.object({}) }),
} satisfies Domain;
