// Two predictions in one picture: where both say road, where only one does; or one left and one right of a divider; or one of them alone.
import { IGNORE } from '../domain';
import type { LabelMap } from '../mask/labelMap';
import { clipRect, wholeRect, type Rect } from '../mask/rect';
import { OVERLAY_COLOURS, word } from './compose';
import { patternOf } from './patterns';

/**
 * A as every prediction has it, B the magenta of IBM's palette for colour-blind eyes (Design Language, 2019): apart from A, from agreement and from the
 * mask's line in lightness too. Patterns say the same: only A dotted, only B hatched, both plain.
 */
export const PAIR_COLOURS = { a: OVERLAY_COLOURS.prediction, b: '#dc267f', both: OVERLAY_COLOURS.agreement } as const;

export interface PairLook {
  /** Road where a value is above its cut (prediction/probabilities' cutOf); 8-bit, at the frame's size [height*width]. */
  readonly a: Uint8Array;
  readonly cutA: number;
  readonly b: Uint8Array;
  readonly cutB: number;
  /** Its ignore pixels are a grey checker, since no score counts them; null = none. */
  readonly mask: LabelMap | null;
  /** Up to this column A is seen alone, from it on B; null = both together. 0 = B alone, the frame's width = A alone. */
  readonly split: number | null;
  /** One alone is drawn in A's colour, whichever it is: of two that blink only what differs may change. */
  readonly sameColour: boolean;
  readonly alpha: number;
}

/** Writes it as RGBA with straight alpha [height*width*4]; only inside `rect` when given. */
export function composePair(look: PairLook, width: number, height: number, into: Uint8ClampedArray, rect: Rect | null = null): void {
  const { a, cutA, b, cutB, mask, alpha } = look;
  const pixels = width * height;
  for (const length of [a.length, b.length, into.length / 4, mask?.data.length ?? pixels])
    if (length !== pixels) throw new RangeError(`${length} pixels do not make ${width} x ${height}.`);
  const part = rect === null ? wholeRect({ width, height }) : clipRect(rect, width, height);
  if (part === null) return;
  const out = new Uint32Array(into.buffer, into.byteOffset, pixels);
  const table = tableOf(look);
  const coarse = width > 2000 ? 1 : 0;
  const split = look.split ?? -1;
  const labels = alpha > 0 && mask ? mask.data : null;
  for (let y = part.y; y < part.y + part.height; y++) {
    const phase = ((y >> coarse) & 7) << 3;
    const end = y * width + part.x + part.width;
    for (let i = y * width + part.x, x = part.x; i < end; i++, x++) {
      const inA = a[i]! > cutA;
      const inB = b[i]! > cutB;
      const kind =
        labels && labels[i] === IGNORE
          ? IGNORED
          : split < 0
            ? (inA ? 1 : 0) + (inB ? 2 : 0)
            : x < split
              ? inA
                ? A_ALONE
                : 0
              : inB
                ? B_ALONE
                : 0;
      out[i] = kind === 0 ? 0 : table[(kind << 6) | phase | ((x >> coarse) & 7)]!;
    }
  }
}

const A_ALONE = 4;
const B_ALONE = 5;
const IGNORED = 6;

/** [kind][8 rows][8 columns], RGBA words. Kinds 1 only A, 2 only B, 3 both. */
function tableOf({ alpha, sameColour }: PairLook): Uint32Array {
  const { a, b, both } = PAIR_COLOURS;
  const { ignoreLight, ignoreDark } = OVERLAY_COLOURS;
  const table = new Uint32Array(7 * 64);
  table.set(patternOf('dotted', word(a, alpha), word(a, alpha * 0.35)), 64);
  table.set(patternOf('hatched', word(b, alpha), word(b, alpha * 0.35)), 2 * 64);
  table.set(patternOf('plain', word(both, alpha * 0.8)), 3 * 64);
  table.set(patternOf('plain', word(a, alpha)), A_ALONE * 64);
  table.set(patternOf('plain', word(sameColour ? a : b, alpha)), B_ALONE * 64);
  table.set(patternOf('checker', word(ignoreLight, alpha * 0.6), word(ignoreDark, alpha * 0.6)), IGNORED * 64);
  return table;
}

/** Where the divider stands in a frame of this width: a whole column. */
export const splitAt = (share: number, width: number): number => Math.round(Math.min(1, Math.max(0, share)) * width);
