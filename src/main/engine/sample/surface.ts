// What the ground is made of: asphalt with its marks and repairs, kerb, pavement, verge and meadow.
import { HALF_ROAD, KERB, PAVEMENT } from './course';
import { blend, colour, dim, newPaint, type Paint, set } from './light';
import { cell, fbm, mix, noise, smoothstep } from './noise';

const ASPHALT = colour('#7b7976');
const TAR = colour('#4c4b4e');
const PAINT = colour('#e9e7e0');
const STONE = colour('#a9a59c');
const SLAB = colour('#a8937c');
const DUST = colour('#9a8c76');
const GRASS = colour('#687040');
const LUSH = colour('#54663a');
const STRAW = colour('#9c9160');
const EARTH = colour('#7d6a50');

/** The right edge of the asphalt crumbles: metres to the right of the centre line. */
const rightEdge = (s: number): number => HALF_ROAD + 0.09 * (noise(s / 0.6, 3) - 0.5) + 0.22 * (noise(s / 5, 8) - 0.5);

export const isRoad = (s: number, t: number): boolean => t >= -HALF_ROAD && (t <= HALF_ROAD - 0.3 || t <= rightEdge(s));

/** Share of a stretch of `size` around `at` that lies within `from`..`to`: what a pixel sees of a line thinner than itself. */
const cover = (at: number, size: number, from: number, to: number): number =>
  Math.max(0, Math.min(to, at + size / 2) - Math.max(from, at - size / 2)) / size;

/** 1 where bumps of `size` metres are seen, 0 where a pixel spans them. */
const seen = (size: number, pixel: number): number => 1 - smoothstep(size * 0.35, size * 1.1, pixel);

const beside = newPaint();

/** Bumps around 0, half a unit high, faded out where a pixel spans them; not even looked up there. */
function bumps(x: number, y: number, size: number, pixel: number): number {
  const shown = seen(size, pixel);
  return shown > 0 ? (noise(x, y) - 0.5) * shown : 0;
}

/** Writes the colour of the ground at (s, t) into `paint`. `across` and `along`: metres that one pixel spans there. */
export function surface(s: number, t: number, across: number, along: number, paint: Paint): void {
  // Far from the right edge its exact place does not matter.
  const edge = t + across > HALF_ROAD - 0.3 ? rightEdge(s) : HALF_ROAD;
  const inside = cover(t, across, -HALF_ROAD, edge);
  if (inside > 0) asphalt(s, t, across, along, paint);
  if (inside >= 1) return;
  if (t < 0) leftSide(s, t, across, along, beside);
  else rightSide(s, t - edge, across, along, beside);
  blend(paint, beside, 1 - inside);
}

function asphalt(s: number, t: number, across: number, along: number, paint: Paint): void {
  const lane = Math.abs(t) - HALF_ROAD / 2;
  let light = 1 + 0.22 * (fbm(s / 7, t / 1.6 + 20, 3) - 0.5) + 0.12 * bumps(s / 0.8, t / 0.5, 0.5, along);
  // Tyres polish two tracks a lane; oil darkens what lies between them.
  light += 0.07 * Math.exp(-(((Math.abs(lane) - 0.78) / 0.26) ** 2)) - 0.07 * Math.exp(-((lane / 0.3) ** 2));
  const grain = seen(0.022, across);
  if (grain > 0) light += grain * (0.34 * (noise(s * 42, t * 60) - 0.5) + 0.3 * (cell(s * 90, t * 90) - 0.5) * seen(0.011, across));
  light += 0.16 * bumps(s * 9, t * 14, 0.08, along) + 0.08 * (cell(s * 60, t * 60) - 0.5);
  set(paint, ASPHALT, light);

  blend(paint, TAR, 0.5 * repair(s, t, across, along) + 0.7 * crack(s, t, across, along));
  // Sand gathers along both sides.
  const rim = Math.min(t + HALF_ROAD, HALF_ROAD - t);
  if (rim < 1) blend(paint, DUST, 0.5 * smoothstep(0.55, -0.05, rim + 0.5 * (noise(s / 1.3, t + 60) - 0.5)));
  const painted = mark(s, t, across, along);
  if (painted > 0) blend(paint, PAINT, Math.min(1, painted) * mix(0.55, 0.93, smoothstep(0.28, 0.5, fbm(s * 1.6, t * 6, 3))));
}

/** Dashes of 3.5 m every 9 m along the centre, a thin line along the right edge. */
function mark(s: number, t: number, across: number, along: number): number {
  const edgeLine = cover(t, across, 3.12, 3.24);
  const centre = cover(t, across, -0.065, 0.065);
  if (centre <= 0) return edgeLine;
  const phase = s - Math.floor(s / 9) * 9;
  return centre * Math.min(1, cover(phase, along, 2, 5.5) + cover(phase - 9, along, 2, 5.5) + cover(phase + 9, along, 2, 5.5)) + edgeLine;
}

