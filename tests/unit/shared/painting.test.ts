// Brush, polygon, fill and components against their definitions, pixel by pixel.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paintSegment, type Point } from '../../../src/shared/mask/brush';
import { connectedComponents } from '../../../src/shared/mask/components';
import { floodFill } from '../../../src/shared/mask/fill';
import { copyLabelMap, emptyLabelMap, type LabelMap } from '../../../src/shared/mask/labelMap';
import { paintPolygon } from '../../../src/shared/mask/polygon';
import { clipRect, type Rect, unionRect } from '../../../src/shared/mask/rect';

const width = 40;
const height = 30;
// Eighths of a pixel: exact in binary, so that the definition and the spans decide ties alike.
const coordinate = (most: number) => fc.integer({ min: -80, max: most * 8 + 80 }).map((n) => n / 8);
const point = fc.record({ x: coordinate(width), y: coordinate(height) });
const radius = fc.integer({ min: 6, max: 160 }).map((n) => n / 8 + 0.013);

function distanceToSegment(px: number, py: number, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((px - a.x) * dx + (py - a.y) * dy) / length2));
  return Math.hypot(px - a.x - t * dx, py - a.y - t * dy);
}

/** Bounds of the pixels that differ from 0. */
function boundsOf(map: LabelMap): Rect | null {
  let rect: Rect | null = null;
  map.data.forEach((label, i) => {
    if (label) rect = unionRect(rect, { x: i % map.width, y: Math.floor(i / map.width), width: 1, height: 1 });
  });
  return rect;
}

describe('the brush', () => {
  test('round: paints exactly the pixels whose centre is within the radius of the segment', () => {
    fc.assert(
      fc.property(point, point, radius, (from, to, r) => {
        const map = emptyLabelMap(width, height);
        const dirty = paintSegment(map, from, to, r, 7);
        map.data.forEach((label, i) => {
          const distance = distanceToSegment((i % width) + 0.5, Math.floor(i / width) + 0.5, from, to);
          if (Math.abs(distance - r) > 1e-6 && (label === 7) !== distance <= r) throw new Error(`pixel ${i}: ${label} at ${distance}`);
        });
        expect(dirty).toEqual(boundsOf(map));
      }),
      { numRuns: 300 },
    );
  });

  test('square: paints the pixels that a square of twice the radius sweeps over', () => {
    fc.assert(
      fc.property(point, point, radius, (from, to, r) => {
        const map = emptyLabelMap(width, height);
        paintSegment(map, from, to, r, 7, undefined, { shape: 'square' });
        const stamped = emptyLabelMap(width, height);
        // Many stamps along the way: all of them must be inside, and nothing may be far outside them.
        for (let i = 0; i <= 400; i++) {
          const [cx, cy] = [from.x + ((to.x - from.x) * i) / 400, from.y + ((to.y - from.y) * i) / 400];
          for (let y = Math.max(0, Math.ceil(cy - r - 0.5)); y <= Math.min(height - 1, cy + r - 0.5); y++)
            for (let x = Math.max(0, Math.ceil(cx - r - 0.5)); x <= Math.min(width - 1, cx + r - 0.5); x++) stamped.data[y * width + x] = 7;
        }
        const missed = stamped.data.filter((label, i) => label === 7 && map.data[i] !== 7).length;
        const extra = map.data.filter((label, i) => label === 7 && stamped.data[i] !== 7).length;
        expect(missed).toBe(0);
        // The stamps are 1/400 apart: what they leave out lies on a stair along the edges.
        expect(extra).toBeLessThan(12);
      }),
      { numRuns: 60 },
    );
  });

  test('of one pixel: draws lines without gaps, both ends included, whatever the direction', () => {
    fc.assert(
      fc.property(fc.nat(39), fc.nat(29), fc.nat(39), fc.nat(29), (x0, y0, x1, y1) => {
        const map = emptyLabelMap(width, height);
        paintSegment(map, { x: x0 + 0.3, y: y0 + 0.9 }, { x: x1 + 0.5, y: y1 }, 0.5, 7);
        expect(map.data[y0 * width + x0]).toBe(7);
        expect(map.data[y1 * width + x1]).toBe(7);
        expect(connectedComponents(map.data, width, height, 8).components).toHaveLength(1);
        expect(map.data.filter((v) => v === 7)).toHaveLength(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0)) + 1);
      }),
    );
  });

  test('never misses the spot, however small it is and wherever the pointer stands', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 39, noNaN: true }),
        fc.double({ min: 1, max: 29, noNaN: true }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (x, y, r) => {
          const map = emptyLabelMap(width, height);
          expect(paintSegment(map, { x, y }, { x, y }, r, 7)).not.toBeNull();
          expect(map.data.some((v) => v === 7)).toBe(true);
        },
      ),
    );
  });

  test('tells each span before it paints it, and touches only what may be painted over', () => {
    fc.assert(
      fc.property(point, point, radius, (from, to, r) => {
        const map = emptyLabelMap(width, height);
        map.data.forEach((_, i) => (map.data[i] = i % 3 === 0 ? 26 : 0));
        const before = copyLabelMap(map);
        const seen = before.data.slice();
        const covered = new Uint8Array(width * height);
        paintSegment(
          map,
          from,
          to,
          r,
          7,
          (y, x0, x1) => {
            for (let i = y * width + x0; i < y * width + x1; i++) {
              if (map.data[i] !== seen[i]) throw new Error('painted before it was told');
              covered[i] = 1;
            }
          },
          { over: new Set([0]) },
        );
        map.data.forEach((label, i) => {
          const expected = covered[i] && before.data[i] === 0 ? 7 : before.data[i];
          if (label !== expected) throw new Error(`pixel ${i} is ${label}, not ${expected}`);
        });
      }),
    );
  });

  test('outside the frame, or at no number at all, paints nothing', () => {
    const map = emptyLabelMap(width, height);
    expect(paintSegment(map, { x: -50, y: -50 }, { x: -20, y: 90 }, 10, 7)).toBeNull();
    expect(paintSegment(map, { x: NaN, y: 3 }, { x: 3, y: 3 }, 10, 7)).toBeNull();
    expect(map.data.every((v) => v === 0)).toBe(true);
  });
});

