// Masks: the current one, saving, history. `rle` is the codec of shared/mask/rle.
import { z } from 'zod';
import { Author, FrameId, MaskVersionSummary, VersionId } from '../domain';
import { NOTE_LENGTH } from '../mask/versionWords';
import { call, type Domain } from './call';

export const Bytes = z.instanceof(Uint8Array);

export const LoadedMask = z.object({
  frame: FrameId,
  version: VersionId.nullable(),
  /** Null when the frame has no mask: start from all OTHER. */
  rle: Bytes.nullable(),
  width: z.number().int(),
  height: z.number().int(),
});
export type LoadedMask = z.infer<typeof LoadedMask>;

export const SavedMask = z.object({ frame: FrameId, version: VersionId, createdAt: z.number() });
export type SavedMask = z.infer<typeof SavedMask>;

/** One stroke of a frame, as its undo history keeps it. Done steps stand before undone ones; positions only grow. */
export const StoredStep = z.object({
  position: z.number().int().positive(),
  /** 'stroke', 'polygon', 'unet 3, epoch 12' ... */
  label: z.string().max(NOTE_LENGTH),
  undone: z.boolean(),
  /** Milliseconds since 1970 of the stroke. */
  at: z.number().int(),
  /** The tiles on the other side of the step, by shared/mask/undoDeltas. */
  deltas: Bytes,
});
export type StoredStep = z.infer<typeof StoredStep>;

/** What a save does to the stored undo steps of its frame, in the same transaction. */
export const UndoChange = z.object({
  /** `put` is all there is from now on. */
  whole: z.boolean(),
  put: z.array(StoredStep),
  /** Positions. */
  remove: z.array(z.number().int().positive()),
});
export type UndoChange = z.infer<typeof UndoChange>;

export const UndoPage = z.object({
  /** The version that the steps lead to; null when there are none. */
  version: VersionId.nullable(),
  /** By position, from the one asked for. */
  steps: z.array(StoredStep),
  /** Ask again, after the last of these. */
  more: z.boolean(),
});
export type UndoPage = z.infer<typeof UndoPage>;

/** What a version may be called. */
export const VersionName = z.string().trim().min(1).max(80);

export const masks = {
  load: call({ in: z.object({ frame: FrameId }), out: LoadedMask }),
  /**
   * Appends a version in one transaction. `base` is the version the edit was made on: a stale one is refused ('stale-base').
   * `key` is unique per save: sending the same save again answers as the first time and adds nothing.
   */
  save: call({
    in: z.object({
      frame: FrameId,
      base: VersionId.nullable(),
      rle: Bytes,
      author: Author,
      note: z.string().max(NOTE_LENGTH),
      key: z.string().min(8).max(64),
      /** Without it the stored steps stay, and belong to an older version: whoever loads them brings them up to date. */
      undo: UndoChange.optional(),
    }),
    out: SavedMask,
  }),
  history: call({ in: z.object({ frame: FrameId }), out: z.array(MaskVersionSummary) }),
  version: call({ in: z.object({ version: VersionId }), out: z.object({ rle: Bytes }) }),
  /** Null takes the name away. */
  nameVersion: call({ in: z.object({ version: VersionId, name: VersionName.nullable() }), out: MaskVersionSummary }),
  /** The frame's undo steps after a position (0 = from the first), about a megabyte at a time. */
  undoSteps: call({ in: z.object({ frame: FrameId, after: z.number().int().nonnegative() }), out: UndoPage }),
} satisfies Domain;
