// The program itself: about, jobs, exports, preferences.
import { z } from 'zod';
import { EpochChoice, FrameId, JobId, RunId } from '../domain';
import { FormatName, MAX_TOLERANCE, ShapesAs } from '../labels/formats';
import { Post } from '../prediction/decision';
import { Temporal } from '../prediction/temporal';
import { PictureStyle, VIDEO_KINDS } from '../overlay/pictureStyle';
import { call, type Domain } from './call';
import { Bytes } from './masks';

export const NativePart = z.object({
  name: z.string(),
  version: z.string(),
  route: z.string(),
  ok: z.boolean(),
  problem: z.string(),
  mend: z.string(),
});
export const DoctorReport = z.object({
  roadbrush: z.string(),
  parts: z.array(NativePart),
  device: z.string(),
  deviceKind: z.enum(['CPU', 'GPU', 'unknown']),
  amx: z.boolean(),
  avx512: z.boolean(),
  avx2: z.boolean(),
  /** The hardware computes in bfloat16 by itself. */
  bfloat16: z.boolean(),
  path: z.string(),
  /** What a run with precision 'auto' would take, and half a sentence on why. */
  precision: z.enum(['float32', 'bfloat16']),
  precisionWhy: z.string(),
  memoryBytes: z.number(),
  freeDiskBytes: z.number(),
  problems: z.array(z.object({ problem: z.string(), mend: z.string() })),
});
export type DoctorReport = z.infer<typeof DoctorReport>;

export const JobStatus = z.object({
  id: JobId,
  kind: z.enum([
    'import',
    'sample',
    'export-video',
    'export-overlays',
    'export-masks',
    'import-weights',
    'export-model',
    'report',
    'predict',
    'measure',
    'train',
    'classes',
  ]),
  title: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  done: z.number(),
  total: z.number(),
  secondsLeft: z.number().nullable(),
  /** One sentence once it ended: what was made, or what went wrong. */
  message: z.string(),
  /** What 'Show file' would show; the path stays with main. */
  hasFile: z.boolean(),
  /** Import report as JSON-able data, when the job was an import. */
  report: z.unknown().optional(),
});
export type JobStatus = z.infer<typeof JobStatus>;

export const ExportRequest = PictureStyle.extend({
  run: RunId.nullable(),
  epoch: EpochChoice,
  /** The frames, in order; empty = all. */
  frames: z.array(FrameId),
  /** Predictions are smoothed over neighbouring frames, and the read-out says so; null = they are as the net made them. */
  temporal: Temporal.nullable().optional(),
});
export type ExportRequest = z.infer<typeof ExportRequest>;

/** What a run predicts as masks: road and other. */
export const PredictedMasks = z.object({
  run: RunId,
  epoch: EpochChoice,
  threshold: z.number().min(0).max(1),
  post: Post.optional(),
  /** As of other exports. */
  temporal: Temporal.nullable().optional(),
  /** Pixels that the current mask ignores stay ignored; else every pixel is road or other. */
  keepIgnore: z.boolean(),
});

const Fps = z.number().min(1).max(120);

/** One picture as the export of `frames` would hold it. */
export const PreviewRequest = ExportRequest.extend({
  frame: FrameId,
  /** A video's frames all have the size of its first. */
  video: z.boolean(),
  fps: Fps,
  /** The title's card instead of the frame. */
  card: z.boolean(),
});
export const PicturePreview = z.object({
  png: Bytes,
  width: z.number().int(),
  height: z.number().int(),
  /** What the read-out says, from left to right. */
  words: z.array(z.string()),
  /** Frames without a point on the curve yet, since they are not predicted: the export predicts them first. */
  waiting: z.number().int(),
});
export type PicturePreview = z.infer<typeof PicturePreview>;

export const app = {
  doctor: call({ in: z.object({}), out: DoctorReport }),
  jobs: call({ in: z.object({}), out: z.array(JobStatus) }),
  cancelJob: call({ in: z.object({ job: JobId }), out: z.object({}) }),
  showJobFile: call({ in: z.object({ job: JobId }), out: z.object({}) }),
  /** Both show a save dialog first; null when the person changed their mind. */
  exportVideo: call({ in: ExportRequest.extend({ fps: Fps, as: z.enum(VIDEO_KINDS) }), out: JobId.nullable() }),
  exportOverlays: call({ in: ExportRequest, out: JobId.nullable() }),
  /** One frame as a PNG; shows a save dialog first. */
  exportStill: call({ in: ExportRequest, out: JobId.nullable() }),
  /** A newer call gives up an older one. */
  exportPreview: call({ in: PreviewRequest, out: PicturePreview }),
  /** Asks for the folder in which a new one is made; null when the person changed their mind. Frames empty = all; classes null = all. */
  exportMasks: call({
    in: z.object({
      format: FormatName,
      /** What a run predicts, instead of the current masks. */
      of: PredictedMasks.optional(),
      frames: z.array(FrameId),
      classes: z.array(z.number().int().min(0).max(255)).nullable(),
      shapes: ShapesAs.optional(),
      tolerance: z.number().min(0).max(MAX_TOLERANCE).optional(),
    }),
    out: JobId.nullable(),
  }),
  /** Shows the log in the system's own viewer. */
  openLog: call({ in: z.object({}), out: z.object({}) }),
  /** Preferences of the window: sizes of panels, opacities, theme; one JSON object kept by main. */
  preferences: call({ in: z.object({}), out: z.record(z.string(), z.unknown()) }),
  setPreferences: call({ in: z.object({ values: z.record(z.string(), z.unknown()) }), out: z.object({}) }),
  /** The window may close: everything is saved (answers main's `closing` event). */
  readyToClose: call({ in: z.object({}), out: z.object({}) }),
} satisfies Domain;
