// A region given pixel by pixel, painted: what wand, superpixels and a prediction's region come down to.
import { type LabelMap } from './labelMap';
import { type PaintOptions, SpanPainter } from './paint';
import { clipRect, type Rect } from './rect';

/**
 * Gives `value` to the pixels that are 1 in `region` ([height*width] of the map) and lie in `rect`. Returns what was touched, null when
 * nothing was.
 */
export function paintRegion(map: LabelMap, region: Uint8Array, rect: Rect, value: number, options: PaintOptions = {}): Rect | null {
  if (region.length !== map.data.length) throw new RangeError(`A region of ${region.length} pixels is not of this map.`);
  const painter = new SpanPainter(map, value, options);
  const box = clipRect(rect, map.width, map.height);
  for (let y = box?.y ?? 0; box && y < box.y + box.height; y++) {
    const row = y * map.width;
    const end = row + box.x + box.width;
    for (let i = row + box.x; i < end;) {
      if (region[i] !== 1) {
        i++;
        continue;
      }
      const start = i;
      while (i < end && region[i] === 1) i++;
      painter.span(y, start - row, i - row);
    }
  }
  return painter.dirty();
}