describe('a polygon', () => {
  /** Even-odd by counting the edges that a ray to the left crosses. */
  function inside(points: readonly Point[], x: number, y: number): boolean {
    let odd = false;
    points.forEach((a, i) => {
      const b = points[(i + 1) % points.length]!;
      if (a.y <= y === b.y <= y) return;
      if (a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x) <= x) odd = !odd;
    });
    return odd;
  }
  // Odd 1/16ths: no vertex lies on a row of pixel centres, where rounding would decide.
  const vertex = fc.record({ x: coordinate(width).map((n) => n + 1 / 16), y: coordinate(height).map((n) => n + 1 / 16) });

  test('covers the pixels whose centre is inside by the even-odd rule, crossings and all', () => {
    fc.assert(
      fc.property(fc.array(vertex, { minLength: 3, maxLength: 9 }), (points) => {
        const map = emptyLabelMap(width, height);
        const dirty = paintPolygon(map, points, 7);
        let wrong = 0;
        map.data.forEach((label, i) => {
          const [x, y] = [(i % width) + 0.5, Math.floor(i / width) + 0.5];
          const nearEdge = inside(points, x - 1e-7, y) !== inside(points, x + 1e-7, y);
          if (!nearEdge && (label === 7) !== inside(points, x, y)) wrong++;
        });
        expect(wrong).toBe(0);
        expect(dirty).toEqual(boundsOf(map));
      }),
      { numRuns: 300 },
    );
  });

  test('that shares an edge with another shares no pixel and leaves no gap', () => {
    fc.assert(
      fc.property(point, point, (a, b) => {
        fc.pre(a.y !== b.y);
        // A line from the top edge to the bottom edge through a and b parts the picture.
        const at = (y: number): Point => ({ x: a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x), y });
        fc.pre(Math.abs(at(-100).x) < 1e4 && Math.abs(at(200).x) < 1e4);
        const [top, bottom] = [at(-100), at(200)];
        const left = emptyLabelMap(width, height);
        const right = emptyLabelMap(width, height);
        paintPolygon(left, [{ x: -1e4, y: -100 }, top, bottom, { x: -1e4, y: 200 }], 1);
        paintPolygon(right, [top, { x: 1e4, y: -100 }, { x: 1e4, y: 200 }, bottom], 1);
        expect(left.data.every((v, i) => v + right.data[i]! === 1)).toBe(true);
      }),
    );
  });

  test('of fewer than three points paints nothing', () => {
    expect(
      paintPolygon(
        emptyLabelMap(9, 9),
        [
          { x: 1, y: 1 },
          { x: 8, y: 8 },
        ],
        7,
      ),
    ).toBeNull();
  });
});

