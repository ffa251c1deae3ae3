// Each run's own threshold and post-processing, and the held-out set counted after them: the newest decision wins.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CountRequest } from '../../../src/renderer/state/heldOutDecided';
import { FrameId, RunId, VersionId, type Confusion } from '../../../src/shared/domain';
import { NO_POST, plain } from '../../../src/shared/prediction/decision';
import { ok } from '../../../src/shared/result';

const setDecision = vi.fn(async () => ok({}));
vi.stubGlobal('studio', { runs: { setDecision } });
const { followDecisions, keepDecision } = await import('../../../src/renderer/state/decisions');
const { followHeldOutDecided, useHeldOutDecided } = await import('../../../src/renderer/state/heldOutDecided');
const { useHeldOut } = await import('../../../src/renderer/state/heldOut');
const { emptySession, useSession } = await import('../../../src/renderer/state/session');
const { decisionOf, useView } = await import('../../../src/renderer/state/view');

const [one, two] = [RunId.parse(1), RunId.parse(2)];
const view = () => useView.getState();
let stop = (): void => {};
beforeEach(() => {
  vi.useFakeTimers();
  setDecision.mockClear();
  const remembered = { threshold: 0.31, low: 0.1, smallest: 50, holes: 0 };
  useSession.setState({
    ...emptySession,
    project: { folder: '/p', readOnly: null } as never,
    runs: [
      { id: one, config: { threshold: 0.5 }, decision: null },
      { id: two, config: { threshold: 0.5 }, decision: remembered },
    ] as never,
  });
  view().set({ run: null, threshold: 0.9, post: NO_POST });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

it('a run that is shown gets its own decision back, which is remembered once, a moment after the last move', () => {
  stop = followDecisions();
  view().showRun(two);
  expect(decisionOf(view())).toEqual({ threshold: 0.31, low: 0.1, smallest: 50, holes: 0 });
  view().showRun(one);
  expect(decisionOf(view())).toEqual(plain(0.5));
  vi.advanceTimersByTime(5000);
  expect(setDecision).not.toHaveBeenCalled();
  for (const threshold of [0.41, 0.42, 0.43]) view().setThreshold(threshold);
  view().setPost({ holes: 20 });
  vi.advanceTimersByTime(5000);
  expect(setDecision.mock.calls).toEqual([[{ run: one, decision: { ...plain(0.43), holes: 20 } }]]);
  view().setThreshold(0.44);
  view().showRun(two);
  expect(setDecision).toHaveBeenLastCalledWith({ run: one, decision: { ...plain(0.44), holes: 20 } });
  view().showRun(one);
  expect(decisionOf(view())).toEqual({ ...plain(0.44), holes: 20 });
});

it('nothing is written into another project, nor into one that can only be looked at', () => {
  stop = followDecisions();
  view().showRun(one);
  view().setThreshold(0.2);
  useSession.setState({ project: { folder: '/q', readOnly: null } as never });
  keepDecision();
  useSession.setState({ project: { folder: '/p', readOnly: 'Another program has it open.' } as never });
  view().setThreshold(0.3);
  keepDecision();
  expect(setDecision).not.toHaveBeenCalled();
});

it('the held-out set is counted after what follows the threshold: the newest decision alone, and a repainted frame alone', async () => {
  const asked: { request: CountRequest; answer: (counts: Confusion) => void }[] = [];
  const count = (request: CountRequest): Promise<Confusion> => new Promise((answer) => asked.push({ request, answer }));
  const frame = (mask: number) => ({ mask: VersionId.parse(mask), deflated: new Uint8Array(1), rle: new Uint8Array(1) }) as never;
  const counted = new Map([
    [FrameId.parse(1), frame(1)],
    [FrameId.parse(2), frame(2)],
  ]);
  stop = followHeldOutDecided(count);
  useHeldOut.setState({ run: one, counted, done: true, total: 2 });
  const now = () => useHeldOutDecided.getState();
  const next = async (tp: number): Promise<void> => {
    asked.at(-1)!.answer({ tp, fp: 10 - tp, fn: 0, tn: 0 });
    await vi.advanceTimersByTimeAsync(0);
  };
  expect(now()).toEqual({ score: null, counting: null, problem: '' });
  view().setPost({ smallest: 100 });
  await vi.advanceTimersByTimeAsync(100);
  expect([asked.length, now().counting]).toEqual([1, { done: 0, total: 2 }]);
  view().setPost({ smallest: 200 });
  await next(1);
  await vi.advanceTimersByTimeAsync(100);
  expect(asked.map(({ request }) => request.decision.smallest)).toEqual([100, 200]);
  await next(10);
  await next(5);
  expect(now()).toMatchObject({ counting: null, score: { meanIoU: 0.75, frames: 2 } });
  useHeldOut.setState({ counted: new Map(counted).set(FrameId.parse(2), frame(3)) });
  await vi.advanceTimersByTimeAsync(100);
  await next(0);
  expect([asked.length, now().score?.meanIoU]).toEqual([4, 0.5]);
  view().setPost(NO_POST);
  expect(now().score).toBeNull();
});
