// Value noise: the roughness of everything in the sample drive.
import { Random } from '../../../shared/random';

const SIDE = 256;
const MASK = SIDE - 1;

const table = ((): Float32Array => {
  const random = Random.seeded(0x6e6f6973);
  return Float32Array.from({ length: SIDE * SIDE }, () => random.uniform());
})();

/** Smooth noise 0..1, mean 0.5, one bump a unit; repeats every 256 units. */
export function noise(x: number, y: number): number {
  const xi = Math.floor(x);
  const yi = Math.floor(y);
  const fx = x - xi;
  const fy = y - yi;
  const u = fx * fx * (3 - 2 * fx);
  const v = fy * fy * (3 - 2 * fy);
  const row0 = (yi & MASK) * SIDE;
  const row1 = ((yi + 1) & MASK) * SIDE;
  const x0 = xi & MASK;
  const x1 = (xi + 1) & MASK;
  const top = table[row0 + x0]! * (1 - u) + table[row0 + x1]! * u;
  const bottom = table[row1 + x0]! * (1 - u) + table[row1 + x1]! * u;
  return top * (1 - v) + bottom * v;
}

/** Octaves of noise, each half as large and half as strong; 0..1. */
export function fbm(x: number, y: number, octaves: number): number {
  let sum = 0;
  let weight = 0.5;
  let total = 0;
  for (let i = 0; i < octaves; i++) {
    sum += weight * noise(x, y);
    total += weight;
    weight *= 0.5;
    // Not exactly 2, and turned a little, so that the octaves' grids do not line up.
    const across = x * 1.93 + y * 0.31 + 17.3;
    y = y * 1.93 - x * 0.31 + 5.7;
    x = across;
  }
  return sum / total;
}

/** A number 0..1 for a cell of the ground, unrelated to its neighbours. */
export const cell = (x: number, y: number): number => table[(Math.floor(y) & MASK) * SIDE + (Math.floor(x) & MASK)]!;

export function smoothstep(from: number, to: number, x: number): number {
  const t = Math.min(1, Math.max(0, (x - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

export const mix = (a: number, b: number, t: number): number => a + (b - a) * t;
