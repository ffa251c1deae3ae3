// Trees, bushes and tufts of grass, grown leaf by leaf into sprites.
import { Random } from '../../../shared/random';
import { type Colour, colour, mixed, SKYLIGHT, SUNLIGHT } from './light';
import { mix, smoothstep } from './noise';
import { type Sprite, spriteOf } from './sprite';

interface Species {
  readonly width: number;
  readonly height: number;
  readonly leaf: Colour;
  /** Some leaves lean towards this colour. */
  readonly other: Colour;
  /** Where the crown begins, as a share of the height from the top (1 = at the ground, no trunk is seen). */
  readonly crown: number;
  /** Width of the crown at the share `v` of its height from the top, 0..1. */
  readonly outline: (v: number) => number;
  readonly clusters: number;
}

const round = (v: number): number => Math.sqrt(Math.max(0, 1 - (2 * v - 1) ** 2));
/** Bushes draw in a little above the ground. */
const foot = (v: number): number => 1 - 0.4 * smoothstep(0.72, 1, v);
const TREES: readonly Species[] = [
  {
    width: 384,
    height: 512,
    leaf: colour('#56702f'),
    other: colour('#86913c'),
    crown: 0.82,
    outline: (v) => round(v * 0.92) ** 0.8,
    clusters: 87,
  },
  {
    width: 448,
    height: 512,
    leaf: colour('#4a6a34'),
    other: colour('#6f8a3d'),
    crown: 0.78,
    outline: (v) => round(v) ** 0.7,
    clusters: 96,
  },
  {
    width: 320,
    height: 512,
    leaf: colour('#5d7436'),
    other: colour('#a59a45'),
    crown: 0.86,
    outline: (v) => round(v ** 0.8),
    clusters: 78,
  },
  {
    width: 416,
    height: 512,
    leaf: colour('#68702f'),
    other: colour('#a8843c'),
    crown: 0.8,
    outline: (v) => round(v ** 0.9) ** 0.8,
    clusters: 87,
  },
  {
    width: 224,
    height: 512,
    leaf: colour('#466238'),
    other: colour('#5f7a40'),
    crown: 0.93,
    outline: (v) => round(v ** 0.6) * 0.95,
    clusters: 67,
  },
  {
    width: 240,
    height: 512,
    leaf: colour('#33503a'),
    other: colour('#44604a'),
    crown: 0.95,
    outline: (v) => 0.08 + 0.9 * v ** 0.85,
    clusters: 87,
  },
];
const BUSHES: readonly Species[] = [
  {
    width: 320,
    height: 256,
    leaf: colour('#4d6a31'),
    other: colour('#7d8c40'),
    crown: 1,
    outline: (v) => Math.min(1, Math.sqrt(v) * 1.25) * foot(v),
    clusters: 49,
  },
  {
    width: 384,
    height: 224,
    leaf: colour('#5c6c2f'),
    other: colour('#a08f45'),
    crown: 1,
    outline: (v) => Math.min(1, v ** 0.6 * 1.2) * foot(v),
    clusters: 49,
  },
  {
    width: 256,
    height: 256,
    leaf: colour('#3f5a33'),
    other: colour('#587040'),
    crown: 1,
    outline: (v) => Math.min(1, v ** 0.35) * foot(v),
    clusters: 49,
  },
];

/** The sun is always somewhere to the right: leaves are lit from there and a little from behind. */
const LIGHT = [0.62, 0.66, -0.42] as const;

interface Leaf {
  readonly x: number;
  readonly y: number;
  readonly depth: number;
  /** 0..1 each. */
  readonly size: number;
  readonly turn: number;
  readonly paint: Colour;
}

export interface Foliage {
  readonly trees: readonly Sprite[];
  readonly bushes: readonly Sprite[];
  readonly tufts: readonly Sprite[];
}

export function growFoliage(seed: number): Foliage {
  const grow = (species: readonly Species[], kind: number): Sprite[] =>
    species.map((one, i) => growSprite(one, Random.seeded(seed, 2, kind, i)));
  const tufts = [0, 1, 2, 3].map((i) => growTuft(Random.seeded(seed, 3, i)));
  return { trees: [...grow(TREES, 0), ...grow(TREES.slice(0, 2), 1)], bushes: grow(BUSHES, 2), tufts };
}

