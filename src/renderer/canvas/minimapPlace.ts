// The overview's arithmetic: how large it is, where its rectangle lies, what a click on it means. Pure.
import type { Rect } from '../../shared/mask/rect';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** CSS pixels at most. */
const ROOM: Size = { width: 200, height: 130 };

/** The frame, whole, within the room for it. */
export function minimapSize({ width, height }: Size): Size {
  const scale = Math.min(ROOM.width / width, ROOM.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The visible part of the frame on the overview, CSS pixels; never too small to be seen. */
export function minimapRect(visible: Rect, frame: Size, map: Size): Rect {
  const least = 6;
  const along = (from: number, length: number, whole: number, room: number): [number, number] => {
    const size = Math.max(least, (length / whole) * room);
    return [Math.min(room - size, Math.max(0, ((from + length / 2) / whole) * room - size / 2)), size];
  };
  const [x, width] = along(visible.x, visible.width, frame.width, map.width);
  const [y, height] = along(visible.y, visible.height, frame.height, map.height);
  return { x, y, width, height };
}

/** The place of the frame under (x, y) of the overview, within the frame. */
export const minimapToFrame = (x: number, y: number, frame: Size, map: Size): { x: number; y: number } => ({
  x: Math.min(1, Math.max(0, x / map.width)) * frame.width,
  y: Math.min(1, Math.max(0, y / map.height)) * frame.height,
});
