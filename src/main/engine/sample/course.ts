// The road that is driven: a curve through a gently rolling country, and the shape of the ground beside it.
import { Random } from '../../../shared/random';
import { noise, smoothstep } from './noise';

/** Metres from the centre line to the edge of the asphalt. */
export const HALF_ROAD = 3.5;
/** The kerb and the pavement are on the left. */
export const KERB = 0.16;
export const PAVEMENT = 5.7;
/** The ego car's lane is on the right. */
export const LANE = 1.75;

const STEP = 0.5;

export interface Ground {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** Everything is placed by `s`, metres along the centre line, and `t`, metres to its right. */
export class Course {
  readonly #phases: readonly number[];
  readonly #x: number[] = [0];
  readonly #z: number[] = [0];

  constructor(readonly seed: number) {
    const random = Random.seeded(seed, 1);
    this.#phases = Array.from({ length: 6 }, () => random.between(0, 2 * Math.PI));
  }

  /** Direction of travel in radians; 0 is north, to the right is more. */
  heading(s: number): number {
    const [a, b] = this.#phases as [number, number];
    return 0.15 * Math.sin((2 * Math.PI * s) / 190 + a) + 0.2 * Math.sin((2 * Math.PI * s) / 430 + b);
  }

  /** Height of the centre line. */
  height(s: number): number {
    const [, , c, d] = this.#phases as [number, number, number, number];
    return 1.1 * Math.sin((2 * Math.PI * s) / 230 + c) + 0.28 * Math.sin((2 * Math.PI * s) / 97 + d);
  }

  #reach(index: number): void {
    for (let i = this.#x.length; i <= index; i++) {
      const heading = this.heading((i - 0.5) * STEP);
      this.#x.push(this.#x[i - 1]! + Math.sin(heading) * STEP);
      this.#z.push(this.#z[i - 1]! + Math.cos(heading) * STEP);
    }
  }

  /** World position of the ground at (s, t): x (east), y (up), z (north) into `out`; s >= 0. */
  place(s: number, t: number, out: Float64Array): void {
    const i = Math.max(0, Math.floor(s / STEP));
    this.#reach(i + 1);
    const f = s / STEP - i;
    const heading = this.heading(s);
    out[0] = this.#x[i]! + (this.#x[i + 1]! - this.#x[i]!) * f + Math.cos(heading) * t;
    out[1] = this.height(s) + this.profile(s, t);
    out[2] = this.#z[i]! + (this.#z[i + 1]! - this.#z[i]!) * f - Math.sin(heading) * t;
  }

  at(s: number, t: number): Ground {
    const out = new Float64Array(3);
    this.place(s, t, out);
    return { x: out[0]!, y: out[1]!, z: out[2]! };
  }

  /** Height of the ground at (s, t) over the centre line. */
  profile(s: number, t: number): number {
    if (t < -HALF_ROAD) {
      const kerb = -0.07 + 0.13 * smoothstep(0, 0.03, -HALF_ROAD - t);
      if (t > -PAVEMENT) return kerb;
      const out = -PAVEMENT - t;
      return kerb - 0.03 * out + smoothstep(4, 40, out) * (6 * noise(s / 60 + 40, out / 50) - 1.5);
    }
    if (t <= HALF_ROAD) return -0.02 * Math.abs(t);
    const out = t - HALF_ROAD;
    const bank = this.bank(s);
    return (
      -0.07 -
      0.22 * smoothstep(0.4, 1.8, out) +
      bank * smoothstep(2.2, 8.5, out) +
      smoothstep(8, 45, out) * 7 * noise(s / 55, out / 45 + 9) +
      0.25 * smoothstep(1.5, 5, out) * (noise(s / 2.3, out / 2) - 0.5)
    );
  }

  /** Height of the bank on the right. */
  bank(s: number): number {
    return 0.5 + 2.6 * smoothstep(0.3, 0.75, noise(s / 48 + this.#phases[4]! * 9, 3.5));
  }
}
