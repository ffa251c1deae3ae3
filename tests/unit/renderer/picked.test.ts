// Frames picked in the list: what a filter hides is picked no more.
import { afterEach, expect, it } from 'vitest';
import type { FrameId, FrameSummary } from '../../../src/shared/domain';
import { pickAll, resetFrameList, toggleFilter, useFrameList, watchFrameList } from '../../../src/renderer/frames/state';
import { emptySession, useSession } from '../../../src/renderer/state/session';
import { useView } from '../../../src/renderer/state/view';

const frames = [1, 2, 3, 4].map((id): FrameSummary => ({
  ...{ id: id as FrameId, name: `f${id}`, width: 10, height: 10, split: 'none', note: '', mask: null, edited: false },
  review: id === 4 ? 'flagged' : id === 3 ? 'reviewed' : 'unseen',
}));
let stop = (): void => {};
afterEach(() => {
  stop();
  resetFrameList();
  useSession.setState(emptySession);
  useView.setState({ order: null, frame: null });
});

it('nothing is done to frames that a filter hides, and one alone is no choice of several', () => {
  stop = watchFrameList();
  useSession.setState({ frames });
  pickAll();
  expect(useFrameList.getState().picked.size).toBe(4);
  toggleFilter('unseen');
  expect([...useFrameList.getState().picked]).toEqual([1, 2]);
  toggleFilter('unseen');
  toggleFilter('flagged');
  expect(useFrameList.getState().picked.size).toBe(0);
});