const patchwork = fc
  .array(fc.constantFrom(0, 0, 7, 26), { minLength: 12 * 9, maxLength: 12 * 9 })
  .map((labels): LabelMap => ({ width: 12, height: 9, data: Uint8Array.from(labels) }));
const connectivity = fc.constantFrom<4 | 8>(4, 8);

/** Grows a region one pixel at a time. */
function regionOf(map: LabelMap, start: number, reach: 4 | 8, same: (label: number) => boolean): Set<number> {
  const region = new Set([start]);
  for (const at of region) {
    const [x, y] = [at % map.width, Math.floor(at / map.width)];
    for (let dy = -1; dy <= 1; dy++)
      for (let dx = -1; dx <= 1; dx++) {
        if (reach === 4 && dx !== 0 && dy !== 0) continue;
        const [nx, ny] = [x + dx, y + dy];
        if (nx < 0 || ny < 0 || nx >= map.width || ny >= map.height) continue;
        if (same(map.data[ny * map.width + nx]!)) region.add(ny * map.width + nx);
      }
  }
  return region;
}

test('fill changes the whole region under the pointer and nothing else', () => {
  fc.assert(
    fc.property(patchwork, fc.nat(11), fc.nat(8), connectivity, (map, x, y, reach) => {
      const before = copyLabelMap(map);
      const start = y * map.width + x;
      const old = before.data[start]!;
      const region = regionOf(before, start, reach, (label) => label === old);
      const dirty = floodFill(map, x, y, 99, { connectivity: reach });
      expect(Array.from(map.data)).toEqual(Array.from(before.data, (label, i) => (region.has(i) ? 99 : label)));
      expect(dirty).toEqual(boundsOf({ ...map, data: map.data.map((v) => (v === 99 ? 1 : 0)) }));
    }),
    { numRuns: 300 },
  );
  const map = emptyLabelMap(4, 4);
  expect([floodFill(map, 1, 1, 0), floodFill(map, 9, 1, 7), floodFill(map, 1.5, 1, 7)]).toEqual([null, null, null]);
});

test('components are the regions that hang together, with their area and bounds', () => {
  fc.assert(
    fc.property(patchwork, connectivity, (map, reach) => {
      const { ids, components } = connectedComponents(map.data, map.width, map.height, reach);
      const left = new Set(map.data.keys());
      let id = 0;
      for (const start of left) {
        if (map.data[start] === 0) {
          expect(ids[start]).toBe(0);
          continue;
        }
        const region = regionOf(map, start, reach, (label) => label !== 0);
        id++;
        const found = components[id - 1]!;
        expect([found.id, found.area]).toEqual([id, region.size]);
        expect(found.bounds).toEqual(boundsOf({ ...map, data: map.data.map((_, i) => (region.has(i) ? 1 : 0)) }));
        for (const at of region) {
          if (ids[at] !== id) throw new Error(`pixel ${at} is of ${ids[at]}, not ${id}`);
          left.delete(at);
        }
      }
      expect(components).toHaveLength(id);
    }),
    { numRuns: 200 },
  );
});

test('rectangles are clipped to whole pixels of the picture', () => {
  expect(clipRect({ x: -2.5, y: 3.2, width: 5, height: 1 }, 10, 10)).toEqual({ x: 0, y: 3, width: 3, height: 2 });
  expect(clipRect({ x: 12, y: 3, width: 5, height: 1 }, 10, 10)).toBeNull();
  expect(unionRect(null, null)).toBeNull();
});
