// Where each output pixel of a resize takes its value from, along one axis; computed once a pair of sizes and kept.

export interface LinearAxis {
  /** Nearer-to-zero and nearer-to-end source pixel of each output pixel; equal beyond the edges. */
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** Weight of `second`, 0..1, single precision as in OpenCV. */
  readonly weight: Float32Array;
  /** The same in 1/2048, rounded half to even as OpenCV does. */
  readonly fixed: Int32Array;
}

// A session sees a handful of sizes; the cap only bounds a pathological one.
const MOST = 64;

function remembered<T>(compute: (from: number, to: number) => T): (from: number, to: number) => T {
  const kept = new Map<string, T>();
  return (from, to) => {
    if (!Number.isInteger(from) || !Number.isInteger(to) || from < 1 || to < 1)
      throw new RangeError(`A side of ${from} pixels cannot become ${to}.`);
    const key = `${from}>${to}`;
    let axis = kept.get(key);
    if (axis === undefined) {
      axis = compute(from, to);
      if (kept.size >= MOST) kept.clear();
      kept.set(key, axis);
    }
    return axis;
  };
}

/** INTER_LINEAR: half-pixel centres, edges clamped, no anti-aliasing. */
export const linearAxis = remembered((from: number, to: number): LinearAxis => {
  const first = new Int32Array(to);
  const second = new Int32Array(to);
  const weight = new Float32Array(to);
  const fixed = new Int32Array(to);
  const scale = 1 / (to / from);
  for (let i = 0; i < to; i++) {
    const centre = Math.fround((i + 0.5) * scale - 0.5);
    const at = Math.floor(centre);
    if (at < 0) continue;
    if (at >= from - 1) {
      first[i] = second[i] = from - 1;
      continue;
    }
    first[i] = at;
    second[i] = at + 1;
    weight[i] = centre - at;
    fixed[i] = roundHalfEven(weight[i]! * 2048);
  }
  return { first, second, weight, fixed };
});

/** INTER_NEAREST: the pixel at floor(i * scale). */
export const nearestAxis = remembered((from: number, to: number): Int32Array => {
  const scale = 1 / (to / from);
  return Int32Array.from({ length: to }, (_, i) => Math.min(Math.floor(i * scale), from - 1));
});

function roundHalfEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  return rest > 0.5 || (rest === 0.5 && down % 2 === 1) ? down + 1 : down;
}
