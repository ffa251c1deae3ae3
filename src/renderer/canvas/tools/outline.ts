// What polygon, lasso and rectangle have in common: an outline becomes one undoable step.
import { OTHER } from '../../../shared/domain';
import type { Point } from '../../../shared/mask/brush';
import { paintPolygon } from '../../../shared/mask/polygon';
import type { MaskDocument } from '../maskDocument';
import type { ToolOptions } from './tool';

/** Paints what `points` enclose, or takes it away; `note` is the history's word. True when anything changed. */
export function paintOutline(
  document: MaskDocument,
  points: readonly Point[],
  { value, over }: Pick<ToolOptions, 'value' | 'over'>,
  subtract: boolean,
  note: string,
): boolean {
  const label = subtract ? OTHER : value;
  document.begin();
  document.paint(label, (map, onSpan) => paintPolygon(map, points, label, { onSpan, over }));
  return document.commit(subtract ? `${note}, taken away` : note);
}

export const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** The point of the segment from `a` to `b` that is nearest to `at`. */
export function nearestOn(a: Point, b: Point, at: Point): Point {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((at.x - a.x) * dx + (at.y - a.y) * dy) / length));
  return { x: a.x + t * dx, y: a.y + t * dy };
}
