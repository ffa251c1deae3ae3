// Boundary IoU while the mask is painted: exactly what `boundaryCounts` counts, but only where something changed. Rows are words of 32 pixels,
// so that the edge bands of a tile are a few shifts a row.
import type { LabelMap } from '../mask/labelMap';
import type { Rect } from '../mask/rect';
import { TileTotals } from '../mask/tileTotals';
import type { BoundaryCounts } from './boundary';
import { LABELS, type Meaning } from './meaning';

/** Pixels; see `boundaryCounts`. */
export const BAND = 2;
/** A word holds a tile's row and the band's width of its neighbours at both sides. */
const TILE = { width: 32 - 2 * BAND, height: 64, reach: BAND } as const;
const ROWS = TILE.height + 2 * BAND;

export class LiveBoundary {
  private readonly totals: TileTotals;
  private readonly mine = new Int32Array(ROWS);
  private readonly other = new Int32Array(ROWS);
  private readonly uncounted = new Int32Array(ROWS);

  /** `other` [height*width]: any values, which `meaning` explains; it may be the mask's truth or its prediction, the counts are the same. */
  constructor(
    private readonly mask: LabelMap,
    private readonly values: Uint8Array,
    private meaning: Meaning,
  ) {
    if (values.length !== mask.data.length) throw new RangeError(`${values.length} values do not fit ${mask.width} x ${mask.height}.`);
    this.totals = new TileTotals(mask.width, mask.height, TILE, 2, (box, into, at) => this.count(box, into, at));
  }

  get pending(): number {
    return this.totals.pending;
  }

  setMeaning(meaning: Meaning): void {
    this.meaning = meaning;
    this.totals.changed();
  }

  /** The mask changed inside `rect`. */
  changed(rect: Rect): void {
    this.totals.changed(rect);
  }

  /** See TileTotals. */
  settle(enough?: () => boolean): boolean {
    return this.totals.settle(enough);
  }

  /** Null while something is not counted yet. */
  read(): BoundaryCounts | null {
    const sums = this.totals.read();
    return sums && { intersection: sums[0]!, union: sums[1]! };
  }

  private count(box: Rect, into: Uint32Array, at: number): void {
    into[at] = into[at + 1] = 0;
    const rows = box.height + 2 * BAND;
    this.readWords(box, rows);
    const { mine, other, uncounted } = this;
    let intersection = 0;
    let union = 0;
    // The words' outer bits are the neighbours': they are not of this tile.
    const own = (box.width >= 32 ? -1 : (1 << box.width) - 1) << BAND;
    for (let row = BAND; row < rows - BAND; row++) {
      const counted = own & ~uncounted[row]!;
      const a = mine[row]! & counted;
      const b = other[row]! & counted;
      if ((a | b) === 0) continue;
      const edgeA = a === 0 ? 0 : a & ~eroded(mine, row);
      const edgeB = b === 0 ? 0 : b & ~eroded(other, row);
      intersection += ones(edgeA & edgeB);
      union += ones(edgeA | edgeB);
    }
    into[at] = intersection;
    into[at + 1] = union;
  }

  /** Road of both sides, and what is not counted, as words; pixels that are not counted make no edge, what is outside the picture does. */
  private readWords(box: Rect, rows: number): void {
    const { mask, values, meaning, mine, other, uncounted } = this;
    const { width, height, data } = mask;
    const labels = LABELS;
    const left = box.x - BAND;
    const from = Math.max(0, left);
    const to = Math.min(width, box.x + box.width + BAND);
    for (let row = 0; row < rows; row++) {
      const y = box.y + row - BAND;
      let a = 0;
      let b = 0;
      let u = 0;
      if (y >= 0 && y < height) {
        const end = y * width + to;
        for (let i = y * width + from, shift = from - left; i < end; i++, shift++) {
          const m = labels[data[i]!]!;
          const o = meaning[values[i]!]!;
          a |= (m & 1) << shift;
          b |= (o & 1) << shift;
          u |= ((m | o) >> 1) << shift;
        }
      }
      mine[row] = a | u;
      other[row] = b | u;
      uncounted[row] = u;
    }
  }
}

/** Bits whose whole square of 2 * BAND + 1 is set; right for all but the outer BAND bits of a word. */
function eroded(words: Int32Array, row: number): number {
  let all = words[row]!;
  for (let d = 1; d <= BAND; d++) all &= words[row - d]! & words[row + d]!;
  let square = all;
  for (let d = 1; d <= BAND; d++) square &= (all << d) & (all >>> d);
  return square;
}

/** Set bits of a word (Hacker's Delight, 5-1). */
function ones(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
