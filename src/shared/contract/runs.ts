// Runs and what they predict.
import { z } from 'zod';
import {
  CheckpointRecord,
  Confusion,
  EpochChoice,
  EpochRecord,
  FrameId,
  JobId,
  RunId,
  RunState,
  SetScore,
  Split,
  VersionId,
} from '../domain';
import { Decision } from '../prediction/decision';
import { RunConfig } from '../training/config';
import { MODEL_FORMAT_NAMES } from '../training/modelFormats';
import { MAX_NOTE, MAX_TAG, MAX_TAGS } from '../training/tags';
import { call, type Domain } from './call';
import { Bytes } from './masks';
import { WeightsOf } from './weights';

/** Frames that a run saw in one set and that are in another now. */
export const RunMove = z.object({ from: Split.exclude(['none']), to: Split, frames: z.number().int().min(1) });
export type RunMove = z.infer<typeof RunMove>;

export const RunTags = z.array(z.string().trim().min(1).max(MAX_TAG)).max(MAX_TAGS);

export const RunSummary = z.object({
  id: RunId,
  name: z.string(),
  config: RunConfig,
  state: RunState,
  /** Why it failed, was interrupted or ended before its last epoch; empty otherwise. */
  reason: z.string(),
  createdAt: z.number(),
  seconds: z.number(),
  epochs: z.number().int(),
  trainFrames: z.number().int(),
  heldOutFrames: z.number().int(),
  /** Highest mask version that the run saw. */
  maskVersion: z.number().int(),
  bestEpoch: z.number().int().nullable(),
  bestMeanIoU: z.number().nullable(),
  bestPooledIoU: z.number().nullable(),
  /** What it ran on, in words: 'Intel Xeon, 2 cores (CPU, graph, bfloat16)'; path and precision once its training has begun. */
  device: z.string(),
  /** How steps were computed: as one graph, or operation by operation. Null before its training has begun. */
  path: z.enum(['graph', 'eager']).nullable(),
  precision: z.enum(['float32', 'bfloat16']).nullable(),
  /** Where its weights came from: 'imported from unet.h5 (Keras model)', 'starts from unet 3, epoch 12'; empty when they are its own from the beginning. */
  origin: z.string(),
  /** The sweep that it belongs to; empty for most. */
  sweep: z.string(),
  /** Its turn in the queue, 1 is the next; null when it does not wait for one. */
  place: z.number().int().nullable(),
  /** What it retrains from corrections, and whether somebody has said yet that it is kept. */
  retrain: z.object({ of: RunId, epoch: z.number().int(), verdict: z.enum(['open', 'kept']) }).nullable(),
  /** When a pixel of its predictions counts as road, as last chosen in the window; null: above the threshold of its config. */
  decision: Decision.nullable(),
  /** Words by which people find it. */
  tags: z.array(z.string()),
  note: z.string(),
  /** How many of the frames that it saw are in another set now, and which way they went (shared/training/moves.ts says it in words). */
  moved: z.number().int(),
  moves: z.array(RunMove),
});
export type RunSummary = z.infer<typeof RunSummary>;

export const RunDetail = z.object({ run: RunSummary, epochs: z.array(EpochRecord), checkpoints: z.array(CheckpointRecord) });
export type RunDetail = z.infer<typeof RunDetail>;

/** Live progress, at most 10 a second. */
export const RunProgress = z.object({
  run: RunId,
  state: RunState,
  epoch: z.number().int(),
  epochs: z.number().int(),
  step: z.number().int(),
  steps: z.number().int(),
  loss: z.number().nullable(),
  imagesPerSecond: z.number().nullable(),
  /** Means over the epoch's steps so far, seconds: computing a step, and waiting for its data. */
  stepSeconds: z.number().nullable(),
  waitSeconds: z.number().nullable(),
  /** Of the newest step. */
  learningRate: z.number().nullable(),
  /** Finished epochs since the one with the best held-out mean IoU: what early stopping counts. */
  withoutBetter: z.number().int(),
  /** Seconds left of the run's time budget; null where it has none. */
  budgetLeft: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  scoring: z.boolean(),
  /** The next step waits while the person paints. */
  yielding: z.boolean(),
});
export type RunProgress = z.infer<typeof RunProgress>;

export const Prediction = z.object({
  run: RunId,
  epoch: z.number().int(),
  frame: FrameId,
  /** The net's own size; see shared/prediction for how it becomes the frame's size. */
  width: z.number().int(),
  height: z.number().int(),
  /** 8-bit probabilities, zlib. */
  deflated: Bytes,
});
export type Prediction = z.infer<typeof Prediction>;

export const FrameScoreRow = z.object({ frame: FrameId, split: Split, counts: Confusion, iou: z.number() });
export type FrameScoreRow = z.infer<typeof FrameScoreRow>;

/** A frame as the run saw it. */
export const RunFrame = z.object({
  frame: FrameId,
  name: z.string(),
  split: Split,
  /** The mask version that the run was given. */
  version: VersionId,
  /** The frame's mask now: a greater one was made since. */
  current: VersionId,
});
export type RunFrame = z.infer<typeof RunFrame>;

