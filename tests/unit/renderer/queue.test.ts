// The queue in the window: orders by any number, a frame at hand that keeps its place, corrections spread over a drive, and how far the goal is.
import { describe, expect, it } from 'vitest';
import type { FrameId, FrameSummary, RunId, VersionId } from '../../../src/shared/domain';
import { ALL, listFrames, nextInQueue } from '../../../src/renderer/frames/order';
import { spread } from '../../../src/renderer/frames/spread';
import { goalWords, leftWords, progressOf } from '../../../src/renderer/review/goal';
import { goToNextInQueue } from '../../../src/renderer/review/actions';
import { tipAt } from '../../../src/renderer/scrubber/frameTicks';
import { EMPTY_QUEUE, ranksOf, useQueue } from '../../../src/renderer/state/queue';
import { useSession } from '../../../src/renderer/state/session';
import { useView } from '../../../src/renderer/state/view';

const id = (n: number): FrameId => n as FrameId;
const frame = (n: number, values: Partial<FrameSummary> = {}): FrameSummary => ({
  ...{ id: id(n), name: `f${n}`, width: 10, height: 10, split: 'train', review: 'unseen', note: '', mask: n as VersionId, edited: false },
  ...values,
});
const row = (n: number, value: number) => [id(n), { frame: id(n), value, epoch: 1, version: null }] as const;

describe('an order by numbers', () => {
  const rows = new Map([row(1, 0.1), row(2, 0.3), row(3, 0.2)]);

  it('begins with the most suspect, or with the lowest IoU, and ends with frames without a number', () => {
    const frames = [1, 2, 3, 4].map((n) => frame(n));
    const wish = { filters: ALL, sort: 'suspicion', search: '' } as const;
    expect(listFrames(frames, wish, undefined, ranksOf('suspicion', rows, undefined, null))).toEqual([2, 3, 1, 4]);
    expect(listFrames(frames, { ...wish, sort: 'worst' }, undefined, ranksOf('iou', rows, undefined, null))).toEqual([1, 3, 2, 4]);
    expect(listFrames(frames, wish)).toEqual([1, 2, 3, 4]);
  });

  it('lets the frame at hand keep its place until one goes on', () => {
    const before = ranksOf('suspicion', rows, undefined, null);
    const mended = new Map([...rows, row(2, 0)]);
    const held = ranksOf('suspicion', mended, before, id(2));
    expect(held.get(id(2))).toBe(-0.3);
    const frames = [1, 2, 3].map((n) => frame(n));
    expect(nextInQueue(frames, id(2), { sort: 'suspicion', ranks: held })).toBe(3);
    expect(ranksOf('suspicion', mended, held, id(3)).get(id(2))).toBe(-0);
  });

  it('takes frames without a mask in where it has a number for them', () => {
    const bare = [frame(1), frame(2, { mask: null, split: 'none' })];
    expect(nextInQueue(bare, id(1), { sort: 'uncertainty', ranks: ranksOf('entropy', rows, undefined, null) })).toBe(2);
    expect(nextInQueue(bare, id(1), { sort: 'worst', scores: undefined })).toBeUndefined();
  });
});

describe('the first press', () => {
  const frames = [1, 2, 3].map((n) => frame(n));
  const ranks = new Map([['worst', ranksOf('iou', new Map([row(1, 0.5), row(2, 0.2), row(3, 0.9)]), undefined, null)] as const]);
  const press = (): unknown => (goToNextInQueue(), useView.getState().frame);

  it('leads to the worst frame from wherever one stands, the next ones go on', () => {
    useSession.setState({ frames });
    useView.setState({ frame: id(1), run: 1 as RunId });
    useQueue.setState({ ...EMPTY_QUEUE, ranks });
    expect([press(), press(), press()]).toEqual([2, 1, 3]);
  });

  it('waits for the numbers of the order', () => {
    useSession.setState({ frames });
    useView.setState({ frame: id(3), run: 1 as RunId });
    useQueue.setState({ ...EMPTY_QUEUE });
    expect(press()).toBe(1);
    useQueue.setState({ ranks });
    expect(press()).toBe(2);
    useView.setState({ frame: null, run: null });
    useSession.setState({ frames: [] });
    useQueue.setState(EMPTY_QUEUE);
  });
});

it('a tip of a ruler lies within it, from end to end', () => {
  expect([tipAt(0, 200), tipAt(200, 200), tipAt(50, 200)].map(({ transform }) => transform)).toEqual([
    'translateX(0%)',
    'translateX(-100%)',
    'translateX(-25%)',
  ]);
});

describe('the spread order', () => {
  const order = (count: number, done: readonly number[] = []): number[] => {
    const { turn } = spread(count, (place) => done.includes(place));
    return [...turn.keys()].filter((place) => turn[place]! >= 0).sort((a, b) => turn[a]! - turn[b]!);
  };

  it('begins in the middle, then at the ends, then halves what is left', () => {
    expect(order(9)).toEqual([4, 0, 8, 2, 6, 1, 3, 5, 7]);
    expect(order(1)).toEqual([0]);
    expect(order(0)).toEqual([]);
  });

  it('keeps away from what is done, and names every other place once', () => {
    expect(order(9, [0, 1, 2])[0]).toBe(8);
    expect(spread(9, (place) => place <= 2).gap[8]).toBe(6);
    expect([...order(100, [3, 50])].sort((a, b) => a - b)).toEqual([...Array(100).keys()].filter((n) => n !== 3 && n !== 50));
  });

  it('is quick for 100,000 frames', () => {
    const begun = performance.now();
    spread(100_000, (place) => place % 1000 === 0);
    expect(performance.now() - begun).toBeLessThan(500);
  });
});

describe('the goal', () => {
  const frames = [frame(1, { split: 'held-out' }), frame(2, { split: 'held-out', review: 'reviewed' }), frame(3), frame(4, { mask: null })];

  it('counts held-out frames that reach an IoU, and those without a number as left', () => {
    const goal = { kind: 'iou', least: 0.95, set: 'held-out' } as const;
    const progress = progressOf(goal, frames, new Map([[id(1), { value: 0.96 }]]))!;
    expect(progress).toEqual({ done: 1, total: 2, unknown: 1 });
    expect(leftWords(progress)).toBe('1 frame left, 1 of them without a number');
    expect(goalWords(goal)).toBe('Every held-out frame at IoU 0.95');
  });

  it('suspects a reviewed frame no more, and says when it is reached', () => {
    const all = new Map([1, 2, 3].map((n) => [id(n), { value: n === 2 ? 0.5 : 0.01 }]));
    const progress = progressOf({ kind: 'suspicion', most: 0.1 }, frames, all)!;
    expect(progress).toEqual({ done: 2, total: 2, unknown: 0 });
    expect(leftWords(progress)).toBe('reached');
  });

  it('counts reviewed frames, and is none without one', () => {
    expect(progressOf({ kind: 'reviewed', frames: 3 }, frames, undefined)).toEqual({ done: 1, total: 3, unknown: 0 });
    expect(progressOf({ kind: 'all-reviewed', set: 'all' }, frames, undefined)).toEqual({ done: 1, total: 3, unknown: 0 });
    expect(progressOf({ kind: 'none' }, frames, undefined)).toBeNull();
  });
});