function growSprite(species: Species, random: Random): Sprite {
  const { width, height } = species;
  const data = new Float32Array(width * height * 4);
  const crownHeight = height * species.crown;
  if (species.crown < 1) drawTrunk(data, species, random);

  const leaves: Leaf[] = [];
  const scale = height / 512;
  for (let i = 0; i < species.clusters; i++) {
    // Spread evenly over the outline, a little more towards its rim, where the eye looks for the shape.
    const v = (i + random.uniform()) / species.clusters;
    const half = (species.outline(v) * width) / 2;
    const radius = (species.crown < 1 ? 1 : 1.3) * random.between(18, 42) * (0.55 + 0.45 * species.outline(v)) * Math.max(0.75, scale);
    const reach = Math.max(0, half - radius * 0.8);
    const angle = random.between(0, Math.PI * 2);
    const out = Math.sqrt(random.uniform());
    const cx = width / 2 + Math.cos(angle) * out * reach;
    const cz = Math.sin(angle) * out;
    const cy = Math.min(height - radius * 0.5, Math.max(radius * 0.8, v * crownHeight));
    const count = Math.round(radius * radius * 0.28);
    for (let n = 0; n < count; n++) {
      const up = random.between(-1, 1);
      const around = random.between(0, Math.PI * 2);
      const flat = Math.sqrt(1 - up * up);
      const [nx, nz] = [Math.cos(around) * flat, Math.sin(around) * flat];
      const shell = random.between(0.5, 1) ** 0.6 * random.between(0.92, 1.16);
      const x = cx + nx * radius * shell;
      const y = cy - up * radius * shell * 0.85;
      // How much of the light reaches it: by its own cluster's side, and by its place in the crown.
      const cluster = nx * LIGHT[0] + up * LIGHT[1] + nz * LIGHT[2];
      const crown = ((x - width / 2) / (width / 2)) * LIGHT[0] + (1 - (2 * y) / crownHeight) * LIGHT[1] + cz * LIGHT[2];
      const sun = smoothstep(-0.2, 1.25, 0.55 * cluster + 0.6 * crown + random.between(-0.22, 0.22));
      const sky = mix(0.22, 1, smoothstep(-1, 1, 0.6 * up + 0.5 * (1 - (2 * y) / crownHeight)));
      const tint = mixed(species.leaf, species.other, random.uniform() ** 2.5 * 0.75);
      const shade = random.between(0.78, 1.15) * 0.92;
      // Light that comes through a leaf is yellower than light that comes off it.
      const through = [1.08, 1.04, 0.72] as const;
      const paint = tint.map(
        (c, k) => c * shade * (SUNLIGHT[k]! * sun * 1.05 * mix(1, through[k]!, sun) + SKYLIGHT[k]! * sky * 0.8),
      ) as unknown as Colour;
      leaves.push({ x, y, depth: cz * reach + nz * radius, size: random.uniform(), turn: random.uniform(), paint });
    }
  }
  leaves.sort((a, b) => b.depth - a.depth);
  for (const leaf of leaves) drawLeaf(data, width, height, leaf);
  return spriteOf(width, height, data);
}

const SIZES = 6;
const TURNS = 10;
const STAMP = 11;

/** Soft-edged ellipses twice as long as wide, in some sizes and directions: [size][turn][STAMP * STAMP] alphas. */
const stamps = Array.from({ length: SIZES }, (_, i) =>
  Array.from({ length: TURNS }, (_, j) => {
    const size = leafSize((i + 0.5) / SIZES);
    const [cos, sin] = [Math.cos((Math.PI * j) / TURNS), Math.sin((Math.PI * j) / TURNS)];
    return Float32Array.from({ length: STAMP * STAMP }, (_, at) => {
      const dx = (at % STAMP) - (STAMP >> 1);
      const dy = Math.floor(at / STAMP) - (STAMP >> 1);
      const distance = Math.hypot((dx * cos + dy * sin) / size, ((dy * cos - dx * sin) / size) * 1.8);
      return Math.min(1, Math.max(0, (1 - distance) * size * 0.55 + 0.5)) * 0.97;
    });
  }),
);

/** Half a leaf's length in pixels of the sprite, for u in 0..1. */
function leafSize(u: number): number {
  return 1.5 + 1.7 * u;
}

