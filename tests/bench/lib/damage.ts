// Damages a road mask as careless labelling and careless nets do, the same way each time: the whole road is shifted, its border gets bites and bulges, its
// inside holes, its outside islands. Ignore stays where it is.
import { IGNORE, OTHER, ROAD } from '../../../src/shared/domain';
import type { LabelMap } from '../../../src/shared/mask/labelMap';
import { squaredDistances } from '../../../src/shared/mask/distance';
import { Random } from '../../../src/shared/random';

export const SEED = 20_260_501;

/** `clean` is left as it is. `nth`: of the frame; each is damaged in its own way. */
export function damaged(clean: LabelMap, nth: number): LabelMap {
  const random = Random.seeded(SEED, nth);
  const { width, height } = clean;
  const data = shifted(clean, sign(random) * random.integer(5, 10), sign(random) * random.integer(3, 6));
  const stamp = (spot: number, radius: number, label: number): void => {
    const [cx, cy] = [spot % width, Math.floor(spot / width)];
    for (let y = Math.max(0, cy - radius); y <= Math.min(height - 1, cy + radius); y++)
      for (let x = Math.max(0, cx - radius); x <= Math.min(width - 1, cx + radius); x++)
        if ((x - cx) ** 2 + (y - cy) ** 2 <= radius * radius && data[y * width + x] !== IGNORE) data[y * width + x] = label;
  };
  // Distances to the other side of the shifted border.
  const toRoad = squaredDistances(marked(data, true), width, height);
  const toOther = squaredDistances(marked(data, false), width, height);
  const places = (fits: (i: number) => boolean): number[] => Array.from(data.keys()).filter(fits);
  const any = (from: readonly number[]): number => from[random.integer(0, from.length - 1)]!;
  const some = (most: number, from: readonly number[], radii: readonly [number, number], label: number): void => {
    for (let k = random.integer(3, most); k > 0 && from.length > 0; k--) stamp(any(from), random.integer(...radii), label);
  };
  const away = 30 ** 2;
  some(
    4,
    places((i) => toRoad[i] === 1),
    [10, 24],
    OTHER,
  );
  some(
    4,
    places((i) => toRoad[i] === 1),
    [10, 24],
    ROAD,
  );
  some(
    7,
    places((i) => toOther[i]! > away),
    [4, 18],
    OTHER,
  );
  some(
    7,
    places((i) => toRoad[i]! > away && Math.floor(i / width) > height * 0.4),
    [4, 18],
    ROAD,
  );
  return { width, height, data };
}

const sign = (random: Random): number => (random.integer(0, 1) === 0 ? -1 : 1);

const marked = (data: Uint8Array, road: boolean): Uint8Array => data.map((label) => ((label === ROAD) === road ? 1 : 0));

function shifted({ width, height, data }: LabelMap, dx: number, dy: number): Uint8Array {
  const out = data.map((label) => (label === IGNORE ? IGNORE : OTHER));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      // What comes in from outside is the picture's edge carried on.
      const from = Math.min(height - 1, Math.max(0, y - dy)) * width + Math.min(width - 1, Math.max(0, x - dx));
      if (data[from] === ROAD && out[y * width + x] !== IGNORE) out[y * width + x] = ROAD;
    }
  return out;
}
