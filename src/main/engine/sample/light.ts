// Colours in linear light, the afternoon that they stand in, and how it all becomes a picture.

/** Linear light, 1 = white paper in the sun. */
export type Colour = readonly [number, number, number];

export function colour(hex: string): Colour {
  const rgb = parseInt(hex.slice(1), 16);
  const channel = (shift: number): number => {
    const v = ((rgb >> shift) & 255) / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  };
  return [channel(16), channel(8), channel(0)];
}

export const scaled = (c: Colour, by: number): Colour => [c[0] * by, c[1] * by, c[2] * by];
/** Colours that are worked on in place, where a picture's worth of them is made. */
export type Paint = Float64Array;

export const newPaint = (): Paint => new Float64Array(3);
export function set(paint: Paint, c: ArrayLike<number>, by = 1): void {
  paint[0] = c[0]! * by;
  paint[1] = c[1]! * by;
  paint[2] = c[2]! * by;
}
export function blend(paint: Paint, c: ArrayLike<number>, t: number): void {
  paint[0] = paint[0]! + (c[0]! - paint[0]!) * t;
  paint[1] = paint[1]! + (c[1]! - paint[1]!) * t;
  paint[2] = paint[2]! + (c[2]! - paint[2]!) * t;
}
export function dim(paint: Paint, by: number): void {
  paint[0]! *= by;
  paint[1]! *= by;
  paint[2]! *= by;
}

export const mixed = (a: Colour, b: Colour, t: number): Colour => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];

/** Height of the sun over the horizon, and where it stands in the world (0 = along the road's first metre, to the right), in radians. */
export const SUN_HEIGHT = 0.62;
export const SUN_AZIMUTH = 1.05;
/** Towards the sun: east, up, north. */
export const SUN: Colour = [
  Math.sin(SUN_AZIMUTH) * Math.cos(SUN_HEIGHT),
  Math.sin(SUN_HEIGHT),
  Math.cos(SUN_AZIMUTH) * Math.cos(SUN_HEIGHT),
];
export const SUNLIGHT: Colour = [3.1, 2.72, 2.15];
export const SKYLIGHT: Colour = [0.5, 0.6, 0.76];
/** What distance fades into. */
export const HAZE: Colour = [0.74, 0.8, 0.86];

/** How much of a thing `metres` away is haze, 0..1. */
export const haze = (metres: number): number => 1 - Math.exp(-metres / 620);

const STEPS = 4096;
const BRIGHTEST = 8;
/** Film-like response (Narkowicz 2015, fit to ACES) and sRGB, for light 0..BRIGHTEST. */
const film = ((): Float32Array =>
  Float32Array.from({ length: STEPS + 1 }, (_, i) => {
    const x = ((i / STEPS) ** 2 * BRIGHTEST * 0.62) as number;
    const y = Math.min(1, Math.max(0, (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14)));
    return 255 * (y <= 0.0031308 ? y * 12.92 : 1.055 * y ** (1 / 2.4) - 0.055);
  }))();

/** Light to 0..255, not rounded. */
export const developed = (light: number): number =>
  film[Math.min(STEPS, Math.max(0, Math.floor(Math.sqrt(Math.max(0, light) / BRIGHTEST) * STEPS + 0.5)))]!;
