// What a tool shows over the picture before anything is painted, in coordinates of the frame.
import type { Point } from '../../shared/mask/brush';
import { unionRect, type Rect } from '../../shared/mask/rect';

export interface PreviewPath {
  readonly points: readonly Point[];
  readonly closed: boolean;
  /** Its points are marked, as they can be taken hold of. */
  readonly handles: boolean;
  /** The point that the pointer is on. */
  readonly active?: number;
  /** Where the next point would be set: lines lead there and on to the first point. */
  readonly next?: Point;
  /** Where a point would be added between two. */
  readonly insert?: Point;
  /** Not only a line: so wide in pixels of the frame, with round or square ends. */
  readonly breadth?: { readonly width: number; readonly ends: 'round' | 'square' };
  /** It will take away: drawn red and dashed. */
  readonly subtract?: boolean;
}

export interface PreviewRegion {
  /** [height*width] of the frame: 1 = in it, 2 = in it and shown as taken away. Another object each time its contents change; the same one is not looked at again. */
  readonly map: Uint8Array;
  /** All of them lie within. */
  readonly rect: Rect;
  readonly subtract: boolean;
}

export interface Preview {
  readonly path?: PreviewPath;
  readonly region?: PreviewRegion;
  readonly label?: { readonly at: Point; readonly text: string };
}

/** The part of the frame that path and region cover (any numbers, width and height may be 0); null without either. */
export function previewBounds({ path, region }: Preview): Rect | null {
  if (!path || path.points.length === 0) return region?.rect ?? null;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const { next, insert, breadth } = path;
  const room = (breadth?.width ?? 0) / 2;
  for (const { x, y } of [...path.points, ...(next ? [next] : []), ...(insert ? [insert] : [])]) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  const rect = { x: left - room, y: top - room, width: right - left + 2 * room, height: bottom - top + 2 * room };
  return unionRect(rect, region?.rect ?? null);
}
