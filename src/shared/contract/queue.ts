// The queue: numbers by which frames are ordered, and the goal that a person works towards.
import { z } from 'zod';
import { EpochChoice, FrameId, JobId, RunId, VersionId } from '../domain';
import { MEASURES } from '../queue/measures';
import { call, type Domain } from './call';

export const MeasureRow = z.object({
  frame: FrameId,
  value: z.number(),
  /** Of the shown run; an earlier one where the wanted epoch has not predicted this frame. */
  epoch: z.number().int(),
  /** The mask that it was held against; null where no mask counts. */
  version: VersionId.nullable(),
});
export type MeasureRow = z.infer<typeof MeasureRow>;

/** `others`: with 'runs', the runs beside `run`. */
export const MeasureWish = z.object({
  run: RunId,
  epoch: EpochChoice,
  measure: z.enum(MEASURES),
  others: z.array(RunId).max(20),
});
export type MeasureWish = z.infer<typeof MeasureWish>;

export const MeasureList = z.object({
  epoch: z.number().int(),
  rows: z.array(MeasureRow),
  /** Frames that can be measured from what is stored, and are not, or are against another mask. */
  stale: z.array(FrameId),
  /** Frames that need a prediction first, and the epochs (of `run`, then of others) of which it is missing. */
  unpredicted: z.array(FrameId),
});
export type MeasureList = z.infer<typeof MeasureList>;

/** What is to be reached. `iou`, `suspicion`: the limit; `reviewed`: how many frames. */
export const Goal = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('reviewed'), frames: z.number().int().min(1).max(1_000_000) }),
  z.object({ kind: z.literal('all-reviewed'), set: z.enum(['all', 'held-out', 'train']) }),
  z.object({ kind: z.literal('iou'), least: z.number().min(0).max(1), set: z.enum(['all', 'held-out', 'train']) }),
  z.object({ kind: z.literal('suspicion'), most: z.number().min(0).max(1) }),
]);
export type Goal = z.infer<typeof Goal>;

export const queue = {
  /** What is known at once; nothing is computed. */
  list: call({ in: MeasureWish, out: MeasureList }),
  /** Measures these frames now, as far as they are predicted, and answers their rows: for a few, after a stroke. */
  measure: call({ in: MeasureWish.extend({ frames: z.array(FrameId).min(1).max(64) }), out: z.array(MeasureRow) }),
  /** Measures every frame that is stale (a job); with `predict` the unpredicted ones are predicted first. */
  measureAll: call({ in: MeasureWish.extend({ predict: z.boolean() }), out: JobId }),
  goal: call({ in: z.object({}), out: Goal }),
  setGoal: call({ in: z.object({ goal: Goal }), out: z.object({}) }),
} satisfies Domain;
