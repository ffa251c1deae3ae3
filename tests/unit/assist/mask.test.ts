// Growing, shrinking, smoothing, holes, islands and regions, each held against its definition pixel by pixel.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IGNORE, OTHER, ROAD } from '../../../src/shared/domain';
import { changeTo, GETS, LOSES, paintMarked, type MaskChange } from '../../../src/shared/mask/change';
import { connectedComponents } from '../../../src/shared/mask/components';
import { FAR, squaredDistances } from '../../../src/shared/mask/distance';
import { type LabelMap } from '../../../src/shared/mask/labelMap';
import { grow, shrink, smooth } from '../../../src/shared/mask/morphology';
import { closeGaps, fillHoles, insideWhere, reachesEdge, regionAt, removeIslands } from '../../../src/shared/mask/regions';

const CAR = 26;
/** Small maps in blotches, so that there are holes, islands and borders. */
const maps = fc
  .record({
    width: fc.integer({ min: 1, max: 14 }),
    height: fc.integer({ min: 1, max: 11 }),
    seed: fc.array(fc.nat(9), { minLength: 8, maxLength: 40 }),
  })
  .map(({ width, height, seed }): LabelMap => {
    const labels = [OTHER, ROAD, ROAD, ROAD, OTHER, IGNORE, CAR, ROAD, OTHER, ROAD];
    return { width, height, data: Uint8Array.from({ length: width * height }, (_, i) => labels[seed[(i * 7 + (i >> 3)) % seed.length]!]!) };
  });
const overs = fc.constantFrom<ReadonlySet<number> | null>(null, new Set([OTHER]), new Set([OTHER, ROAD, IGNORE]), new Set([ROAD]));
const radii = fc.constantFrom(0, 1, 1.5, 2, 3, 5);

/** The map after the change. */
function after(map: LabelMap, change: MaskChange): Uint8Array {
  const copy = { ...map, data: map.data.slice() };
  if (change.rect) {
    paintMarked(copy, change.map, change.rect, GETS, change.value);
    paintMarked(copy, change.map, change.rect, LOSES, change.instead);
  }
  return copy.data;
}

/** What a change must come to, from what each pixel should be. */
function expected(map: LabelMap, over: ReadonlySet<number> | null, wanted: (x: number, y: number) => boolean): Uint8Array {
  return map.data.map((label, i) => {
    const wants = wanted(i % map.width, Math.floor(i / map.width));
    const may = over ? over.has(label) : label !== IGNORE;
    if (wants === (label === ROAD) || !may) return label;
    return wants ? ROAD : OTHER;
  });
}

const pixelsWithin = (map: LabelMap, x: number, y: number, radius: number): number[] => {
  const found: number[] = [];
  for (let v = 0; v < map.height; v++)
    for (let u = 0; u < map.width; u++) if ((u - x) ** 2 + (v - y) ** 2 <= radius * radius) found.push(map.data[v * map.width + u]!);
  return found;
};

