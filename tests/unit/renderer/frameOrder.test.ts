// The frame list: what filters let through, worst first, search, the review queue.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameId, VersionId, type FrameSummary } from '../../../src/shared/domain';
import {
  ALL,
  FILTERS,
  listFrames,
  nextInQueue,
  GROUP_NAMES,
  GROUPS,
  sameOrder,
  tally,
  type Filter,
  type ListWish,
} from '../../../src/renderer/frames/order';

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
const wish = (more: Partial<ListWish> = {}): ListWish => ({ filters: ALL, sort: 'name', search: '', ...more });

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
    expect(listFrames(frames, wish({ filters: new Set([filter]) }))).toEqual(expected);
  });

  it('needs one of the filters of a group, and something of every group', () => {
    const of = (...filters: Filter[]) => listFrames(frames, wish({ filters: new Set(filters) }));
    expect(of('train', 'held-out')).toEqual([1, 2, 3, 5]);
    expect(of('held-out', 'flagged')).toEqual([5]);
    expect(of('held-out', 'flagged', 'reviewed', 'train')).toEqual([3, 5]);
    expect(of('no mask', 'held-out')).toEqual([]);
  });

  it('counts for each filter what it would show in its group, whatever else is chosen', () => {
    fc.assert(
      fc.property(fc.subarray([...FILTERS]), fc.constantFrom('', '0000', 'kerb', 'nobody'), (chosen, search) => {
        const { counts } = tally(frames, { filters: new Set(chosen), search });
        for (const filter of FILTERS) {
          const group = GROUP_NAMES.find((name) => (GROUPS[name] as readonly Filter[]).includes(filter))!;
          const others = chosen.filter((one) => !(GROUPS[group] as readonly Filter[]).includes(one));
          expect(counts[filter]).toBe(listFrames(frames, wish({ filters: new Set([...others, filter]), search })).length);
        }
      }),
    );
  });

  it('counts how far the review is, whatever is shown', () => {
    expect(tally(frames, { filters: new Set(['no mask']), search: 'um' })).toMatchObject({ found: 5, masked: 4, reviewed: 1 });
  });

  it('finds words of the notes too', () => {
    expect(listFrames(frames, wish({ search: 'Kerb 0005' }))).toEqual([5]);
  });

  it('lists flagged frames first and reviewed ones last by review, and by name from the end', () => {
    expect(listFrames(frames, wish({ sort: 'review' }))).toEqual([5, 1, 2, 4, 3]);
    expect(listFrames(frames, wish({ sort: 'name, from the end' }))).toEqual([5, 4, 3, 2, 1]);
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
    const other = listFrames(frames, wish({ filters: new Set(['train']) }));
    expect(sameOrder(before, other)).toBe(other);
  });

  it('lists 10,000 frames worst first within a frame of the screen', () => {
    const many = Array.from({ length: 10_000 }, (_, n) => frame(n + 1));
    const iou = new Map(many.map(({ id: one }) => [one, { iou: (one * 7919) % 10_000 }]));
    listFrames(many, wish({ sort: 'worst' }), iou);
    const times = Array.from({ length: 9 }, () => {
      const start = performance.now();
      listFrames(many, wish({ sort: 'worst', filters: new Set(['to review']), search: 'um' }), iou);
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
