// Where the sun does not reach the ground: crowns, trunks, posts and cars cast shadows away from it.
import { SUN, SUN_HEIGHT } from './light';
import { noise, smoothstep } from './noise';

export interface Caster {
  /** Foot on the ground, in the world. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** Of the trunk or post. */
  readonly trunk: number;
  /** Top of the trunk or post over the foot. */
  readonly height: number;
  /** Centre of the crown over the foot and its half width and height; width 0 = no crown. */
  readonly crown: number;
  readonly crownWidth: number;
  readonly crownHeight: number;
}

const COT = 1 / Math.tan(SUN_HEIGHT);
const LENGTH = Math.hypot(SUN[0], SUN[2]);
/** Away from the sun along the ground. */
export const AWAY = { x: -SUN[0] / LENGTH, z: -SUN[2] / LENGTH } as const;
const CELL = 6;
const key = (x: number, z: number): number => Math.floor(x / CELL) * 65536 + Math.floor(z / CELL);

export class Shadows {
  readonly #cells = new Map<number, Caster[]>();
  #lastCell = NaN;
  #lastCasters: readonly Caster[] | undefined;

  constructor(casters: readonly Caster[]) {
    for (const caster of casters) {
      const reach = (caster.crownWidth > 0 ? caster.crown + caster.crownHeight : caster.height) * COT + caster.crownWidth;
      const side = Math.max(caster.crownWidth, caster.trunk) + 1;
      const touched = new Set<number>();
      for (let u = -side; u <= reach + CELL; u += CELL / 3)
        for (let v = -side; v <= side; v += CELL / 3)
          touched.add(key(caster.x + AWAY.x * u - AWAY.z * v, caster.z + AWAY.z * u + AWAY.x * v));
      for (const cell of touched) {
        const there = this.#cells.get(cell);
        if (there) there.push(caster);
        else this.#cells.set(cell, [caster]);
      }
    }
  }

  /** Share of the sunlight that reaches the ground at a point, 0..1; `blur` is the size in metres of what one pixel sees there. */
  sunAt(x: number, y: number, z: number, blur: number): number {
    const cell = key(x, z);
    // Neighbouring pixels mostly ask for the same cell.
    if (cell !== this.#lastCell) {
      this.#lastCell = cell;
      this.#lastCasters = this.#cells.get(cell);
    }
    const casters = this.#lastCasters;
    if (casters === undefined) return 1;
    let crowns = 0;
    let sun = 1;
    for (const caster of casters) {
      const dx = x - caster.x;
      const dz = z - caster.z;
      const v = Math.abs(dz * AWAY.x - dx * AWAY.z);
      // The ground may lie deeper or higher than the foot.
      const u = dx * AWAY.x + dz * AWAY.z + (y - caster.y) * COT;
      const along = u / COT;
      if (v < caster.trunk + 0.4 && along > 0 && along < caster.height) {
        const width = caster.trunk * (1 - (0.5 * along) / caster.height);
        const soft = 0.015 + 0.006 * along + blur * 0.5;
        sun = Math.min(sun, smoothstep(width - soft, width + soft, v) * 0.97 + 0.03);
      }
      if (v < caster.crownWidth * 1.25) {
        const half = caster.crownHeight * caster.crownHeight * COT * COT + caster.crownWidth * caster.crownWidth;
        const away = u - caster.crown * COT;
        const far2 = (away * away) / half + (v * v) / (caster.crownWidth * caster.crownWidth);
        if (far2 < 1.5625) crowns += 1.25 * (1 - Math.sqrt(far2) * 0.8);
      }
    }
    if (crowns <= 0) return sun;
    // Leaves let spots of light through, the more the nearer to the crown's rim.
    const leaves = 0.55 * noise(x * 0.9, z * 0.9) + 0.3 * noise(x * 2.3 + 40, z * 2.3) + 0.15 * noise(x * 5.5, z * 5.5 + 40);
    const soft = 0.07 + blur * 0.12;
    return sun * (1 - 0.95 * smoothstep(0.42 - soft, 0.42 + soft, crowns * 0.62 + (leaves - 0.5) * 1.25));
  }
}
