// Brightness, contrast and gamma of the picture: one table of 256 values, laid over its pixels once, so that strokes, zoom and pan cost nothing more.

export interface Adjustments {
  /** -100..100, 0 = as it is: added to every value, 100 = the whole range. */
  readonly brightness: number;
  /** -100..100, 0 = as it is: values are spread around the middle by 2^(contrast / 50), 1/4 to 4 times. */
  readonly contrast: number;
  /** 0.2..5, 1 = as it is: above 1 shadows are lifted. */
  readonly gamma: number;
}

export const AS_IT_IS: Adjustments = { brightness: 0, contrast: 0, gamma: 1 };

export const isAsItIs = ({ brightness, contrast, gamma }: Adjustments): boolean => brightness === 0 && contrast === 0 && gamma === 1;

/** [256]: what each 8-bit value becomes: gamma first, then brightness, then contrast around the middle. */
export function tableOf({ brightness, contrast, gamma }: Adjustments): Uint8ClampedArray {
  const spread = 2 ** (contrast / 50);
  return Uint8ClampedArray.from({ length: 256 }, (_, value) => {
    const lifted = (value / 255) ** (1 / gamma) + brightness / 100;
    return ((lifted - 0.5) * spread + 0.5) * 255;
  });
}

/** Lays the table over RGBA, in place; alpha stays. */
export function applyTable(table: Uint8ClampedArray, rgba: Uint8ClampedArray): void {
  const words = new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.length >> 2);
  for (let i = 0; i < words.length; i++) {
    const v = words[i]!;
    words[i] = (v & 0xff000000) | (table[(v >> 16) & 0xff]! << 16) | (table[(v >> 8) & 0xff]! << 8) | table[v & 0xff]!;
  }
}

/** The share of pixels that may become black, and white. */
const TAIL = 0.01;

/** Adjustments that spread the picture's own values from the 1st to the 99th percentile over the whole range; of at most some 60,000 pixels. */
export function autoAdjust(rgba: Uint8ClampedArray): Adjustments {
  const step = Math.max(1, Math.floor(rgba.length / 4 / 60_000)) * 4;
  const counts = new Uint32Array(256);
  let total = 0;
  for (let i = 0; i + 3 < rgba.length; i += step, total++) {
    // Rec. 601 luma.
    counts[(rgba[i]! * 77 + rgba[i + 1]! * 150 + rgba[i + 2]! * 29) >> 8]!++;
  }
  const percentile = (share: number): number => {
    let below = 0;
    for (let value = 0; value < 256; value++) if ((below += counts[value]!) > share * total) return value / 255;
    return 1;
  };
  const low = percentile(TAIL);
  const high = percentile(1 - TAIL);
  const contrast = high > low ? Math.min(100, Math.max(0, 50 * Math.log2(1 / (high - low)))) : 0;
  return { brightness: Math.round((0.5 - (low + high) / 2) * 100), contrast: Math.round(contrast), gamma: 1 };
}