/** What a run's scores were measured on, beside another run. */
export const MeasuredOn = z.object({
  run: RunId,
  heldOut: z.number().int(),
  /** Of the frames that the other run held out: held out by this one too, */
  shared: z.number().int(),
  /** of those, with another version of the mask, */
  otherMasks: z.number().int(),
  /** and those that this one was trained on. */
  trainedOn: z.number().int(),
});
export type MeasuredOn = z.infer<typeof MeasuredOn>;

export const runs = {
  list: call({ in: z.object({}), out: z.array(RunSummary) }),
  get: call({ in: z.object({ run: RunId }), out: RunDetail }),
  /** Which mask version of every frame it saw, by the frames' order. */
  frames: call({ in: z.object({ run: RunId }), out: z.array(RunFrame) }),
  /** Begins at once, or is queued while another one trains. `from`: another run's epoch whose weights it begins with; they must fit the net. */
  start: call({ in: z.object({ config: RunConfig, name: z.string().max(80), from: WeightsOf.nullable().optional() }), out: RunId }),
  /** `n` train samples as a run of this config would draw them with `seed`, with their masks, on one picture. */
  augmentSheet: call({
    in: z.object({ config: RunConfig, n: z.number().int().min(1).max(100), seed: RunConfig.shape.seed }),
    out: z.object({ png: Bytes, width: z.number().int(), height: z.number().int() }),
  }),
  control: call({ in: z.object({ run: RunId, action: z.enum(['pause', 'resume', 'stop']) }), out: z.object({}) }),
  /** Goes on with an interrupted, stopped or failed run from its last checkpoint. */
  resume: call({ in: z.object({ run: RunId }), out: z.object({}) }),
  /** The person paints: a run in progress gives way. To be told again while the brush moves, a few times a second. */
  painting: call({ in: z.object({}), out: z.object({}) }),
  rename: call({ in: z.object({ run: RunId, name: z.string().min(1).max(80) }), out: z.object({}) }),
  /** Whether scores of these runs may be held against each other: a row a run, in their order, each beside the first. */
  measuredOn: call({ in: z.object({ runs: z.array(RunId).min(1).max(50) }), out: z.array(MeasuredOn) }),
  /** Says something of a run; what is not given stays. */
  annotate: call({ in: z.object({ run: RunId, tags: RunTags.optional(), note: z.string().max(MAX_NOTE).optional() }), out: z.object({}) }),
  /** What is to be remembered for it; null forgets it. */
  setDecision: call({ in: z.object({ run: RunId, decision: Decision.nullable() }), out: z.object({}) }),
  remove: call({ in: z.object({ run: RunId }), out: z.object({}) }),
  /** Asks for a Keras file and makes a finished run of it (a job); null when the person changed their mind. */
  importWeights: call({ in: z.object({}), out: JobId.nullable() }),
  /** Asks where to, and writes the run's net for other programs (a job); null when the person changed their mind. */
  exportModel: call({
    in: WeightsOf.extend({ depth: z.number().int().min(1).max(4).nullable(), format: z.enum(MODEL_FORMAT_NAMES) }),
    out: JobId.nullable(),
  }),
  /** Asks where to, and writes the run's report as one HTML file (a job); null when the person changed their mind. */
  report: call({ in: z.object({ run: RunId }), out: JobId.nullable() }),
  /** A chart as a picture or as numbers: asks where to. Answers the file's name; null when the person changed their mind. */
  saveCurves: call({
    in: z.object({ kind: z.enum(['png', 'csv']), name: z.string().min(1).max(200), bytes: Bytes }),
    out: z.object({ file: z.string() }).nullable(),
  }),
  /** From the store, else from the engine (and stored). A superseded request should be abandoned by its caller. */
  prediction: call({
    /** `stored`: refused with 'not-stored' rather than computed, for what is only fetched ahead. */
    in: z.object({ run: RunId, epoch: EpochChoice, frame: FrameId, stored: z.boolean().optional() }),
    out: Prediction,
  }),
  /** Frames whose predictions are stored. */
  predicted: call({
    in: z.object({ run: RunId, epoch: EpochChoice }),
    out: z.object({ epoch: z.number().int(), frames: z.array(FrameId) }),
  }),
  /** A job that predicts and stores what is missing: these frames, or those that were held out of the run, or that it was trained on. */
  predictAll: call({
    in: z.object({ run: RunId, epoch: EpochChoice, frames: z.union([z.array(FrameId).min(1), z.enum(['all', 'held-out', 'train'])]) }),
    out: JobId,
  }),
  /** Stored scores of the run's epoch: held-out frames for sure, others once predicted. */
  scores: call({
    in: z.object({ run: RunId, epoch: EpochChoice }),
    out: z.object({ epoch: z.number().int(), rows: z.array(FrameScoreRow), heldOut: SetScore }),
  }),
} satisfies Domain;
