// The queue of runs, sweeps, and retraining from corrections.
import { z } from 'zod';
import { FrameId, RunId, Split } from '../domain';
import { RunConfig } from '../training/config';
import { MAX_RUNS } from '../training/sweep';
import { call, type Domain } from './call';
import { WeightsOf } from './weights';

/** Who waits, and in which order, the runs themselves say (`place`). */
export const RunQueueState = z.object({
  /** The queued runs wait for a word before the next one begins. */
  held: z.boolean(),
  /** Why one could not begin; empty otherwise. */
  why: z.string(),
});
export type RunQueueState = z.infer<typeof RunQueueState>;

/** One frame under two nets: the parent's epoch and the new run's, at one threshold, against one mask. */
export const RetrainedFrame = z.object({
  frame: FrameId,
  name: z.string(),
  /** What it was to them: 'held-out' only where both held it out. */
  split: Split,
  /** Its mask was changed by a person between the two. */
  corrected: z.boolean(),
  before: z.number(),
  after: z.number(),
});
export type RetrainedFrame = z.infer<typeof RetrainedFrame>;
const Pair = z.object({ before: z.number().nullable(), after: z.number().nullable() });
export const RetrainReport = z.object({
  parent: z.object({ run: RunId, name: z.string(), epoch: z.number().int() }),
  run: z.object({ run: RunId, name: z.string(), epoch: z.number().int() }),
  threshold: z.number(),
  /** Frames that both held out, against their masks of now. */
  heldOut: z.object({ frames: z.number().int(), mean: Pair, pooled: Pair, better: z.number().int(), worse: z.number().int() }),
  /** The held-out frames, and the corrected frames that were trained on; what changed for the worse most first. */
  frames: z.array(RetrainedFrame),
});
export type RetrainReport = z.infer<typeof RetrainReport>;

export const Weight = z.number().int().min(1).max(100);
export const Minutes = z.number().positive().max(1440);

export const runQueue = {
  state: call({ in: z.object({}), out: RunQueueState }),
  /** At the end of the queue, in this order, all of them or none; the first begins where nothing trains. */
  add: call({
    in: z.object({
      sweep: z.string().max(80),
      runs: z
        .array(z.object({ config: RunConfig, name: z.string().max(80) }))
        .min(1)
        .max(MAX_RUNS),
    }),
    out: z.array(RunId),
  }),
  go: call({ in: z.object({}), out: z.object({}) }),
  hold: call({ in: z.object({}), out: z.object({}) }),
  /** 1 is the next; null takes it out of the line until it is placed again, or removed. */
  place: call({ in: z.object({ run: RunId, place: z.number().int().positive().nullable() }), out: z.object({}) }),
  /** Begins now, also while the queue is held; a run that trains is stopped and kept for it. */
  startNow: call({ in: z.object({ run: RunId }), out: z.object({}) }),
  /** A run with the settings of `from`'s, from its weights, on the frames and masks of now; next in the queue while another one trains. */
  retrain: call({ in: z.object({ from: WeightsOf, minutes: Minutes, weight: Weight }), out: RunId }),
  /** What became better and worse. */
  retrained: call({ in: z.object({ run: RunId }), out: RetrainReport }),
  /** The answer to 'Keep or drop?'; dropping is removing the run. */
  keep: call({ in: z.object({ run: RunId }), out: z.object({}) }),
} satisfies Domain;
