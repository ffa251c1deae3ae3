// Masks: the current one, saving, history. `rle` is the codec of shared/mask/rle.
import { z } from 'zod';
import { Author, FrameId, MaskVersionSummary, VersionId } from '../domain';
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
      note: z.string().max(200),
      key: z.string().min(8).max(64),
    }),
    out: SavedMask,
  }),
  history: call({ in: z.object({ frame: FrameId }), out: z.array(MaskVersionSummary) }),
  version: call({ in: z.object({ version: VersionId }), out: z.object({ rle: Bytes }) }),
} satisfies Domain;
