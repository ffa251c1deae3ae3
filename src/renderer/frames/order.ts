// Which frames the list shows, and in which order. Pure, and quick enough for 10,000 frames at every change.
import type { FrameScoreRow } from '../../shared/contract/runs';
import type { FrameId, FrameSummary } from '../../shared/domain';

export const FILTERS = ['all', 'held-out', 'train', 'to review', 'flagged', 'no mask', 'edited'] as const;
export type Filter = (typeof FILTERS)[number];
export const SORTS = ['name', 'worst'] as const;
export type Sort = (typeof SORTS)[number];

export interface ListWish {
  readonly filter: Filter;
  readonly sort: Sort;
  /** Words, all of which must be in the name; case does not matter. */
  readonly search: string;
}

export type Scores = ReadonlyMap<FrameId, Pick<FrameScoreRow, 'iou'>>;

const PASSES: Record<Filter, (frame: FrameSummary) => boolean> = {
  all: () => true,
  'held-out': (frame) => frame.split === 'held-out',
  train: (frame) => frame.split === 'train',
  'to review': (frame) => frame.mask !== null && frame.review !== 'reviewed',
  flagged: (frame) => frame.review === 'flagged',
  'no mask': (frame) => frame.mask === null,
  edited: (frame) => frame.edited,
};

/** How many frames each filter would show. */
export function countFilters(frames: readonly FrameSummary[]): Record<Filter, number> {
  const counts = Object.fromEntries(FILTERS.map((filter) => [filter, 0])) as Record<Filter, number>;
  for (const frame of frames) for (const filter of FILTERS) if (PASSES[filter](frame)) counts[filter]++;
  return counts;
}

/** `frames` sorted by name in; ids out. Worst first = lowest IoU first, frames without a score after all others, equals by name. */
export function listFrames(frames: readonly FrameSummary[], { filter, sort, search }: ListWish, scores?: Scores): FrameId[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const passes = PASSES[filter];
  const shown = frames.filter((frame) => passes(frame) && words.every((word) => frame.name.toLowerCase().includes(word)));
  if (sort === 'worst' && scores) {
    const iou = (frame: FrameSummary): number => scores.get(frame.id)?.iou ?? Infinity;
    // Array.sort is stable: equals keep the order of their names. (Infinity - Infinity is no number.)
    shown.sort((a, b) => (iou(a) === iou(b) ? 0 : iou(a) - iou(b)));
  }
  return shown.map((frame) => frame.id);
}

/** The same array when nothing moved, so that whoever holds it need not look again. */
export const sameOrder = (before: readonly FrameId[], after: readonly FrameId[]): readonly FrameId[] =>
  before.length === after.length && before.every((id, index) => id === after[index]) ? before : after;

/**
 * The next frame worth looking at: held-out or not yet reviewed, the worst score of the chosen run first, then by name;
 * reviewed frames never. Goes on after `current` in that order and wraps; a frame that has no score while others have one is no place in the
 * queue: from there it begins at the worst. Undefined when nothing is left.
 */
export function nextInQueue(frames: readonly FrameSummary[], current: FrameId | null, scores?: Scores): FrameId | undefined {
  const waiting = frames.filter(
    (frame) => frame.review !== 'reviewed' && (frame.split === 'held-out' || frame.mask !== null || frame.id === current),
  );
  const order = listFrames(waiting, { filter: 'all', sort: 'worst', search: '' }, scores);
  const others = order.filter((id) => id !== current);
  if (others.length === 0) return undefined;
  const unranked = current !== null && order.some((id) => scores?.has(id)) && !scores?.has(current);
  const at = current === null || unranked ? -1 : order.indexOf(current);
  return order.slice(at + 1).find((id) => id !== current) ?? others[0];
}
