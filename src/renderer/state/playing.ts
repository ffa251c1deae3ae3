// The sequence that plays: which frames of it, where it goes on at its end, and how fast it really is.
import { create } from 'zustand';
import type { FrameId } from '../../shared/domain';
import { walk } from './navigate';
import { useView } from './view';

export interface Playing {
  /** Steps a second as they are made; null while nothing plays. */
  readonly rate: number | null;
}
export const usePlaying = create<Playing>()(() => ({ rate: null }));

/** Below this share of what was chosen it says so. */
const KEEPS_UP = 0.93;

/** '7 of 10 fps' when it cannot keep up; '10 fps' otherwise. */
export const speedWords = (fps: number, rate: number | null): string =>
  rate !== null && rate < fps * KEEPS_UP ? `${rate < 9.95 ? Number(rate.toFixed(1)) : Math.round(rate)} of ${fps} fps` : `${fps} fps`;

export const keepsUp = (fps: number, rate: number | null): boolean => rate === null || rate >= fps * KEEPS_UP;

/** The frames that play: those of the list, from the first to the last of the chosen range; all of them where an end of it is not among them. */
export function sequence(): readonly FrameId[] {
  const order = walk();
  const { playRange } = useView.getState();
  if (!playRange) return order;
  const [from, to] = [order.indexOf(playRange.from), order.indexOf(playRange.to)];
  return from < 0 || to < 0 ? order : order.slice(Math.min(from, to), Math.max(from, to) + 1);
}

/** The `count` frames after `frame` as they will play. */
export function comingFrames(frame: FrameId, count: number): FrameId[] {
  const frames = sequence();
  const at = frames.indexOf(frame);
  if (at < 0) return frames.slice(0, count);
  const rest = frames.slice(at + 1, at + 1 + count);
  return useView.getState().loop ? [...rest, ...frames.slice(0, Math.min(at, count - rest.length))] : rest;
}

/** One frame on; false at the end. */
export function stepSequence(): boolean {
  const { frame, goTo } = useView.getState();
  const next = frame === null ? undefined : comingFrames(frame, 1)[0];
  if (next === undefined || next === frame) return false;
  goTo(next);
  return true;
}

/** Plays or pauses; from the last frame, playing begins at the first. */
export function togglePlaying(): void {
  const { playing, frame, goTo, set } = useView.getState();
  const frames = sequence();
  if (playing || frames.length < 2) return set({ playing: false });
  if (frame === null || !frames.includes(frame) || frame === frames.at(-1)) goTo(frames[0]!);
  set({ playing: true, watching: false });
}

/** The range begins or ends at the frame that is shown. */
export function setRangeEnd(which: 'from' | 'to'): void {
  const { frame, playRange, set } = useView.getState();
  const order = walk();
  const [first, last] = [order[0], order.at(-1)];
  if (frame === null || first === undefined || last === undefined) return;
  const range = { from: playRange?.from ?? first, to: playRange?.to ?? last, [which]: frame };
  // Both ends stand in order: the one that was passed goes along.
  if (order.indexOf(range.from) > order.indexOf(range.to)) range[which === 'from' ? 'to' : 'from'] = frame;
  set({ playRange: range.from === first && range.to === last ? null : range });
}