describe('the distance transform', () => {
  test('is the exact squared distance to the nearest marked pixel', () => {
    fc.assert(
      fc.property(maps, ({ width, height, data }) => {
        const marked = data.map((label) => (label === CAR ? 1 : 0));
        const distances = squaredDistances(marked, width, height);
        distances.forEach((d, i) => {
          let least = Infinity;
          marked.forEach((is, j) => {
            if (is) least = Math.min(least, ((i % width) - (j % width)) ** 2 + (Math.floor(i / width) - Math.floor(j / width)) ** 2);
          });
          if (least === Infinity) expect(d).toBeGreaterThanOrEqual(FAR ** 2);
          else expect(d).toBe(least);
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe('mask operations', () => {
  test('grow takes every pixel within the radius that may be painted over, and nothing else', () => {
    fc.assert(
      fc.property(maps, radii, overs, (map, radius, over) => {
        const change = grow(map, ROAD, radius, over);
        expect(after(map, change)).toEqual(expected(map, over, (x, y) => pixelsWithin(map, x, y, radius).includes(ROAD)));
        expect(change.loses).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  test('shrink takes the rim away; neither the edge of the picture nor ignore eats into the road', () => {
    fc.assert(
      fc.property(maps, radii, overs, (map, radius, over) => {
        const stays = (x: number, y: number) =>
          map.data[y * map.width + x] === ROAD && pixelsWithin(map, x, y, radius).every((label) => label === ROAD || label === IGNORE);
        expect(after(map, shrink(map, ROAD, radius, over))).toEqual(expected(map, over, stays));
      }),
      { numRuns: 200 },
    );
    const all = { width: 9, height: 5, data: new Uint8Array(45).fill(ROAD) };
    expect(shrink(all, ROAD, 3, null).rect).toBeNull();
  });

  test('smooth follows the majority within the radius, ignore pixels without a vote', () => {
    fc.assert(
      fc.property(maps, radii, overs, (map, radius, over) => {
        const majority = (x: number, y: number) => {
          const votes = pixelsWithin(map, x, y, radius).filter((label) => label !== IGNORE);
          const yes = votes.filter((label) => label === ROAD).length;
          return yes * 2 === votes.length ? map.data[y * map.width + x] === ROAD : yes * 2 > votes.length;
        };
        expect(after(map, smooth(map, ROAD, radius, over))).toEqual(expected(map, over, majority));
      }),
      { numRuns: 200 },
    );
  });

  test('smooth leaves a straight border where it is, and takes a spike and a notch', () => {
    const map = { width: 40, height: 30, data: new Uint8Array(1200) };
    map.data.fill(ROAD, 15 * 40);
    expect(smooth(map, ROAD, 4, null).rect).toBeNull();
    map.data[14 * 40 + 20] = map.data[13 * 40 + 20] = ROAD;
    map.data[15 * 40 + 8] = OTHER;
    const { gets, loses } = smooth(map, ROAD, 4, null);
    expect({ gets, loses }).toEqual({ gets: 1, loses: 2 });
  });

  test('fill holes fills what is enclosed and smaller than the limit, and no ignore pixel', () => {
    const rows = ['rrrrrrr..', 'r.rr..rr.', 'rrrr..ir.', 'rrrrrrrr.', '...r.r...'];
    const map = of(rows);
    expect(text(after(map, fillHoles(map, ROAD, Infinity, null)), 9)).toEqual([
      'rrrrrrr..',
      'rrrrrrrr.',
      'rrrrrrir.',
      'rrrrrrrr.',
      '...r.r...',
    ]);
    expect(text(after(map, fillHoles(map, ROAD, 2, null)), 9)).toEqual(['rrrrrrr..', 'rrrr..rr.', 'rrrr..ir.', 'rrrrrrrr.', '...r.r...']);
    expect(fillHoles(map, ROAD, Infinity, new Set([CAR])).gets).toBe(0);
  });

  test('remove islands takes pieces below the limit; pieces that touch by a corner are one', () => {
    const map = of(['r...rr', '.r..rr', '....rr', 'r.....']);
    expect(text(after(map, removeIslands(map, ROAD, 3, null)), 6)).toEqual(['....rr', '....rr', '....rr', '......']);
    expect(text(after(map, removeIslands(map, ROAD, 2, null)), 6)).toEqual(['r...rr', '.r..rr', '....rr', '......']);
    expect(removeIslands(map, ROAD, 3, new Set([OTHER])).loses).toBe(0);
  });

  test('counts, bounds and marks of a change agree, and a pixel that may not change is in none', () => {
    fc.assert(
      fc.property(maps, overs, fc.infiniteStream(fc.boolean()), (map, over, stream) => {
        const wanted = Uint8Array.from(map.data, () => (stream.next().value ? 1 : 0));
        const change = changeTo(map, ROAD, wanted, over);
        expect(change.map.filter((mark) => mark === GETS).length).toBe(change.gets);
        expect(change.map.filter((mark) => mark === LOSES).length).toBe(change.loses);
        const result = after(map, change);
        result.forEach((label, i) => expect(label !== map.data[i]).toBe(change.map[i] !== 0));
        expect(change.rect === null).toBe(change.gets + change.loses === 0);
      }),
      { numRuns: 100 },
    );
  });

  test('ignore is taken only where ignore is painted, or paint over names it', () => {
    const map = of(['rir']);
    expect(grow(map, ROAD, 5, null).gets).toBe(0);
    expect(grow(map, ROAD, 5, new Set([IGNORE])).gets).toBe(1);
    expect(shrink(map, IGNORE, 1, null).loses).toBe(1);
  });
});

describe('the region under the pointer', () => {
  test('is what hangs together with it, by sides or also by corners', () => {
    fc.assert(
      fc.property(maps, fc.nat(), fc.constantFrom<4 | 8>(4, 8), (map, pick, connectivity) => {
        const { width, height, data } = map;
        const at = pick % data.length;
        const inside = insideWhere((label) => label === ROAD);
        const region = regionAt(data, width, height, at % width, Math.floor(at / width), inside, connectivity);
        if (data[at] !== ROAD) {
          expect(region).toBeNull();
          return;
        }
        const reached = new Set([at]);
        for (const one of reached) {
          const [x, y] = [one % width, Math.floor(one / width)];
          for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++)
            for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++)
              if ((connectivity === 8 || u === x || v === y) && data[v * width + u] === ROAD) reached.add(v * width + u);
        }
        expect(region!.area).toBe(reached.size);
        region!.map.forEach((is, i) => expect(is === 1).toBe(reached.has(i)));
        const xs = [...reached].map((i) => i % width);
        expect([region!.rect.x, region!.rect.width]).toEqual([Math.min(...xs), Math.max(...xs) - Math.min(...xs) + 1]);
      }),
      { numRuns: 200 },
    );
  });

  test('closes gaps up to a size, and no larger one, wherever they are', () => {
    fc.assert(
      fc.property(maps, fc.integer({ min: 1, max: 12 }), (map, most) => {
        const { width, height, data } = map;
        const marked = data.map((label) => (label === ROAD ? 1 : 0));
        const { ids, components } = connectedComponents(
          marked.map((is) => 1 - is),
          width,
          height,
        );
        const expected = marked.map((is, i) => (is === 1 || components[ids[i]! - 1]!.area <= most ? 1 : 0));
        const whole = { x: 0, y: 0, width, height };
        const closed = closeGaps({ map: marked.slice(), rect: whole, area: marked.filter((is) => is === 1).length }, width, height, most);
        expect(closed.map).toEqual(expected);
        expect(closed.area).toBe(expected.filter((is) => is === 1).length);
      }),
      { numRuns: 200 },
    );
  });

  test('says whether it reaches the edge of the picture', () => {
    const map = of(['rrr.', 'r.r.', 'rrr.']);
    const other = insideWhere((label) => label === OTHER);
    expect(reachesEdge(regionAt(map.data, 4, 3, 1, 1, other)!, 4, 3)).toBe(false);
    expect(reachesEdge(regionAt(map.data, 4, 3, 3, 1, other)!, 4, 3)).toBe(true);
    expect(regionAt(map.data, 4, 3, 4, 1, other)).toBeNull();
  });
});

function of(rows: readonly string[]): LabelMap {
  const labels: Record<string, number> = { r: ROAD, i: IGNORE, '.': OTHER };
  return { width: rows[0]!.length, height: rows.length, data: Uint8Array.from(rows.join(''), (sign) => labels[sign]!) };
}

function text(data: Uint8Array, width: number): string[] {
  const signs: Record<number, string> = { [ROAD]: 'r', [IGNORE]: 'i', [OTHER]: '.' };
  const all = [...data].map((label) => signs[label]!).join('');
  return all.match(new RegExp(`.{${width}}`, 'g'))!;
}
