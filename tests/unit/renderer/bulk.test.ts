// Many frames marked at once: taking it back gives each what it had; picking follows Shift and Ctrl.
import { beforeEach, expect, it, vi } from 'vitest';
import type { FrameId, FrameSummary } from '../../../src/shared/domain';

vi.stubGlobal('studio', { on: () => () => undefined });
const { undoing } = await import('../../../src/renderer/review/bulk');
const { NOBODY, pickAlso, pickAll, pickNone, pickTo, useFrameList } = await import('../../../src/renderer/frames/state');
const { useView } = await import('../../../src/renderer/state/view');

const ids = [1, 2, 3, 4, 5] as FrameId[];
const picked = (): number[] => [...useFrameList.getState().picked].sort();
beforeEach(() => {
  useFrameList.setState({ shown: ids, picked: NOBODY, anchor: null });
  useView.setState({ frame: ids[1]! });
});

it('what is taken back is what the mark changed, each frame as it was', () => {
  const frame = { id: 3, review: 'flagged', note: 'kerb', split: 'train' } as unknown as FrameSummary;
  expect(undoing([frame], { state: 'reviewed' })).toEqual([{ frame: 3, state: 'flagged', note: 'kerb' }]);
  expect(undoing([frame], { split: 'held-out' })).toEqual([{ frame: 3, split: 'train' }]);
});

it('Shift picks from the shown frame to the one pressed, and back again; one alone is none', () => {
  pickTo(4 as FrameId);
  expect(picked()).toEqual([2, 3, 4]);
  pickTo(1 as FrameId);
  expect(picked()).toEqual([1, 2]);
  pickTo(2 as FrameId);
  expect(picked()).toEqual([]);
});

it('Ctrl picks one more beside the shown frame, or one less', () => {
  pickAlso(5 as FrameId);
  expect(picked()).toEqual([2, 5]);
  pickAlso(1 as FrameId);
  pickAlso(2 as FrameId);
  expect(picked()).toEqual([1, 5]);
  pickAll();
  expect(picked()).toEqual([1, 2, 3, 4, 5]);
  pickNone();
  expect(picked()).toEqual([]);
});
