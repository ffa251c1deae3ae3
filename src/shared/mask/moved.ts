// A label map moved by whole pixels: for a mask that comes along from the picture before.
import type { LabelMap } from './labelMap';

/**
 * What was at (x, y) is at (x + dx, y + dy). What moves out is gone; pixels that come in repeat the nearest one of the map's border, so that a road that
 * runs off the picture still does. Every label moves alike, ignore (255) too.
 */
export function movedMap({ width, height, data }: LabelMap, dx: number, dy: number): LabelMap {
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    const row = Math.min(height - 1, Math.max(0, y - dy)) * width;
    const to = y * width;
    const from = Math.min(width, Math.max(0, dx));
    const end = Math.max(0, Math.min(width, width + dx));
    if (from < end) out.set(data.subarray(row + from - dx, row + end - dx), to + from);
    out.fill(data[row]!, to, to + from);
    out.fill(data[row + width - 1]!, to + end, to + width);
  }
  return { width, height, data: out };
}
