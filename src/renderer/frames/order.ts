// Which frames the list shows, and in which order. Pure, and quick enough for 10,000 frames at every change.
import type { FrameScoreRow } from '../../shared/contract/runs';
import type { FrameId, FrameSummary } from '../../shared/domain';

/** By group: within a group any of the chosen ones is enough, between groups all must hold. */
export const GROUPS = {
  review: ['to review', 'unseen', 'in progress', 'reviewed', 'flagged'],
  set: ['train', 'held-out', 'no set'],
  mask: ['has mask', 'no mask', 'edited'],
} as const;
export type Group = keyof typeof GROUPS;
export type Filter = (typeof GROUPS)[Group][number];
export const GROUP_NAMES = Object.keys(GROUPS) as Group[];
export const FILTERS: readonly Filter[] = GROUP_NAMES.flatMap((group) => [...GROUPS[group]]);

/** Orders that the queue follows: by a measure (shared/queue/measures), by how two compared runs disagree, or spread over the names. */
export const QUEUE_SORTS = ['worst', 'boundary', 'uncertainty', 'suspicion', 'runs', 'epochs', 'flips', 'pair', 'spread'] as const;
export type QueueSort = (typeof QUEUE_SORTS)[number];
export const SORTS = ['name', 'name, from the end', 'review', ...QUEUE_SORTS] as const;
export type Sort = (typeof SORTS)[number];
export const isQueueSort = (sort: Sort): sort is QueueSort => (QUEUE_SORTS as readonly Sort[]).includes(sort);

export interface ListWish {
  readonly filters: ReadonlySet<Filter>;
  readonly sort: Sort;
  /** Words, all of which must be in the name or the note; case does not matter. */
  readonly search: string;
}
/** No filter at all. */
export const ALL: ReadonlySet<Filter> = new Set();

export type Scores = ReadonlyMap<FrameId, Pick<FrameScoreRow, 'iou'>>;
/** Where a frame stands in the queue's order: lower comes first; frames without a number after all others. */
export type Ranks = ReadonlyMap<FrameId, number>;

const PASSES: Record<Filter, (frame: FrameSummary) => boolean> = {
  'to review': (frame) => frame.mask !== null && frame.review !== 'reviewed',
  unseen: (frame) => frame.review === 'unseen',
  'in progress': (frame) => frame.review === 'in-progress',
  reviewed: (frame) => frame.review === 'reviewed',
  flagged: (frame) => frame.review === 'flagged',
  train: (frame) => frame.split === 'train',
  'held-out': (frame) => frame.split === 'held-out',
  'no set': (frame) => frame.split === 'none',
  'has mask': (frame) => frame.mask !== null,
  'no mask': (frame) => frame.mask === null,
  edited: (frame) => frame.edited,
};

const wordsOf = (search: string): string[] => search.toLowerCase().split(/\s+/).filter(Boolean);

