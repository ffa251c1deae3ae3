// A run that is removed is gone from the disk only once 'Undo' has passed, and never in another project, whose runs have the same numbers.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RunId } from '../../../src/shared/domain';
import { ok } from '../../../src/shared/result';

const remove = vi.fn(async () => ok({}));
vi.stubGlobal('studio', { runs: { remove } });
const { removeRun, useTraining } = await import('../../../src/renderer/training/state');
const { emptySession, useSession } = await import('../../../src/renderer/state/session');
const { useView } = await import('../../../src/renderer/state/view');

const id = RunId.parse(1);
const run = { id, name: 'unet 1', bestEpoch: null } as never;
beforeEach(() => {
  vi.useFakeTimers();
  remove.mockClear();
  useSession.setState({ ...emptySession, project: { folder: '/p', readOnly: null } as never, runs: [run] });
  useTraining.setState({ removing: new Set() });
  useView.setState({ run: id });
});
afterEach(() => void vi.useRealTimers());

it('is removed when the time for Undo has passed', async () => {
  removeRun(run);
  expect([useView.getState().run, useTraining.getState().removing.has(id), remove.mock.calls.length]).toEqual([null, true, 0]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(remove.mock.calls).toEqual([[{ run: id }]]);
  expect(useTraining.getState().removing.size).toBe(0);
});

it('stays where it is when its project is closed before', async () => {
  removeRun(run);
  useSession.setState({ project: { folder: '/q', readOnly: null } as never });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(remove).not.toHaveBeenCalled();
});
