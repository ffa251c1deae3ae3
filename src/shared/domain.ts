// The studio's nouns. Types follow from the schemas, so that what crosses a boundary is checked against the same words.
import { z } from 'zod';

export const FrameId = z.number().int().positive().brand<'FrameId'>();
export type FrameId = z.infer<typeof FrameId>;
export const VersionId = z.number().int().positive().brand<'VersionId'>();
export type VersionId = z.infer<typeof VersionId>;
export const RunId = z.number().int().positive().brand<'RunId'>();
export type RunId = z.infer<typeof RunId>;
export const JobId = z.number().int().positive().brand<'JobId'>();
export type JobId = z.infer<typeof JobId>;

/** Label ids are Cityscapes/KITTI's own: a label map is a Uint8Array [height*width], row-major, one id a pixel. */
export const ROAD = 7;
export const OTHER = 0;
export const IGNORE = 255;

export const Split = z.enum(['train', 'held-out', 'none']);
export type Split = z.infer<typeof Split>;

export const ReviewState = z.enum(['unseen', 'in-progress', 'reviewed', 'flagged']);
export type ReviewState = z.infer<typeof ReviewState>;

export const Author = z.enum(['human', 'model', 'import']);
export type Author = z.infer<typeof Author>;

/** One class of the project's palette. `key` is the digit that chooses it, if any. */
export const LabelClass = z.object({
  id: z.number().int().min(0).max(255),
  name: z.string().min(1).max(60),
  colour: z.string().regex(/^#[0-9a-f]{6}$/),
  key: z.number().int().min(0).max(9).nullable(),
});
export type LabelClass = z.infer<typeof LabelClass>;

/** What lists need to know of a frame; `iou` is the newest stored score of the chosen run, null when unknown. */
export const FrameSummary = z.object({
  id: FrameId,
  name: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  split: Split,
  review: ReviewState,
  note: z.string(),
  /** The current mask's version; null when the frame has no mask yet. */
  mask: VersionId.nullable(),
  /** True when a human version exists. */
  edited: z.boolean(),
});
export type FrameSummary = z.infer<typeof FrameSummary>;

export const MaskVersionSummary = z.object({
  id: VersionId,
  frame: FrameId,
  parent: VersionId.nullable(),
  author: Author,
  /** 'stroke', 'undo', 'imported from KITTI', 'unet 3, epoch 12' ... */
  note: z.string(),
  /** Pixels that differ from the parent; all labelled pixels for a first version. */
  changed: z.number().int().nonnegative(),
  createdAt: z.number(),
  /** What a person called it; null for most. */
  name: z.string().nullable(),
  /** Names of the runs that saw it, oldest run first. */
  runs: z.array(z.string()),
});
export type MaskVersionSummary = z.infer<typeof MaskVersionSummary>;

/** Pixel counts of road against not-road, ignore pixels left out. */
export const Confusion = z.object({ tp: z.number(), fp: z.number(), fn: z.number(), tn: z.number() });
export type Confusion = z.infer<typeof Confusion>;

/** Scores over a set of frames at their own sizes, at one threshold. Mean and pooled IoU are never mixed. */
export const SetScore = z.object({
  threshold: z.number(),
  frames: z.number().int(),
  /** Mean over frames of the frame's IoU, 0..1; null when there are no frames. */
  meanIoU: z.number().nullable(),
  /** IoU of the summed counts of all frames, 0..1. */
  pooledIoU: z.number().nullable(),
  precision: z.number().nullable(),
  recall: z.number().nullable(),
  f1: z.number().nullable(),
});
export type SetScore = z.infer<typeof SetScore>;

export const RunState = z.enum(['queued', 'running', 'paused', 'done', 'stopped', 'failed', 'interrupted']);
export type RunState = z.infer<typeof RunState>;

export const EpochRecord = z.object({
  epoch: z.number().int().positive(),
  /** Mean over the epoch's images; null for weights that were trained elsewhere. */
  loss: z.number().nullable(),
  heldOut: SetScore,
  heldOutLoss: z.number().nullable(),
  seconds: z.number(),
  imagesPerSecond: z.number(),
  learningRate: z.number(),
  /** Means over the epoch's steps, seconds: computing a step, and waiting for its data. Null where they were not measured. */
  stepSeconds: z.number().nullable(),
  waitSeconds: z.number().nullable(),
});
export type EpochRecord = z.infer<typeof EpochRecord>;

/** Why a checkpoint's file is still there; one file may be kept for several reasons. */
export const CheckpointRecord = z.object({
  epoch: z.number().int().nonnegative(),
  best: z.boolean(),
  last: z.boolean(),
  kept: z.boolean(),
  bytes: z.number().int(),
});
export type CheckpointRecord = z.infer<typeof CheckpointRecord>;

export const EpochChoice = z.union([z.literal('best'), z.literal('last'), z.number().int().positive()]);
export type EpochChoice = z.infer<typeof EpochChoice>;