function found({ name, note }: FrameSummary, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = `${name}\n${note}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** For each group with a chosen filter, those filters. */
function chosenOf(filters: ReadonlySet<Filter>): { group: Group; passes: ((frame: FrameSummary) => boolean)[] }[] {
  return GROUP_NAMES.flatMap((group) => {
    const passes = GROUPS[group].filter((filter) => filters.has(filter)).map((filter) => PASSES[filter]);
    return passes.length > 0 ? [{ group, passes }] : [];
  });
}

export interface Tally {
  /** How many frames the list would show with this filter chosen in its group, the other groups and the search as they are. */
  readonly counts: Record<Filter, number>;
  /** Frames that the search finds, whatever the filters. */
  readonly found: number;
  /** Of all frames with a mask, whatever is shown. */
  readonly reviewed: number;
  readonly masked: number;
}

export function tally(frames: readonly FrameSummary[], { filters, search }: Pick<ListWish, 'filters' | 'search'>): Tally {
  const words = wordsOf(search);
  const chosen = chosenOf(filters);
  const counts = Object.fromEntries(FILTERS.map((filter) => [filter, 0])) as Record<Filter, number>;
  const sums = { found: 0, reviewed: 0, masked: 0 };
  for (const frame of frames) {
    if (frame.mask !== null) {
      sums.masked++;
      if (frame.review === 'reviewed') sums.reviewed++;
    }
    if (!found(frame, words)) continue;
    sums.found++;
    const failed = chosen.filter(({ passes }) => !passes.some((pass) => pass(frame)));
    if (failed.length > 1) continue;
    for (const group of GROUP_NAMES) {
      if (failed.length === 1 && failed[0]!.group !== group) continue;
      for (const filter of GROUPS[group]) if (PASSES[filter](frame)) counts[filter]++;
    }
  }
  return { counts, ...sums };
}

const URGENCY: Record<FrameSummary['review'], number> = { flagged: 0, 'in-progress': 1, unseen: 2, reviewed: 3 };

/**
 * `frames` sorted by name in; ids out. Worst first = lowest IoU first, frames without a score after all others; by review = flagged first, reviewed last;
 * equals by name.
 */
export function listFrames(
  frames: readonly FrameSummary[],
  { filters, sort, search }: ListWish,
  scores?: Scores,
  ranks?: Ranks,
): FrameId[] {
  const words = wordsOf(search);
  const chosen = chosenOf(filters);
  const shown = frames.filter((frame) => chosen.every(({ passes }) => passes.some((pass) => pass(frame))) && found(frame, words));
  // Array.sort is stable: equals keep the order of their names. (Infinity - Infinity is no number.)
  const rank = rankOf(sort, scores, ranks);
  if (rank) shown.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
  if (sort === 'review') shown.sort((a, b) => URGENCY[a.review] - URGENCY[b.review]);
  if (sort === 'name, from the end') shown.reverse();
  return shown.map((frame) => frame.id);
}

/** Undefined where the order has no numbers yet: by name then. Worst IoU goes by the run's stored scores until it is measured. */
function rankOf(sort: Sort, scores?: Scores, ranks?: Ranks): ((frame: FrameSummary) => number) | undefined {
  if (!isQueueSort(sort)) return undefined;
  if (ranks) return (frame) => ranks.get(frame.id) ?? Infinity;
  return sort === 'worst' && scores ? (frame) => scores.get(frame.id)?.iou ?? Infinity : undefined;
}

/** The same array when nothing moved, so that whoever holds it need not look again. */
export const sameOrder = (before: readonly FrameId[], after: readonly FrameId[]): readonly FrameId[] =>
  before.length === after.length && before.every((id, index) => id === after[index]) ? before : after;

export interface QueueOrder {
  readonly sort: QueueSort;
  readonly scores?: Scores | undefined;
  readonly ranks?: Ranks | undefined;
}

/**
 * The next frame worth looking at: held-out or not yet reviewed, in the queue's order (the worst score of the chosen run first, if it is given scores
 * alone), then by name; reviewed frames never. Frames without a mask belong to it where the order has a number for them. Goes on after `current` in that order
 * and wraps; a frame that has no number while others have one is no place in the queue: from there it begins at the first. Undefined when nothing is left.
 */
export function nextInQueue(frames: readonly FrameSummary[], current: FrameId | null, by?: Scores | QueueOrder): FrameId | undefined {
  const { sort, scores, ranks }: QueueOrder = by && 'sort' in by ? by : { sort: 'worst', scores: by };
  const known = (id: FrameId): boolean => (ranks ?? scores)?.has(id) ?? false;
  const waiting = frames.filter(
    ({ id, review, split, mask }) => review !== 'reviewed' && (split === 'held-out' || mask !== null || id === current || ranks?.has(id)),
  );
  const order = listFrames(waiting, { filters: ALL, sort, search: '' }, scores, ranks);
  const others = order.filter((id) => id !== current);
  if (others.length === 0) return undefined;
  const unranked = current !== null && order.some(known) && !known(current);
  const at = current === null || unranked ? -1 : order.indexOf(current);
  return order.slice(at + 1).find((id) => id !== current) ?? others[0];
}
