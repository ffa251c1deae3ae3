// Runs in an order, through a filter, and whether their scores may be held against each other.
import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../src/shared/contract/runs';
import { comparable } from '../../../src/shared/training/comparable';
import { PRESETS } from '../../../src/shared/training/config';
import { NEWEST_FIRST, orderedBy, RUN_KEYS, runMatches, sortRuns, tagCounts } from '../../../src/shared/training/runList';

const run = (id: number, given: Partial<RunSummary> = {}): RunSummary =>
  ({
    ...{ id, name: `unet ${id}`, config: PRESETS.quick, state: 'done', reason: '', createdAt: id, seconds: id, epochs: 3, trainFrames: 3 },
    ...{ heldOutFrames: 2, maskVersion: 4, bestEpoch: 2, bestMeanIoU: 0.5, bestPooledIoU: 0.6, device: 'Xeon (CPU, graph, bfloat16)' },
    ...{ path: 'graph', precision: 'bfloat16', origin: '', tags: [], note: '', moved: 0, moves: [], sweep: '', place: null, retrain: null },
    ...given,
  }) as unknown as RunSummary;
const ids = (runs: readonly RunSummary[]) => runs.map(({ id }) => id as number);

describe('the order', () => {
  const runs = [run(1, { bestMeanIoU: 0.7 }), run(2, { bestMeanIoU: null }), run(10, { bestMeanIoU: 0.8 }), run(3, { bestMeanIoU: 0.7 })];
  it('puts what is not known last either way, and the newer of equals first', () => {
    expect(ids(sortRuns(runs, { by: 'mean', down: true }))).toEqual([10, 3, 1, 2]);
    expect(ids(sortRuns(runs, { by: 'mean', down: false }))).toEqual([3, 1, 10, 2]);
  });
  it('orders names as people count, and every column without failing', () => {
    expect(ids(sortRuns(runs, { by: 'name', down: false }))).toEqual([1, 2, 3, 10]);
    for (const by of RUN_KEYS) expect(sortRuns(runs, { by, down: true })).toHaveLength(4);
  });
  it('turns round at the second click', () => {
    const first = orderedBy(NEWEST_FIRST, 'mean');
    expect(first).toEqual({ by: 'mean', down: true });
    expect(orderedBy(first, 'mean')).toEqual({ by: 'mean', down: false });
    expect(orderedBy(first, 'name')).toEqual({ by: 'name', down: false });
  });
});

it('finds runs by words of what is said of them, and by whole tags', () => {
  const one = run(1, { tags: ['wide', 'Night'], note: 'sees far', moved: 1, moves: [{ from: 'held-out', to: 'train', frames: 1 }] });
  for (const words of ['', 'UNET far', 'u-net', '#night', 'wid', 'bfloat16', 'train now', '224x224'])
    expect(runMatches(one, words), words).toBe(true);
  for (const words of ['#wid', 'unetpp', 'far nothing']) expect(runMatches(one, words), words).toBe(false);
  expect(tagCounts([one, run(2, { tags: ['wide'] })])).toEqual([
    { tag: 'wide', runs: 2 },
    { tag: 'Night', runs: 1 },
  ]);
});

describe('scores side by side', () => {
  const alike = { heldOut: 30, shared: 30, otherMasks: 0, trainedOn: 0 };
  const [a, b] = [run(1), run(2)];
  it('are said to be measured alike only where frames, masks and threshold are the same', () => {
    expect(comparable([a, b], [alike, alike])).toEqual({
      same: true,
      said: ['All were measured on the same 30 held-out frames, with the same masks, at threshold 0.5.'],
    });
    const why = (row: Partial<typeof alike>, other = b) => comparable([a, other], [alike, { ...alike, ...row }]);
    expect(why({ heldOut: 25, shared: 25, trainedOn: 5 })).toEqual({
      same: false,
      said: [
        'unet 2 held out 25 frames, of which 25 are among the 30 of unet 1.',
        'unet 2 was trained on 5 of the frames that unet 1 held out.',
      ],
    });
    expect(why({ otherMasks: 1 }).said).toEqual(['unet 2 was measured against other masks of 1 held-out frame than unet 1.']);
    expect(why({ heldOut: 0, shared: 0 }).said).toEqual(['unet 2 held nothing out.']);
    expect(why({}, run(2, { config: { ...PRESETS.quick, threshold: 0.4 } })).same).toBe(false);
  });
});
