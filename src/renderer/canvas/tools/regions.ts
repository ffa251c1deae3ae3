// What tools that choose pixels by themselves share: painting a region or a change as one step, and what a press there would do.
import { OTHER } from '../../../shared/domain';
import { GETS, LOSES, overwritable, paintMarked, type MaskChange } from '../../../shared/mask/change';
import type { Region } from '../../../shared/mask/regions';
import type { MaskDocument } from '../maskDocument';

type Over = ReadonlySet<number> | null;

/** Within a stroke: the region gets `value` where labels may be overwritten. */
export function paintRegion(document: MaskDocument, { map, rect }: Pick<Region, 'map' | 'rect'>, value: number, over: Over): void {
  const may = overwritable(over, value);
  document.paint(value, (target, onSpan) => paintMarked(target, map, rect, 1, value, { may, onSpan }));
}

/** The region as one step of its own. False when nothing changed. */
export function commitRegion(document: MaskDocument, region: Region, value: number, over: Over, note: string): boolean {
  document.begin();
  paintRegion(document, region, value, over);
  return document.commit(note);
}

/** A change as one step. False when it changes nothing. */
export function commitChange(document: MaskDocument, { map, rect, value, instead }: MaskChange, note: string): boolean {
  if (!rect) return false;
  document.begin();
  document.paint(value, (target, onSpan) => paintMarked(target, map, rect, GETS, value, { onSpan }));
  document.paint(instead, (target, onSpan) => paintMarked(target, map, rect, LOSES, instead, { onSpan }));
  return document.commit(note);
}

/** With Alt a tool takes away: it paints other. */
export const valueOf = (options: { readonly value: number }, alt: boolean): number => (alt ? OTHER : options.value);

/** The pixel that a place of the pointer lies in; null outside of the frame. */
export function pixelAt(
  { x, y }: { readonly x: number; readonly y: number },
  { width, height }: { readonly width: number; readonly height: number },
): { readonly x: number; readonly y: number } | null {
  const pixel = { x: Math.floor(x), y: Math.floor(y) };
  return pixel.x >= 0 && pixel.y >= 0 && pixel.x < width && pixel.y < height ? pixel : null;
}
