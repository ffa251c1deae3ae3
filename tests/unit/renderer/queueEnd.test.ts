// Runs that follow each other in the queue are told of once, when the last has ended.
import { expect, it } from 'vitest';
import type { RunSummary } from '../../../src/shared/contract/runs';
import { endedInQueue } from '../../../src/renderer/state/queueEnd';

const run = (id: number, state: RunSummary['state'], bestMeanIoU: number | null = null): RunSummary =>
  ({
    id,
    name: `run ${id}`,
    state,
    place: state === 'queued' ? id : null,
    bestMeanIoU,
    bestEpoch: bestMeanIoU === null ? null : 3,
  }) as unknown as RunSummary;

it('a run that ends alone has its own notice; of several, the last speaks for all', () => {
  const [alone, first, second, third] = [run(1, 'done', 0.5), run(2, 'done', 0.6), run(3, 'done', 0.9), run(4, 'done', 0.7)];
  expect(endedInQueue(alone, [alone], false)).toBe('alone');
  expect(endedInQueue(first, [first, run(3, 'queued'), run(4, 'queued')], false)).toBe('more');
  // A failure is told of at once, and what follows goes on.
  expect(endedInQueue(run(9, 'failed'), [run(3, 'running')], false)).toBe('alone');
  expect(endedInQueue(second, [first, second, run(4, 'running')], false)).toBe('more');
  expect(endedInQueue(third, [alone, first, second, third], false)).toBe(
    '3 runs of the queue are done; the best is run 3: held-out mean IoU 0.900 at epoch 3.',
  );
  expect(endedInQueue(alone, [alone], false)).toBe('alone');
});

it('a held queue follows by nobody: the last run is told of', () => {
  const only = run(1, 'done', 0.5);
  expect(endedInQueue(only, [only, run(2, 'queued')], true)).toBe('alone');
});
