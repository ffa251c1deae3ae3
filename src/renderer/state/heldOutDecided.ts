// Scores of the held-out frames after the decision of the moment, when more than a threshold decides: histograms do not know what hangs together, so
// every frame is counted for every decision, in a worker, the newest decision before all others.
import { create } from 'zustand';
import type { Confusion, FrameId, SetScore } from '../../shared/domain';
import { setScore } from '../../shared/metrics/confusion';
import { isPlain, type Decision } from '../../shared/prediction/decision';
import { LatestWorker } from '../canvas/latestWorker';
import { useHeldOut, type Counted } from './heldOut';
import { decisionOf, useView } from './view';

export interface CountRequest extends Pick<Counted, 'deflated' | 'netWidth' | 'netHeight' | 'rle'> {
  readonly decision: Decision;
}

export interface HeldOutDecided {
  /** Of the last decision that was counted; null while there is none, or while a threshold alone decides. */
  readonly score: SetScore | null;
  /** Frames counted for the newest decision; null when nothing is being counted. */
  readonly counting: { readonly done: number; readonly total: number } | null;
  /** Why it could not be counted; empty otherwise. */
  readonly problem: string;
}

const NOTHING: HeldOutDecided = { score: null, counting: null, problem: '' };
export const useHeldOutDecided = create<HeldOutDecided>()(() => NOTHING);
const { setState: set } = useHeldOutDecided;

/** Milliseconds that a slider must rest. */
const REST = 80;
/** How often progress is told, in frames. */
const TOLD_EVERY = 8;

let turn = 0;
/** The newest counts of each frame: painting on one mask counts that one alone anew. */
let known = new Map<FrameId, { readonly of: Counted; readonly counts: Confusion }>();
let knownFor = '';

/** Follows the view and what is known of the held-out frames, for the life of the window. */
export function followHeldOutDecided(count: (request: CountRequest) => Promise<Confusion> = inWorker()): () => void {
  const stops = [
    useView.subscribe((view, before) => {
      if (view.threshold !== before.threshold || view.post !== before.post) again(count, REST);
    }),
    useHeldOut.subscribe((now, before) => {
      if (now.run !== before.run || now.epoch !== before.epoch) set({ score: null });
      if (now.counted !== before.counted || now.done !== before.done) again(count, 0);
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

function again(count: (request: CountRequest) => Promise<Confusion>, rest: number): void {
  const mine = ++turn;
  const decision = decisionOf(useView.getState());
  const { counted, done } = useHeldOut.getState();
  if (isPlain(decision) || counted.size === 0) return set(NOTHING);
  set({ counting: { done: 0, total: counted.size }, problem: '' });
  // Not before all are there: they come one by one.
  if (done) setTimeout(() => mine === turn && void work(mine, decision, counted, count), rest);
}

async function work(
  mine: number,
  decision: Decision,
  counted: ReadonlyMap<FrameId, Counted>,
  count: (request: CountRequest) => Promise<Confusion>,
): Promise<void> {
  const key = JSON.stringify(decision);
  if (key !== knownFor) known = new Map();
  knownFor = key;
  const all: Confusion[] = [];
  for (const [id, frame] of counted) {
    const { deflated, netWidth, netHeight, rle } = frame;
    const before = known.get(id);
    try {
      const counts = before?.of === frame ? before.counts : await count({ decision, deflated, netWidth, netHeight, rle });
      if (mine !== turn) return;
      known.set(id, { of: frame, counts });
      all.push(counts);
    } catch (error) {
      if (mine !== turn) return;
      return set({ score: null, counting: null, problem: error instanceof Error ? error.message : String(error) });
    }
    if (all.length % TOLD_EVERY === 0) set({ counting: { done: all.length, total: counted.size } });
  }
  set({ score: setScore(all, decision.threshold), counting: null });
}

function inWorker(): (request: CountRequest) => Promise<Confusion> {
  const worker = new LatestWorker<CountRequest, Confusion>(
    () => new Worker(new URL('./heldOutWorker.ts', import.meta.url), { type: 'module' }),
  );
  return (request) => worker.ask(request);
}
