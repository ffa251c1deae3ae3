// Where the picture is taken from: a car's roof, as in KITTI (focal length 721 pixels, 1242 x 375).
import { type Course, type Ground, LANE } from './course';
import { noise } from './noise';

export const WIDTH = 1242;
export const HEIGHT = 375;
export const FOCAL = 721;
const CENTRE_X = 609.5;
const CENTRE_Y = 172.8;
const EYE = 1.65;
/** Metres between two frames: 20 m/s at 10 frames a second. */
export const ADVANCE = 2;
/** Where the drive begins on the course. */
const START = 30;

export class Camera {
  readonly s: number;
  readonly eye: Ground;
  /** Direction of view in radians, as Course.heading. */
  readonly yaw: number;
  readonly #sin: number;
  readonly #cos: number;
  readonly #pitchSin: number;
  readonly #pitchCos: number;

  constructor(course: Course, index: number) {
    this.s = START + index * ADVANCE;
    const t = LANE + 0.12 * (noise(this.s / 25, 77) - 0.5);
    const ground = course.at(this.s, t);
    this.eye = { x: ground.x, y: ground.y + EYE, z: ground.z };
    this.yaw = course.heading(this.s + 4);
    // The car lies on its wheels and nods a little.
    const slope = Math.atan((course.height(this.s + 1.5) - course.height(this.s - 1.5)) / 3);
    const pitch = slope + 0.005 * (noise(this.s / 6, 12) - 0.5);
    [this.#sin, this.#cos] = [Math.sin(this.yaw), Math.cos(this.yaw)];
    [this.#pitchSin, this.#pitchCos] = [Math.sin(pitch), Math.cos(pitch)];
  }

  /** Right, up, forward in metres seen from the eye. */
  toView(x: number, y: number, z: number, out: Float64Array): void {
    const dx = x - this.eye.x;
    const dy = y - this.eye.y;
    const dz = z - this.eye.z;
    const ahead = dx * this.#sin + dz * this.#cos;
    out[0] = dx * this.#cos - dz * this.#sin;
    out[1] = dy * this.#pitchCos - ahead * this.#pitchSin;
    out[2] = ahead * this.#pitchCos + dy * this.#pitchSin;
  }

  /** The world position that a pixel's centre shows at depth `forward`. */
  toWorld(column: number, row: number, forward: number, out: Float64Array): void {
    const right = ((column + 0.5 - CENTRE_X) / FOCAL) * forward;
    const up = ((CENTRE_Y - row - 0.5) / FOCAL) * forward;
    const ahead = forward * this.#pitchCos - up * this.#pitchSin;
    out[0] = this.eye.x + right * this.#cos + ahead * this.#sin;
    out[1] = this.eye.y + up * this.#pitchCos + forward * this.#pitchSin;
    out[2] = this.eye.z + ahead * this.#cos - right * this.#sin;
  }

  /** Columns and rows of the picture, 0..WIDTH and 0..HEIGHT, of a point in view. */
  column = (right: number, forward: number): number => CENTRE_X + (FOCAL * right) / forward;
  row = (up: number, forward: number): number => CENTRE_Y - (FOCAL * up) / forward;

  /** Direction through a column, as `yaw`. */
  azimuth = (column: number): number => this.yaw + Math.atan2(column + 0.5 - CENTRE_X, FOCAL);

  /** Tangent of the height over the horizon of what a pixel shows. */
  rise(column: number, row: number): number {
    const right = (column + 0.5 - CENTRE_X) / FOCAL;
    const up = (CENTRE_Y - row - 0.5) / FOCAL;
    const ahead = this.#pitchCos - up * this.#pitchSin;
    return (up * this.#pitchCos + this.#pitchSin) / Math.sqrt(right * right + ahead * ahead);
  }
}
