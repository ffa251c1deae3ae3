// The bodies of the cars: rings of points across the car, from the rear bumper to the front one. Metres; x right, y up, z ahead.

export interface CarPoint {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** One ring: where, height of the belt line and of the roof (equal where there is no cabin), and how wide, 1 = the widest. */
type Station = readonly [z: number, belt: number, roof: number, width: number];

export interface CarShape {
  readonly stations: readonly Station[];
  /** Indices of the stations between which the rear window, the cabin and the windscreen lie. */
  readonly rearScreen: readonly [number, number];
  readonly windscreen: readonly [number, number];
}

export const SHAPES: readonly CarShape[] = [
  {
    // Estate.
    stations: [
      [-2.15, 0.78, 0.8, 0.93],
      [-2.1, 0.94, 0.98, 0.97],
      [-1.62, 0.98, 1.42, 1],
      [-0.4, 0.96, 1.48, 1],
      [0.35, 0.95, 1.44, 1],
      [1.1, 0.95, 0.98, 1],
      [1.75, 0.84, 0.87, 0.98],
      [2.12, 0.66, 0.69, 0.9],
      [2.15, 0.55, 0.58, 0.86],
    ],
    rearScreen: [1, 2],
    windscreen: [4, 5],
  },
  {
    // Saloon.
    stations: [
      [-2.15, 0.74, 0.76, 0.92],
      [-2.08, 0.95, 0.98, 0.96],
      [-1.55, 0.98, 1.01, 1],
      [-0.85, 0.96, 1.38, 1],
      [0.1, 0.95, 1.42, 1],
      [0.45, 0.95, 1.36, 1],
      [1.2, 0.92, 0.95, 1],
      [1.8, 0.82, 0.85, 0.97],
      [2.12, 0.64, 0.67, 0.9],
      [2.15, 0.54, 0.57, 0.86],
    ],
    rearScreen: [2, 3],
    windscreen: [5, 6],
  },
  {
    // Van.
    stations: [
      [-2.15, 0.9, 0.92, 0.95],
      [-2.12, 1.08, 1.12, 0.98],
      [-1.9, 1.1, 1.78, 1],
      [-0.2, 1.08, 1.84, 1],
      [0.75, 1.06, 1.76, 1],
      [1.45, 1.04, 1.08, 1],
      [1.95, 0.88, 0.92, 0.97],
      [2.13, 0.62, 0.66, 0.9],
      [2.15, 0.5, 0.53, 0.86],
    ],
    rearScreen: [1, 2],
    windscreen: [4, 5],
  },
];

/** Points of a ring from the lower left over the roof to the lower right; 3 and 9 are the belt, 4 and 8 the edges of the roof. */
export function ring([z, belt, roof, width]: Station, half: number): CarPoint[] {
  const w = half * width;
  const cabin = roof > belt + 0.1;
  const top = cabin ? w * 0.74 : w * 0.93;
  const left: CarPoint[] = [
    { x: -w * 0.93, y: 0.24, z },
    { x: -w, y: 0.48, z },
    { x: -w, y: belt - 0.14, z },
    { x: -w * 0.965, y: belt, z },
    { x: -top, y: roof - (cabin ? 0.07 : 0.01), z },
    { x: -top * 0.8, y: roof, z },
  ];
  return [...left, { x: 0, y: roof + 0.025, z }, ...left.toReversed().map((p) => ({ ...p, x: -p.x }))];
}
