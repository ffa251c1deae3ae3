// Batches in the order of their plan, each made ahead while the ones before are used.
import type { EngineFrame } from '../protocol';
import type { Batch } from './batch';
import { batchMaker, type MakeBatch } from './batchThreads';
import type { Planned } from './plan';

export { planEpoch, planPlain, seenInEpoch, type Planned } from './plan';

type Size = { readonly width: number; readonly height: number };

/** A step blocks its thread: what is to be ready after the next one is asked for before this one. */
const AHEAD = 2;

export interface LoadedBatch {
  readonly batch: Batch;
  readonly frames: readonly EngineFrame[];
}

/**
 * The batches of a plan. Fails as `FrameCache.picture` and `.mask` do, when the batch of that frame is asked for. Whoever stops asking leaves nothing
 * behind: what is being made is made and let go.
 */
export async function* batches(
  plan: readonly Planned[][],
  { width, height }: Size,
  make: MakeBatch = batchMaker(),
): AsyncGenerator<LoadedBatch> {
  const asked: Promise<Batch>[] = [];
  let next = 0;
  const askAhead = (): void => {
    while (asked.length < AHEAD && next < plan.length) asked.push(unheard(make({ items: plan[next++]!, width, height })));
  };
  for (const planned of plan) {
    askAhead();
    const current = asked.shift()!;
    // Also while the first one is made.
    askAhead();
    yield { batch: await current, frames: planned.map(({ frame }) => frame) };
  }
}

/** A failure is met when the batch is asked for, not before: nobody may be waiting yet. */
function unheard<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}
