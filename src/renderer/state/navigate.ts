// Moving from frame to frame: by steps, at a speed, and which neighbours to fetch ahead.
import type { FrameId } from '../../shared/domain';
import { useSession } from './session';
import { useView } from './view';

/** The frames that next and previous walk through. */
export const walk = (): readonly FrameId[] => useView.getState().order ?? useSession.getState().frameIds;

/** The frame `by` steps on, stopping at the ends; from a frame that the list does not show, its first or last. */
export function stepFrom(order: readonly FrameId[], frame: FrameId | null, by: number): FrameId | null {
  if (order.length === 0) return null;
  const at = frame === null ? -1 : order.indexOf(frame);
  if (at < 0) return (by > 0 ? order[0] : order[order.length - 1]) ?? null;
  return order[Math.min(order.length - 1, Math.max(0, at + by))] ?? null;
}

export function goBy(by: number): void {
  const { frame, goTo } = useView.getState();
  const next = stepFrom(walk(), frame, by);
  if (next !== null && next !== frame) goTo(next);
}

/** Frames worth fetching ahead, likeliest first: onwards in the direction of travel, then one back. */
export function neighbours(order: readonly FrameId[], frame: FrameId, direction: 1 | -1): FrameId[] {
  const at = order.indexOf(frame);
  if (at < 0) return [];
  return [direction, 2 * direction, -direction, 3 * direction].map((by) => order[at + by]).filter((id) => id !== undefined);
}
