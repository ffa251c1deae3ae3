// What is done with regions by one key or from the canvas's menu: taken from the model, erased, filled, kept alone. Each is one step, or a sentence why not.
import { OTHER, ROAD } from '../../shared/domain';
import type { Point } from '../../shared/mask/brush';
import { changeTo, GETS } from '../../shared/mask/change';
import { classPixels } from '../../shared/mask/morphology';
import { fillHoles, insideWhere, reachesEdge, regionAt } from '../../shared/mask/regions';
import { thresholded } from '../../shared/prediction/probabilities';
import type { MaskDocument } from './maskDocument';
import { commitChange, commitRegion, pixelAt } from './tools/regions';
import { eraseRegion, maskRegionAt, NO_RUN, takeRegion } from './tools/takeRegion';
import type { ToolContext } from './tools/tool';

/** Of the canvas as it is: the shown prediction and what may be painted over. */
export type Source = Pick<ToolContext, 'probabilities' | 'threshold' | 'prediction'> & {
  readonly options: { readonly over: ReadonlySet<number> | null };
};
/** Does it. Null when done, else why not, in one sentence. */
export type RegionAct = (document: MaskDocument, source: Source, at: Point) => string | null;

export { eraseRegion, takeRegion };

/** The whole prediction becomes the mask's road; ignore stays, and so does what may not be painted over. */
export function takeWhole(document: MaskDocument, source: Source): string | null {
  const probabilities = source.probabilities();
  if (!probabilities) return NO_RUN;
  const change = changeTo(document, ROAD, thresholded(probabilities, source.threshold()), source.options.over);
  const done = commitChange(document, change, `mask taken from ${source.prediction() ?? 'a prediction'}`);
  return done ? null : 'The mask is the prediction already, as far as Paint over lets it be.';
}

/** On a hole: fills it with what encloses it. On a region: fills its holes. */
export const fillHolesHere: RegionAct = (document, source, at) => {
  const pixel = pixelAt(at, document);
  if (!pixel) return 'Point into the frame.';
  const { width, height, data } = document;
  const label = data[pixel.y * width + pixel.x]!;
  if (label === OTHER) {
    const hole = regionAt(
      data,
      width,
      height,
      pixel.x,
      pixel.y,
      insideWhere((value) => value === OTHER),
    )!;
    const around = reachesEdge(hole, width, height) ? null : rimOf(document, hole.map);
    if (around === null) return 'This is no hole: it reaches the edge of the picture.';
    return commitRegion(document, hole, around, source.options.over, 'hole filled') ? null : 'Paint over keeps this hole as it is.';
  }
  const region = maskRegionAt(document, at)!;
  // Holes of this region alone: all else is as if it were not there.
  const holes = fillHoles({ width, height, data: region.map }, 1, Infinity, null);
  const wanted = classPixels(document, label);
  for (let i = 0; i < wanted.length; i++) if (holes.map[i] === GETS) wanted[i] = 1;
  return commitChange(document, changeTo(document, label, wanted, source.options.over), 'holes filled')
    ? null
    : 'This region has no holes.';
};

/** The label that most of the pixels beside the region have. */
function rimOf({ width, height, data }: MaskDocument, map: Uint8Array): number | null {
  const votes = new Int32Array(256);
  for (let i = 0; i < map.length; i++) {
    if (map[i] === 0) continue;
    const x = i % width;
    for (const [there, other] of [
      [x > 0, i - 1],
      [x < width - 1, i + 1],
      [i >= width, i - width],
      [i < width * (height - 1), i + width],
    ] as const)
      if (there && map[other] === 0) votes[data[other]!]!++;
  }
  const most = votes.indexOf(Math.max(...votes));
  return votes[most] === 0 ? null : most;
}

/** All other pieces of the class under the pointer go. */
export const keepOnlyThis: RegionAct = (document, source, at) => {
  const region = maskRegionAt(document, at);
  const pixel = pixelAt(at, document);
  if (!region || !pixel) return 'Point at a region of the mask.';
  const label = document.data[pixel.y * document.width + pixel.x]!;
  const done = commitChange(document, changeTo(document, label, region.map, source.options.over), 'other pieces removed');
  return done ? null : 'There are no other pieces of this class that may be painted over.';
};
