// Painting spans: what every brush, fill and polygon comes down to. One span is the pixels x0 <= x < x1 of one row.
import { type LabelMap } from './labelMap';
import { Bounds, type Rect } from './rect';

/** Called before the span is written, so that an undo step can keep what was there. All of its pixels will be written. */
export type OnSpan = (y: number, x0: number, x1: number) => void;

export interface PaintOptions {
  readonly onSpan?: OnSpan;
  /** Only pixels with one of these labels are painted ('paint over: other'); all without it. */
  readonly over?: ReadonlySet<number> | null;
}

/** Paints the spans of one stroke and remembers what they covered. */
export class SpanPainter {
  readonly #bounds = new Bounds();
  readonly #allowed: Uint8Array | null;

  constructor(
    private readonly map: LabelMap,
    private readonly value: number,
    private readonly options: PaintOptions = {},
  ) {
    this.#allowed = options.over ? lookup(options.over) : null;
  }

  /** `y` must be a row of the map; x0 and x1 are clipped. */
  span(y: number, x0: number, x1: number): void {
    const { width, data } = this.map;
    // <= also turns -0 into 0.
    const from = x0 <= 0 ? 0 : x0;
    const to = x1 > width ? width : x1;
    if (from >= to) return;
    const allowed = this.#allowed;
    if (allowed === null) return this.#write(y, from, to);
    // What is locked is neither written nor told of.
    const row = y * width;
    for (let x = from; x < to; x++) {
      if (allowed[data[row + x]!] === 0) continue;
      const start = x;
      while (x < to && allowed[data[row + x]!] === 1) x++;
      this.#write(y, start, x);
    }
  }

  #write(y: number, from: number, to: number): void {
    this.options.onSpan?.(y, from, to);
    this.#bounds.addSpan(y, from, to);
    const row = y * this.map.width;
    this.map.data.fill(this.value, row + from, row + to);
  }

  /** Bounds of all spans; null when nothing lay inside the map. */
  dirty(): Rect | null {
    return this.#bounds.rect();
  }
}

export function lookup(labels: ReadonlySet<number>): Uint8Array {
  const table = new Uint8Array(256);
  for (const label of labels) table[label] = 1;
  return table;
}