function drawLeaf(data: Float32Array, width: number, height: number, { x, y, size, turn, paint }: Leaf): void {
  const stamp = stamps[Math.floor(size * SIZES)]![Math.floor(turn * TURNS)]!;
  const left = Math.round(x) - (STAMP >> 1);
  const top = Math.round(y) - (STAMP >> 1);
  for (let i = 0; i < STAMP; i++) {
    if (top + i < 0 || top + i >= height) continue;
    for (let j = 0; j < STAMP; j++) {
      const alpha = stamp[i * STAMP + j]!;
      if (alpha > 0 && left + j >= 0 && left + j < width) blend(data, ((top + i) * width + left + j) * 4, paint, alpha);
    }
  }
}

function drawTrunk(data: Float32Array, species: Species, random: Random): void {
  const { width, height } = species;
  const bark = mixed(colour('#5d4f42'), colour('#8a7d6c'), random.uniform());
  const thick = random.between(11, 16);
  const lean = random.between(-14, 14);
  const limb = (x0: number, y0: number, x1: number, y1: number, w0: number, w1: number): void => {
    const steps = Math.ceil(Math.abs(y1 - y0));
    for (let i = 0; i <= steps; i++) {
      const t = i / steps;
      const cx = mix(x0, x1, t);
      const w = mix(w0, w1, t);
      const py = Math.round(mix(y0, y1, t));
      if (py < 0 || py >= height) continue;
      for (let px = Math.floor(cx - w / 2 - 1); px <= cx + w / 2 + 1; px++) {
        if (px < 0 || px >= width) continue;
        const across = (px - cx) / (w / 2);
        const alpha = Math.min(1, Math.max(0, (1 - Math.abs(across)) * (w / 2) + 0.5));
        const light = (0.16 + 0.75 * smoothstep(-0.3, 1, across)) * random.between(0.75, 1.15);
        if (alpha > 0) blend(data, (py * width + px) * 4, [bark[0] * light * 1.9, bark[1] * light * 1.75, bark[2] * light * 1.6], alpha);
      }
    }
  };
  const top = height * species.crown * 0.45;
  limb(width / 2, height - 1, width / 2 + lean, top, thick, thick * 0.45);
  for (let i = 0; i < 5; i++) {
    const y = mix(height * species.crown * 1.02, top, random.uniform());
    const side = i % 2 ? 1 : -1;
    limb(width / 2 + lean * 0.3, y, width / 2 + side * random.between(40, 110), y - random.between(50, 120), thick * 0.4, 2);
  }
}

function growTuft(random: Random): Sprite {
  const [width, height] = [96, 64];
  const data = new Float32Array(width * height * 4);
  const [green, straw] = [colour('#6d7a38'), colour('#b7a561')];
  for (let i = 0; i < 90; i++) {
    const foot = width / 2 + random.between(-0.42, 0.42) * width * 0.8;
    const lean = random.between(-16, 16) + (foot - width / 2) * 0.25;
    const tall = random.between(0.35, 0.95) * height * (1 - 0.6 * Math.abs(foot / width - 0.5));
    const tint = mixed(green, straw, random.uniform() ** 1.6);
    const light = random.between(0.55, 1.5);
    for (let y = 0; y < tall; y++) {
      const t = y / tall;
      const x = foot + lean * t * t;
      const py = height - 1 - y;
      const paint: Colour = [tint[0] * light * mix(0.5, 1.9, t), tint[1] * light * mix(0.5, 1.75, t), tint[2] * light * mix(0.5, 1.5, t)];
      for (const px of [Math.floor(x), Math.floor(x) + 1]) {
        const alpha = (1 - Math.abs(x - px)) * (1 - 0.5 * t);
        if (px >= 0 && px < width && alpha > 0) blend(data, (Math.floor(py) * width + px) * 4, paint, alpha);
      }
    }
  }
  return spriteOf(width, height, data);
}

function blend(data: Float32Array, at: number, paint: Colour, alpha: number): void {
  const rest = 1 - alpha;
  data[at] = data[at]! * rest + paint[0] * alpha;
  data[at + 1] = data[at + 1]! * rest + paint[1] * alpha;
  data[at + 2] = data[at + 2]! * rest + paint[2] * alpha;
  data[at + 3] = data[at + 3]! * rest + alpha;
}
