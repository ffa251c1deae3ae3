// Frames: the list, import, split. Pictures travel by app://project/frame/<id> and app://project/thumbnail/<id>.
import { z } from 'zod';
import { FrameId, FrameSummary, JobId, ReviewState, Split } from '../domain';
import { FormatName } from '../labels/formats';
import { call, type Domain } from './call';

export const SplitRule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('last'), count: z.number().int().min(0) }),
  z.object({ kind: z.literal('ratio'), ratio: z.number().min(0).max(1), seed: z.number().int() }),
  z.object({ kind: z.literal('lists'), train: z.array(z.string()), heldOut: z.array(z.string()) }),
]);
export type SplitRule = z.infer<typeof SplitRule>;

/** A folder or file that the person chose, and what an import of it would do; `token` stands for it until the window closes. */
export const ImportSource = z.object({
  token: z.string(),
  /** For display only. */
  folder: z.string(),
  format: FormatName,
  /** Every format that it may be read as, the likeliest first. */
  formats: z.array(FormatName),
  /** Pictures that the project has no frame of that name for, and how many of them have a mask. */
  newFrames: z.number().int(),
  newMasks: z.number().int(),
  /** Masks for frames that are there. */
  masksForFrames: z.number().int(),
  /** Frames that are there, for which it has no mask. */
  known: z.number().int(),
  /** Masks without a picture and without a frame of that name. */
  strays: z.number().int(),
  /** Files that are left out, one sentence each (the first few). */
  problems: z.array(z.object({ file: z.string(), why: z.string() })),
  problemCount: z.number().int(),
  /** Names of classes that the source names; empty where only the pixels tell. */
  classes: z.array(z.string()),
  /** Whether an import of this format usually gives the project the classes it lacks. */
  addsClasses: z.boolean(),
});
export type ImportSource = z.infer<typeof ImportSource>;

const Remark = z.object({ file: z.string(), why: z.string() });
export const ImportReport = z.object({
  /** New frames, and how many of them have a mask. */
  imported: z.number().int(),
  withMask: z.number().int(),
  /** Masks that became new versions of frames that were there. */
  versions: z.number().int(),
  /** Frames that were there already, as the source has them. */
  unchanged: z.number().int(),
  /** Names of classes that the project got. */
  classes: z.array(z.string()),
  /** Files that were left out. */
  skipped: z.array(Remark),
  /** Masks that were taken, but not as they are. */
  notes: z.array(Remark),
  cancelled: z.boolean(),
});
export type ImportReport = z.infer<typeof ImportReport>;

/** What is said of a frame; what is left out stays as it is. */
export const FrameMark = z.object({
  frame: FrameId,
  state: ReviewState.optional(),
  note: z.string().max(2000).optional(),
  split: Split.optional(),
});
export type FrameMark = z.infer<typeof FrameMark>;

export const frames = {
  /** All frames, sorted by name. */
  list: call({ in: z.object({}), out: z.array(FrameSummary) }),
  /** Shows a dialog for a folder or for a file; null when the person changed their mind. */
  chooseImport: call({ in: z.object({ what: z.enum(['folder', 'file']) }), out: ImportSource.nullable() }),
  /** The same source, read as another of its formats. */
  planImport: call({ in: z.object({ token: z.string(), format: FormatName }), out: ImportSource }),
  /** A folder or file dropped on the window; the preload turned the dropped file into its path. */
  droppedImport: call({ in: z.object({ path: z.string() }), out: ImportSource }),
  startImport: call({ in: z.object({ token: z.string(), copy: z.boolean(), classes: z.boolean() }), out: JobId }),
  split: call({ in: z.object({ rule: SplitRule }), out: z.object({ train: z.number(), heldOut: z.number(), none: z.number() }) }),
  /** Shows a dialog for each of the two name lists; null when the person changed their mind. */
  chooseSplitLists: call({ in: z.object({}), out: z.object({ train: z.array(z.string()), heldOut: z.array(z.string()) }).nullable() }),
  review: call({ in: z.object({ frame: FrameId, state: ReviewState, note: z.string().max(2000).optional() }), out: FrameSummary }),
  /** Many frames in one transaction: all or none. Their new summaries, in the order asked for. */
  mark: call({ in: z.object({ marks: z.array(FrameMark).min(1).max(100_000) }), out: z.array(FrameSummary) }),
} satisfies Domain;
