// Outlines as pixels, held to a pen that is worked out point by point.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IGNORE, OTHER, ROAD } from '../../../src/shared/domain';
import { drawBorders, maskBorders, predictionBorders } from '../../../src/shared/overlay/borders';

/** Share of a pixel within 0.75 of an edge, ends included, by 8x8 points: exact, since everything lies on quarters. */
function covered(values: readonly boolean[], width: number, height: number, x: number, y: number): number {
  const at = (px: number, py: number): boolean => values[py * width + px]!;
  const edges: [number, number, number, number][] = [];
  for (let py = 0; py < height; py++)
    for (let px = 0; px < width; px++) {
      if (px > 0 && at(px, py) !== at(px - 1, py)) edges.push([px, py, px, py + 1]);
      if (py > 0 && at(px, py) !== at(px, py - 1)) edges.push([px, py, px + 1, py]);
    }
  let hits = 0;
  for (let i = 0; i < 64; i++) {
    const [sx, sy] = [x + ((i % 8) + 0.5) / 8, y + ((i >> 3) + 0.5) / 8];
    if (edges.some(([x0, y0, x1, y1]) => sx > x0 - 0.75 && sx < x1 + 0.75 && sy > y0 - 0.75 && sy < y1 + 0.75)) hits++;
  }
  return hits / 64;
}

it('an outline covers of each pixel what a pen of 1.5 pixels along the edges does', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }), (road) => {
      const [width, height] = [6, 5];
      const rgb = new Uint8Array(width * height * 3);
      drawBorders(
        rgb,
        width,
        height,
        Uint8Array.from(road, (on) => (on ? 200 : 0)),
        predictionBorders(0.5),
        1,
      );
      // The pen is #ffb000 on black.
      for (let i = 0; i < road.length; i++)
        expect(rgb[3 * i]).toBe(Math.round(255 * covered(road, width, height, i % width, Math.floor(i / width))));
    }),
    { numRuns: 60 },
  );
});

it('between two classes the outline is the one of the class that comes later, road last, and other has none', () => {
  const draw = (...labels: number[]): number[] => {
    const rgb = new Uint8Array(labels.length * 3);
    drawBorders(rgb, labels.length, 1, Uint8Array.from(labels), maskBorders([[20, '#0000ff']]), 1);
    return [...rgb.subarray(0, 3)];
  };
  const of = (colour: string): number[] => [1, 3, 5].map((at) => Math.round(parseInt(colour.slice(at, at + 2), 16) * 0.75));
  expect(draw(ROAD, 20)).toEqual(of('#35c9f0'));
  expect(draw(20, OTHER)).toEqual(of('#0000ff'));
  expect(draw(IGNORE, OTHER)).toEqual(of('#b4b8be'));
  expect(draw(OTHER, OTHER)).toEqual([0, 0, 0]);
});
