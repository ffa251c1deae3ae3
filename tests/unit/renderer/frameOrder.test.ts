// The frame list: what filters let through, worst first, search, the review queue.
import { describe, expect, it } from 'vitest';
import { FrameId, VersionId, type FrameSummary } from '../../../src/shared/domain';
import { countFilters, FILTERS, listFrames, nextInQueue, sameOrder, type ListWish } from '../../../src/renderer/frames/order';

const id = (n: number): FrameId => FrameId.parse(n);
const frame = (n: number, more: Partial<FrameSummary> = {}): FrameSummary => ({
  id: id(n),
  name: `um_${String(n).padStart(6, '0')}`,
  width: 1242,
  height: 375,
  split: 'train',
  review: 'unseen',
  note: '',
  mask: VersionId.parse(n),
  edited: false,
  ...more,
});
const scores = (of: Record<number, number>) => new Map(Object.entries(of).map(([n, iou]) => [id(Number(n)), { iou }]));
const wish = (more: Partial<ListWish> = {}): ListWish => ({ filter: 'all', sort: 'name', search: '', ...more });

const frames = [
  frame(1),
  frame(2, { split: 'held-out', edited: true }),
  frame(3, { review: 'reviewed' }),
  frame(4, { mask: null, split: 'none' }),
  frame(5, { split: 'held-out', review: 'flagged', note: 'kerb' }),
];

describe('the frame list', () => {
  it('shows every frame by name without a wish', () => {
    expect(listFrames(frames, wish())).toEqual([1, 2, 3, 4, 5]);
  });

  it.each([
    ['held-out', [2, 5]],
    ['train', [1, 3]],
    ['to review', [1, 2, 5]],
    ['flagged', [5]],
    ['no mask', [4]],
    ['edited', [2]],
  ] as const)('lets through with %s exactly the frames that are so', (filter, expected) => {
    expect(listFrames(frames, wish({ filter }))).toEqual(expected);
  });

  it('counts for each filter what the filter would show', () => {
    const counts = countFilters(frames);
    for (const filter of FILTERS) expect(counts[filter]).toBe(listFrames(frames, wish({ filter })).length);
  });

  it('puts the lowest IoU first, frames without a score last, equals by name', () => {
    expect(listFrames(frames, wish({ sort: 'worst' }), scores({ 1: 0.9, 3: 0.5, 5: 0.9 }))).toEqual([3, 1, 5, 2, 4]);
  });

  it('stays by name when there are no scores to sort by', () => {
    expect(listFrames(frames, wish({ sort: 'worst' }))).toEqual([1, 2, 3, 4, 5]);
  });

  it('finds names that hold all the words, whatever their case', () => {
    expect(listFrames(frames, wish({ search: 'UM 0005' }))).toEqual([5]);
    expect(listFrames(frames, wish({ search: '  ' }))).toHaveLength(5);
    expect(listFrames(frames, wish({ search: 'um uu' }))).toEqual([]);
  });

  it('leaves the frames it was given in their order', () => {
    const before = [...frames];
    listFrames(frames, wish({ sort: 'worst' }), scores({ 5: 0.1 }));
    expect(frames).toEqual(before);
  });

  it('keeps the array when nothing moved, so that nothing is drawn again', () => {
    const before = listFrames(frames, wish());
    expect(sameOrder(before, listFrames(frames, wish()))).toBe(before);
    const other = listFrames(frames, wish({ filter: 'train' }));
    expect(sameOrder(before, other)).toBe(other);
  });

  it('lists 10,000 frames worst first within a frame of the screen', () => {
    const many = Array.from({ length: 10_000 }, (_, n) => frame(n + 1));
    const iou = new Map(many.map(({ id: one }) => [one, { iou: (one * 7919) % 10_000 }]));
    listFrames(many, wish({ sort: 'worst' }), iou);
    const times = Array.from({ length: 9 }, () => {
      const start = performance.now();
      listFrames(many, wish({ sort: 'worst', filter: 'to review' }), iou);
      return performance.now() - start;
    });
    expect(times.sort((a, b) => a - b)[4]).toBeLessThan(60);
  });
});

describe('the review queue', () => {
  const known = scores({ 1: 0.95, 2: 0.7, 3: 0.1, 5: 0.8 });

  it('begins with the worst frame that is held out or not reviewed, and never offers a reviewed one', () => {
    expect(nextInQueue(frames, null, known)).toBe(2);
  });

  it('goes on from the current frame in that order, and wraps', () => {
    expect(nextInQueue(frames, id(2), known)).toBe(5);
    expect(nextInQueue(frames, id(5), known)).toBe(1);
    expect(nextInQueue(frames, id(1), known)).toBe(2);
  });

  it('begins at the worst from a frame that has no place among the scores', () => {
    expect(nextInQueue(frames, id(1), scores({ 2: 0.7, 5: 0.8 }))).toBe(2);
  });

  it('leaves out train frames that have no mask to review', () => {
    const bare = [frame(1, { mask: null }), frame(2, { mask: null, split: 'held-out' })];
    expect(nextInQueue(bare, null)).toBe(2);
  });

  it('is at its end when the current frame is all that is left', () => {
    expect(nextInQueue([frame(1), frame(2, { review: 'reviewed' })], id(1))).toBeUndefined();
    expect(nextInQueue([], null)).toBeUndefined();
  });

  it('starts at the worst when the current frame was just reviewed', () => {
    expect(nextInQueue(frames, id(3), known)).toBe(2);
  });
});
