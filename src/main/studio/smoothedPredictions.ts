// Predictions smoothed over neighbouring frames, for exports: the means that the canvas shows, from the same parts by the same sums.
import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import type { FrameId } from '../../shared/domain';
import { smoothed, temporalParts, temporalWords, type Temporal } from '../../shared/prediction/temporal';
import { frameRows } from '../project/frames';
import type { StoredPrediction } from '../project/predictions';
import type { Project } from '../project/project';

const [inflated, deflated] = [promisify(inflate), promisify(deflate)];
/** Predictions of neighbours that are kept at hand while one frame after the other is smoothed. */
const AT_HAND = 16;

type Source = (frame: FrameId) => StoredPrediction | undefined;

export interface PredictionsOver {
  /** For a picture's read-out; none where predictions stay as they are. */
  readonly words: readonly string[];
  /** All frames whose predictions those of `ids` follow from: themselves, and their neighbours. */
  needs(ids: readonly FrameId[]): FrameId[];
  /** Whether it has neighbours that it is smoothed over. */
  changes(frame: FrameId): boolean;
  /** Undefined where the source lacks one that it needs. */
  of(frame: FrameId, source: Source): Promise<StoredPrediction | undefined>;
}

const AS_THEY_ARE: PredictionsOver = {
  words: [],
  needs: (ids) => [...ids],
  changes: () => false,
  of: (frame, source) => Promise.resolve(source(frame)),
};

/** Neighbours are all frames of the project, whether they are exported or not. */
export function predictionsOver(project: Project, temporal: Temporal | null | undefined): PredictionsOver {
  if (!temporal) return AS_THEY_ARE;
  const rows = frameRows(project.db);
  const places = new Map(rows.map(({ id }, at) => [id, at]));
  const partsOf = (id: FrameId) => temporalParts(rows, places.get(id) ?? -1, temporal);
  const atHand = new Map<FrameId, Promise<Buffer>>();
  const values = (of: StoredPrediction): Promise<Buffer> => {
    const known = atHand.get(of.frame) ?? inflated(of.deflated);
    atHand.delete(of.frame);
    atHand.set(of.frame, known);
    if (atHand.size > AT_HAND) atHand.delete(atHand.keys().next().value!);
    return known;
  };
  return {
    words: [temporalWords(temporal)],
    needs: (ids) => [...new Set(ids.flatMap((id) => partsOf(id).map(({ frame }) => frame.id)))],
    changes: (frame) => partsOf(frame).length > 1,
    of: async (frame, source) => {
      const own = source(frame);
      const parts = partsOf(frame).map(({ frame: { id }, weight }) => ({ of: source(id), weight }));
      if (!own || parts.length <= 1) return own;
      const summed: { values: Uint8Array; weight: number }[] = [];
      for (const { of, weight } of parts) {
        if (!of) return undefined;
        summed.push({ values: await values(of), weight });
      }
      return { ...own, deflated: new Uint8Array(await deflated(smoothed(summed), { level: 1 })) };
    },
  };
}
