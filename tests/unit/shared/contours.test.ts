// Outlines of masks: drawn again they give the same pixels, with holes, without, and moved inwards; simplified ones stay near.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contours, polygonsWithoutHoles } from '../../../src/shared/mask/contours';
import { emptyLabelMap, type LabelMap } from '../../../src/shared/mask/labelMap';
import { labelRegions, paintShape, rowRuns } from '../../../src/shared/mask/shapes';
import { connectedComponents } from '../../../src/shared/mask/components';

const masks = fc
  .tuple(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 9 }))
  .chain(([width, height, tenths]) =>
    fc
      .array(fc.integer({ min: 0, max: 9 }), { minLength: width * height, maxLength: width * height })
      .map((values) => ({ width, height, pixels: Uint8Array.from(values, (value) => (value < tenths ? 1 : 0)) })),
  );

function drawn(rings: readonly (readonly { x: number; y: number }[])[], width: number, height: number): Uint8Array {
  const map = emptyLabelMap(width, height);
  paintShape(map, { rings }, 1);
  return map.data;
}

it('the outlines of any mask, drawn again, are that mask', () => {
  fc.assert(
    fc.property(masks, fc.constantFrom(0, 0.25, 0.45), ({ width, height, pixels }, inset) => {
      expect(drawn(contours(pixels, width, height, { inset }), width, height)).toEqual(pixels);
    }),
    { numRuns: 400 },
  );
});

it('polygons without holes are the same mask, one a connected part', () => {
  fc.assert(
    fc.property(masks, fc.constantFrom(0, 0.25), ({ width, height, pixels }, inset) => {
      const polygons = polygonsWithoutHoles(pixels, width, height, { inset });
      expect(polygons).toHaveLength(connectedComponents(pixels, width, height, 4).components.length);
      const union = new Uint8Array(pixels.length);
      for (const polygon of polygons) drawn([polygon], width, height).forEach((value, i) => (union[i] = union[i]! | value));
      expect(union).toEqual(pixels);
    }),
    { numRuns: 400 },
  );
});

/** Cut to whole pixels, as PIL and OpenCV do it: the outline's own pixels must all be in the mask. */
it('moved inwards, every point and bridge lies on a pixel of the mask', () => {
  fc.assert(
    fc.property(masks, ({ width, height, pixels }) => {
      for (const polygon of polygonsWithoutHoles(pixels, width, height, { inset: 0.25 })) {
        polygon.forEach((a, i) => {
          const b = polygon[(i + 1) % polygon.length]!;
          const steps = Math.ceil(Math.max(Math.abs(b.x - a.x), Math.abs(b.y - a.y)) * 4);
          for (let s = 0; s <= steps; s++) {
            const t = steps === 0 ? 0 : s / steps;
            expect(pixels[Math.floor(a.y + (b.y - a.y) * t) * width + Math.floor(a.x + (b.x - a.x) * t)]).toBe(1);
          }
        });
      }
    }),
    { numRuns: 200 },
  );
});

it('a ring with a hole is two rings, and one polygon over a bridge', () => {
  const pixels = Uint8Array.from([1, 1, 1, 1, 0, 1, 1, 1, 1]);
  expect(contours(pixels, 3, 3)).toEqual([
    [
      { x: 3, y: 0 },
      { x: 3, y: 3 },
      { x: 0, y: 3 },
      { x: 0, y: 0 },
    ],
    [
      { x: 2, y: 2 },
      { x: 2, y: 1 },
      { x: 1, y: 1 },
      { x: 1, y: 2 },
    ],
  ]);
  expect(polygonsWithoutHoles(pixels, 3, 3)).toHaveLength(1);
});

it('a simplified outline leaves the mask by no more than the tolerance, with far fewer points', () => {
  const size = 200;
  const pixels = new Uint8Array(size * size);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const r = Math.hypot(x - 100, y - 100);
      if (r < 90 && r > 30) pixels[y * size + x] = 1;
    }
  const points = (tolerance: number) => polygonsWithoutHoles(pixels, size, size, { tolerance });
  const [exact, near] = [points(0), points(1)];
  expect(near[0]!.length * 4).toBeLessThan(exact[0]!.length);
  const again = drawn(near, size, size);
  for (let i = 0; i < pixels.length; i++) {
    if (again[i] === pixels[i]) continue;
    const r = Math.hypot((i % size) - 100, Math.floor(i / size) - 100);
    expect(Math.min(Math.abs(r - 90), Math.abs(r - 30))).toBeLessThan(2.2);
  }
});

it('a mask full of holes within holes of holes is done at once', () => {
  const size = 300;
  const pixels = new Uint8Array(size * size).fill(1);
  for (let y = 1; y < size; y += 2) for (let x = 1; x < size; x += 2) pixels[y * size + x] = 0;
  const began = performance.now();
  const polygons = polygonsWithoutHoles(pixels, size, size);
  expect(polygons).toHaveLength(1);
  expect(drawn(polygons, size, size)).toEqual(pixels);
  expect(performance.now() - began).toBeLessThan(2000);
});

it('runs and regions of a label map draw it again', () => {
  fc.assert(
    fc.property(masks, fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }), ({ width, height, pixels }, dx, dy) => {
      const map: LabelMap = { width, height, data: Uint8Array.from(pixels, (value, i) => (value === 0 ? 0 : 1 + (i % 3))) };
      const again = emptyLabelMap(width, height);
      const moved = emptyLabelMap(width, height);
      for (const { label, box, pixels: region, area } of labelRegions(map)) {
        paintShape(again, { mask: { box, order: 'rows', runs: rowRuns(region) } }, label);
        paintShape(moved, { mask: { box: { ...box, x: box.x + dx, y: box.y + dy }, order: 'rows', runs: rowRuns(region) } }, label);
        expect(area).toBe(map.data.filter((value) => value === label).length);
      }
      expect(again.data).toEqual(map.data);
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          const from = { x: x - dx, y: y - dy };
          const inside = from.x >= 0 && from.y >= 0 && from.x < width && from.y < height;
          expect(moved.data[y * width + x]).toBe(inside ? map.data[from.y * width + from.x] : 0);
        }
    }),
  );
});