/** Rectangles where the road was opened. */
function repair(s: number, t: number, across: number, along: number): number {
  const block = Math.floor(s / 17);
  const chance = cell(block, 91);
  if (chance < 0.55) return 0;
  const from = block * 17 + 3 + 5 * cell(block, 92);
  const left = mix(-3.1, 1, cell(block, 93));
  const long = mix(1.5, 6, cell(block, 94));
  const wide = mix(0.6, 1.9, cell(block, 95));
  const body = cover(s, along, from, from + long) * cover(t, across, left, left + wide);
  const core = cover(s, along, from + 0.06, from + long - 0.06) * cover(t, across, left + 0.06, left + wide - 0.06);
  return body - 0.45 * core;
}

/** Tarred cracks, where there are any. */
function crack(s: number, t: number, across: number, along: number): number {
  const where = smoothstep(0.56, 0.7, noise(s / 13 + 50, t / 5));
  if (where <= 0) return 0;
  const bend = t + 0.5 * (fbm(s / 1.5, 17, 3) - 0.5);
  const lengthwise = Math.abs(bend - 0.25 - 2.6 * (noise(s / 60, 70) - 0.5));
  const slow = Math.abs(noise(s / 3.4 + 0.25 * noise(t * 2, 5), t / 9 + 33) - 0.5) * 3.4 * 2;
  const line = smoothstep(0.03 + across, 0.012, lengthwise) + 0.8 * smoothstep(0.035 + along * 0.7, 0.012, slow) * seen(0.25, along);
  return Math.min(1, line) * where;
}

function leftSide(s: number, t: number, across: number, along: number, paint: Paint): void {
  const out = -HALF_ROAD - t;
  if (out < KERB) {
    const joint = 1 - 0.45 * cover(s - Math.floor(s) - 0.5, along, -0.012, 0.012) * seen(0.3, along);
    set(paint, STONE, joint * (0.9 + 0.25 * noise(s * 5, t * 30)) * (out < 0.035 ? 0.72 : 1));
    return;
  }
  const verge = -PAVEMENT + 0.12 * (noise(s / 0.5, 51) - 0.5);
  if (t > verge) pavement(s, t + 20, across, along, paint);
  else meadow(s, t, across, along, 0.3, smoothstep(0.5, 0, verge - t), paint);
}

/** Slabs of half a metre. */
function pavement(s: number, t: number, across: number, along: number, paint: Paint): void {
  const row = Math.floor(s / 0.5);
  const column = Math.floor(t / 0.5);
  const joints = cover(s - row * 0.5, along, 0, 0.018) + cover(t - column * 0.5, across, 0, 0.014);
  const slabs = seen(0.3, along) * (0.16 * (cell(row, column) - 0.5) - 0.32 * Math.min(1, joints));
  const grain = 0.16 * bumps(s * 30, t * 30, 0.03, across);
  set(paint, SLAB, 0.94 + slabs + grain + 0.22 * (fbm(s / 2.2, t / 1.2, 3) - 0.5));
}

function rightSide(s: number, out: number, across: number, along: number, paint: Paint): void {
  const bare = out < 2 ? smoothstep(0.9, 0.1, out + 0.9 * (fbm(s / 1.1, out * 1.3, 3) - 0.5)) : 0;
  const bank = smoothstep(2.2, 5, out) * smoothstep(13, 8, out);
  meadow(s, HALF_ROAD + out, across, along, mix(0.45, 0.74, bank), bare, paint);
}

/** Grass; `dry` 0..1 from lush to straw, `bare` 0..1 how much earth shows. */
function meadow(s: number, t: number, across: number, along: number, dry: number, bare: number, paint: Paint): void {
  // Blades stand up: a flat view does not smear them as it does what is painted on the ground.
  const pixel = Math.sqrt(across * along) * 0.6;
  const clumps = bumps(s * 1.4, t * 2.1, 0.6, pixel);
  const tips = bumps(s * 6, t * 10, 0.12, pixel);
  const blades = bumps(s * 22, t * 38, 0.04, pixel) + (cell(s * 31, t * 53) - 0.5) * mix(0.45, 1, seen(0.03, pixel)) * 0.75;
  const patches = fbm(s / 6, t / 3.5, 3) - 0.5;
  set(paint, LUSH);
  blend(paint, GRASS, smoothstep(0.3, 0.7, noise(s / 1.7 + 9, t / 1.3)));
  blend(paint, STRAW, smoothstep(0.25, 0.85, dry + 0.9 * patches + 0.5 * clumps + 0.45 * tips + 0.3 * blades) * 0.9);
  blend(paint, EARTH, bare * 0.8 + 0.45 * smoothstep(0.66, 0.85, noise(s / 1.5 + 70, t / 1.2)) * (1 - bare));
  dim(paint, 0.95 + 0.5 * clumps + 0.6 * tips + 0.55 * blades + 0.35 * patches);
}
