// What begins and turns the comparison of two runs: which run is taken, and a key that is held or tapped.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunSummary } from '../../../src/shared/contract/runs';
import type { RunId } from '../../../src/shared/domain';
import { blink, candidates, swapRuns, toggleComparison } from '../../../src/renderer/comparing/actions';
import { useSession } from '../../../src/renderer/state/session';
import { NOTHING_COMPARED, useView } from '../../../src/renderer/state/view';

const run = (id: number, net: 'unet' | 'unetpp', iou: number | null): RunSummary =>
  ({ id: id as RunId, name: `run ${id}`, config: { net }, bestEpoch: iou === null ? null : 3, bestMeanIoU: iou }) as RunSummary;
const A = 1 as RunId;

let page: EventTarget;
let now = 0;
beforeEach(() => {
  page = new EventTarget();
  vi.stubGlobal('window', page);
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  useSession.setState({ runs: [run(1, 'unet', 0.7), run(2, 'unet', 0.9), run(3, 'unetpp', 0.6), run(4, 'unetpp', null)] });
  useView.setState({ run: A, epoch: 'last', compare: NOTHING_COMPARED });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});
const view = () => useView.getState();
const seen = () => [view().compare.kind === 'runs' && view().compare, view().blinkOther];

describe('the second run', () => {
  it('is one of the other net before a better one of the same, and never one that predicts nothing', () => {
    expect(candidates(A).map(({ id }) => id)).toEqual([3, 2]);
    toggleComparison();
    expect(view().compare).toMatchObject({ kind: 'runs', other: 3, otherEpoch: 'best' });
    swapRuns();
    expect(view()).toMatchObject({ run: 3, epoch: 'best', compare: { other: 1, otherEpoch: 'last' } });
    toggleComparison();
    expect(view().compare.kind).toBe('none');
  });
  it('goes with the first: without a shown run there is nothing to compare', () => {
    toggleComparison();
    view().showRun(null);
    expect(view().compare.kind).toBe('none');
  });
});

describe('the key that blinks', () => {
  it('tapped shows B until it is tapped again; held, only as long as it is held, and repeats do nothing', () => {
    toggleComparison();
    const press = (ms: number): void => {
      blink();
      now += ms;
      blink();
      page.dispatchEvent(new Event('keyup'));
    };
    press(50);
    expect(seen()).toMatchObject([{ show: 'blink' }, true]);
    press(50);
    expect(seen()).toMatchObject([{ show: 'blink' }, false]);
    blink();
    now += 400;
    expect(view().blinkOther).toBe(true);
    page.dispatchEvent(new Event('keyup'));
    expect(view().blinkOther).toBe(false);
  });
  it('held over an overlay, gives the overlay back', () => {
    toggleComparison();
    const { compare } = view();
    if (compare.kind === 'runs') view().setCompare({ ...compare, show: 'overlay' });
    blink();
    expect(seen()).toMatchObject([{ show: 'blink' }, true]);
    now += 400;
    page.dispatchEvent(new Event('keyup'));
    expect(seen()).toMatchObject([{ show: 'overlay' }, false]);
  });
});
