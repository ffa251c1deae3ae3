// Contiguous fill, span by span.
import { type LabelMap } from './labelMap';
import { type OnSpan, SpanPainter } from './paint';
import { type Rect } from './rect';

export interface FillOptions {
  /** 4 by default: 8 also steps over corners. */
  readonly connectivity?: 4 | 8;
  readonly onSpan?: OnSpan;
  /** Only pixels with one of these labels are painted; all without it. */
  readonly over?: ReadonlySet<number> | null;
}

/**
 * Gives `value` to the pixels of one label that hang together with pixel (x, y). Returns what was touched; null when (x, y) is
 * outside or has that value already.
 */
export function floodFill(map: LabelMap, x: number, y: number, value: number, options: FillOptions = {}): Rect | null {
  const { width, height, data } = map;
  if (!Number.isInteger(x) || !Number.isInteger(y) || x < 0 || y < 0 || x >= width || y >= height) return null;
  const old = data[y * width + x]!;
  if (old === value || (options.over && !options.over.has(old))) return null;
  const painter = new SpanPainter(map, value, { onSpan: options.onSpan });
  const reach = options.connectivity === 8 ? 1 : 0;
  const seeds: number[] = [y * width + x];
  for (let seed = seeds.pop(); seed !== undefined; seed = seeds.pop()) {
    if (data[seed] !== old) continue;
    const row = Math.floor(seed / width);
    const start = row * width;
    let left = seed - start;
    let right = left + 1;
    while (left > 0 && data[start + left - 1] === old) left--;
    while (right < width && data[start + right] === old) right++;
    painter.span(row, left, right);
    for (const neighbour of [row - 1, row + 1]) {
      if (neighbour < 0 || neighbour >= height) continue;
      const base = neighbour * width;
      const end = Math.min(width, right + reach);
      // One seed for each run of the old label beside this span.
      for (let i = Math.max(0, left - reach); i < end; i++) {
        if (data[base + i] === old && (i + 1 >= end || data[base + i + 1] !== old)) seeds.push(base + i);
      }
    }
  }
  return painter.dirty();
}
