// Scores of the held-out frames at every threshold: each frame's prediction and current mask become two histograms, once, a frame at a time while
// nothing else happens; moving the threshold is then a small sum. A frame whose mask changes is counted anew, and all are when 'best' becomes another epoch.
import { create } from 'zustand';
import type { EpochChoice, FrameId, RunId, SetScore, VersionId } from '../../shared/domain';
import { decodeRle } from '../../shared/mask/rle';
import { setScore } from '../../shared/metrics/confusion';
import {
  addHistograms,
  bestPoints,
  confusionAt,
  histograms,
  noHistograms,
  thresholdCurve,
  type BestPoints,
  type CurvePoint,
  type Histograms,
} from '../../shared/metrics/thresholds';
import { upsampleProbabilities } from '../../shared/prediction/probabilities';
import { studio } from '../api';
import { inflateZlib } from './predictions';
import { scoreKey, useSession, type ScoreSet } from './session';

export interface Counted {
  readonly mask: VersionId;
  /** Whose prediction was counted, never 'best'. */
  readonly epoch: number;
  readonly histograms: Histograms;
  /** What was counted, packed: decisions that are more than a threshold count it anew (heldOutDecided.ts). About 15 kB a frame. */
  readonly deflated: Uint8Array;
  readonly netWidth: number;
  readonly netHeight: number;
  readonly rle: Uint8Array;
}

export interface HeldOut {
  readonly run: RunId | null;
  readonly epoch: EpochChoice;
  /** Held-out frames of the run that still have a mask; 0 while unknown. */
  readonly total: number;
  readonly counted: ReadonlyMap<FrameId, Counted>;
  /** Of all counted frames together; null until all are counted. */
  readonly curve: readonly CurvePoint[] | null;
  readonly best: BestPoints | null;
  /** False while frames are still being counted. */
  readonly done: boolean;
}

const NOTHING: HeldOut = { run: null, epoch: 'best', total: 0, counted: new Map(), curve: null, best: null, done: false };

export const useHeldOut = create<HeldOut>()(() => NOTHING);
const { getState: get, setState: set } = useHeldOut;

let wish = 0;
/** A frame is counted again only when its mask has been still for a moment. */
const PAUSE = 700;
/** An epoch is counted when it has been shown for so long. */
const STAY = 250;

/** Follows the run and epoch that are shown. Call again when they, the scores or the held-out masks changed. */
export function followHeldOut(run: RunId | null, epoch: EpochChoice): void {
  const mine = ++wish;
  const before = get().run;
  if (run === null) return set(NOTHING);
  const another = get().run !== run || get().epoch !== epoch;
  if (another) set({ ...NOTHING, run, epoch });
  void work(mine, run, epoch, another && before !== null);
}

async function work(mine: number, run: RunId, epoch: EpochChoice, scrubbed: boolean): Promise<void> {
  // Going through epochs, only the one that one stays at is counted.
  if (scrubbed) await pause(STAY);
  if (mine !== wish) return;
  const known = useSession.getState().scores.get(scoreKey(run, epoch));
  if (!known) return;
  const frames = heldOutFrames(known);
  const total = frames.length;
  const stale = frames.filter(({ id, mask }) => {
    const before = get().counted.get(id);
    return before?.mask !== mask || before.epoch !== known.epoch;
  });
  if (stale.length === 0 && get().done && get().total === total) return;
  if (get().counted.size > 0) await pause(PAUSE);
  else set({ total, done: false });
  for (const frame of stale) {
    if (mine !== wish) return;
    const counted = await count(run, epoch, frame.id, frame.width, frame.height);
    if (mine !== wish) return;
    if (!counted) continue;
    set({ total, counted: new Map(get().counted).set(frame.id, { mask: frame.mask, epoch: known.epoch, ...counted }) });
    await idle();
  }
  if (mine !== wish) return;
  const there = new Set(frames.map((frame) => frame.id));
  const counted = new Map([...get().counted].filter(([id]) => there.has(id)));
  const sum = [...counted.values()].reduce((a, b) => addHistograms(a, b.histograms), noHistograms());
  const curve = counted.size > 0 ? thresholdCurve(sum) : null;
  const best =
    curve &&
    bestPoints(
      [...counted.values()].map(({ histograms: one }) => one),
      curve,
    );
  set({ total, counted, curve, best, done: true });
}

/** What the run held out, as it was then, with the masks of now. */
function heldOutFrames(known: ScoreSet) {
  const { framesById } = useSession.getState();
  const rows = [...known.byFrame.values()].filter((row) => row.split === 'held-out');
  return rows.flatMap(({ frame: id }) => {
    const frame = framesById.get(id);
    return frame && frame.mask !== null ? [{ id, mask: frame.mask, width: frame.width, height: frame.height }] : [];
  });
}

async function count(
  run: RunId,
  epoch: EpochChoice,
  frame: FrameId,
  width: number,
  height: number,
): Promise<Omit<Counted, 'mask' | 'epoch'> | null> {
  const [prediction, mask] = await Promise.all([studio.runs.prediction({ run, epoch, frame }), studio.masks.load({ frame })]);
  if (!prediction.ok || !mask.ok || !mask.value.rle) return null;
  const { rle } = mask.value;
  try {
    const { deflated, width: netWidth, height: netHeight } = prediction.value;
    const small = await inflateZlib(deflated);
    const counted = histograms(upsampleProbabilities(small, netWidth, netHeight, width, height), decodeRle(rle));
    return { histograms: counted, deflated, netWidth, netHeight, rle };
  } catch {
    return null;
  }
}

/** Mean and pooled IoU, precision, recall and F1 of the held-out set at `threshold`, from the masks of now; null until all frames are counted. */
export function heldOutAt(state: Pick<HeldOut, 'counted' | 'curve'>, threshold: number): SetScore | null {
  if (!state.curve) return null;
  return setScore(
    [...state.counted.values()].map(({ histograms: one }) => confusionAt(one, threshold)),
    threshold,
  );
}

const pause = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));
const idle = (): Promise<void> => new Promise((go) => requestIdleCallback(() => go(), { timeout: 300 }));
