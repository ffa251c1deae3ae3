// The 8x8 tiles that make an overlay readable without its colour.

/** 64 RGBA words, row by row. */
export type Pattern = Uint32Array;

export type PatternName = 'plain' | 'hatched' | 'dotted' | 'checker';

/** `on` draws the pattern's mark, `between` what lies between. */
export function patternOf(name: PatternName, on: number, between = 0): Pattern {
  const tile = new Uint32Array(64);
  for (let y = 0; y < 8; y++) for (let x = 0; x < 8; x++) tile[y * 8 + x] = MARKS[name](x, y) ? on : between;
  return tile;
}

const MARKS: Record<PatternName, (x: number, y: number) => boolean> = {
  plain: () => true,
  // Lines rising to the right, 3 pixels of 8.
  hatched: (x, y) => ((x + y) & 7) < 3,
  // Dots of 2x2, every other row shifted.
  dotted: (x, y) => (y & 3) < 2 && ((x + (y & 4 ? 2 : 0)) & 3) < 2,
  checker: (x, y) => ((x ^ y) & 4) === 0,
};
