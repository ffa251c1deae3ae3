// What stands where beside the road: decided cell by cell from the seed, so that every frame of a drive finds the same country.
import { Random, splitmix } from '../../../shared/random';
import { type Course } from './course';
import { noise } from './noise';
import { type Caster } from './shadows';

export interface Standing {
  readonly kind: 'tree' | 'bush' | 'tuft' | 'post' | 'lamp' | 'house' | 'sign';
  readonly s: number;
  readonly t: number;
  /** Metres. */
  readonly width: number;
  readonly height: number;
  /** Chooses among the shapes of its kind. */
  readonly variety: number;
  readonly brightness: number;
}

const FAR = 330;
const KINDS = {
  rightTrees: 1,
  rightWood: 2,
  leftTrees: 3,
  leftWood: 4,
  hedge: 5,
  posts: 6,
  lamps: 7,
  houses: 8,
  signs: 9,
  tufts: 10,
  far: 11,
};

/** A random stream for one cell of one kind; undefined where nothing stands. */
function place(seed: number, kind: number, index: number, chance: number): Random | undefined {
  const random = Random.seeded(seed, 10 + kind, index);
  return random.chance(chance) ? random : undefined;
}

/** Everything from a little behind `s` to where it is too small to see. */
export function standing(seed: number, s: number): Standing[] {
  const found: Standing[] = [];
  const along = (
    kind: number,
    every: number,
    chance: number,
    reach: number,
    put: (at: number, random: Random) => Omit<Standing, 's'> | null,
  ): void => {
    for (let i = Math.floor((s - 4) / every); i * every < s + reach; i++) {
      const random = place(seed, kind, i, chance);
      if (random === undefined) continue;
      const at = i * every + random.between(-0.35, 0.35) * every;
      const thing = put(at, random);
      if (thing) found.push({ s: at, ...thing });
    }
  };
  const tree = (random: Random, t: number, low: number, high: number): Omit<Standing, 's'> => {
    const height = random.between(low, high);
    return {
      kind: 'tree',
      t,
      height,
      width: height * random.between(0.72, 0.92),
      variety: random.integer(0, 9999),
      brightness: random.between(0.82, 1.12),
    };
  };
  const bush = (random: Random, t: number, low: number, high: number): Omit<Standing, 's'> => {
    const height = random.between(low, high);
    return {
      kind: 'bush',
      t,
      height,
      width: height * random.between(1.2, 1.7),
      variety: random.integer(0, 9999),
      brightness: random.between(0.85, 1.1),
    };
  };
  // Clearings open now and then, on one side or the other.
  const open = (at: number, side: number): boolean => noise(at / 42 + 300 * side + (splitmix(seed) % 97), side * 9.7) < 0.33;

  along(KINDS.rightTrees, 7.5, 0.78, FAR, (at, random) => (open(at, 1) ? null : tree(random, random.between(7.8, 12.5), 6.5, 11)));
  along(KINDS.rightWood, 5, 0.85, FAR, (at, random) =>
    open(at, 1) && random.chance(0.7) ? null : tree(random, random.between(15, 30), 8, 14),
  );
  along(KINDS.leftTrees, 12, 0.5, FAR, (at, random) => (open(at, 2) ? null : tree(random, -random.between(8.5, 13), 5.5, 9.5)));
  along(KINDS.leftWood, 5.5, 0.8, FAR, (at, random) =>
    open(at, 2) && random.chance(0.8) ? null : tree(random, -random.between(27, 55), 8, 14),
  );
  along(KINDS.far, 9, 0.8, FAR, (_, random) => tree(random, (random.chance(0.5) ? 1 : -1) * random.between(40, 85), 9, 15));
  along(KINDS.hedge, 1.5, 0.92, 200, (at, random) =>
    noise(at / 30 + 11, 4.2) < 0.5 ? null : bush(random, -random.between(7, 7.6), 1.1, 1.6),
  );
  along(KINDS.hedge + 20, 4, 0.55, 150, (_, random) => bush(random, random.between(6.2, 9.5), 0.7, 1.8));
  along(KINDS.posts, 25, 1, 150, () => ({ kind: 'post', t: 4.45, width: 0.12, height: 1.05, variety: 0, brightness: 1 }));
  along(KINDS.lamps, 42, 1, 200, () => ({ kind: 'lamp', t: -6.1, width: 0.09, height: 7.4, variety: 0, brightness: 1 }));
  along(KINDS.signs, 95, 0.75, 120, (_, random) => ({
    kind: 'sign',
    t: 4.9,
    width: 0.62,
    height: 2.5,
    variety: random.integer(0, 2),
    brightness: 1,
  }));
  along(KINDS.houses, 31, 0.72, 200, (at, random) =>
    noise(at / 90 + 70, 1.5) < 0.42
      ? null
      : {
          kind: 'house',
          t: -random.between(19, 27),
          width: random.between(9, 13),
          height: random.between(3.2, 5.6),
          variety: random.integer(0, 9999),
          brightness: 1,
        },
  );
  along(KINDS.tufts, 0.3, 0.8, 32, (_, random) => ({
    kind: 'tuft',
    t: 3.75 + 4.2 * random.uniform() ** 1.7,
    height: random.between(0.14, 0.38),
    width: random.between(0.3, 0.6),
    variety: random.integer(0, 9999),
    brightness: random.between(0.8, 1.1),
  }));
  along(KINDS.tufts + 20, 0.45, 0.7, 26, (_, random) => ({
    kind: 'tuft',
    t: -5.75 - 2.5 * random.uniform() ** 2,
    height: random.between(0.1, 0.26),
    width: random.between(0.25, 0.5),
    variety: random.integer(0, 9999),
    brightness: random.between(0.75, 1.05),
  }));
  return found;
}

/** What it throws on the ground; null for what is too small or too far to the left to matter. */
export function casterOf(course: Course, thing: Standing): Caster | null {
  const foot = course.at(thing.s, thing.t);
  const { height, width } = thing;
  switch (thing.kind) {
    case 'tree':
      return {
        ...foot,
        trunk: 0.02 * height,
        height: height * 0.6,
        crown: height * 0.6,
        crownWidth: width * 0.46,
        crownHeight: height * 0.36,
      };
    case 'bush':
      return { ...foot, trunk: 0, height: 0, crown: height * 0.5, crownWidth: width * 0.45, crownHeight: height * 0.45 };
    case 'post':
    case 'lamp':
      return { ...foot, trunk: width * 0.6, height, crown: 0, crownWidth: 0, crownHeight: 0 };
    default:
      return null;
  }
}
