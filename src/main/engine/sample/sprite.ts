// Pictures with soft outlines (trees, bushes, tufts) that are drawn at any size.
import { type Camera, FOCAL, HEIGHT, WIDTH } from './camera';
import { type Canvas } from './canvas';
import { OTHER } from '../../../shared/domain';
import { HAZE, haze } from './light';

interface Level {
  readonly width: number;
  readonly height: number;
  /** Premultiplied linear light and alpha, RGBA. */
  readonly data: Float32Array;
}

/** The picture and its halves, quarters ...: what is far is drawn from a small one, so that it does not flicker. */
export interface Sprite {
  readonly levels: readonly Level[];
}

export function spriteOf(width: number, height: number, data: Float32Array): Sprite {
  const levels: Level[] = [{ width, height, data }];
  for (let last = levels[0]!; last.width > 4 && last.height > 4;) {
    const half = { width: last.width >> 1, height: last.height >> 1, data: new Float32Array((last.width >> 1) * (last.height >> 1) * 4) };
    for (let y = 0; y < half.height; y++)
      for (let x = 0; x < half.width; x++)
        for (let c = 0; c < 4; c++) {
          const from = (2 * y * last.width + 2 * x) * 4 + c;
          const below = from + last.width * 4;
          half.data[(y * half.width + x) * 4 + c] =
            (last.data[from]! + last.data[from + 4]! + last.data[below]! + last.data[below + 4]!) / 4;
        }
    levels.push(half);
    last = half;
  }
  return { levels };
}

export interface Placed {
  readonly sprite: Sprite;
  /** World position of its foot, and its size in metres. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly width: number;
  readonly height: number;
  /** Multiplies its light; 1 by default. */
  readonly brightness?: number;
}

const view = new Float64Array(3);

/** Draws the sprite standing upright and facing the camera. */
export function drawSprite(canvas: Canvas, camera: Camera, placed: Placed): void {
  camera.toView(placed.x, placed.y, placed.z, view);
  const metres = view[2]!;
  if (metres < 2) return;
  const size = FOCAL / metres;
  const centre = camera.column(view[0]!, metres);
  const foot = camera.row(view[1]!, metres);
  const width = placed.width * size;
  const height = placed.height * size;
  const left = centre - width / 2;
  const top = foot - height;
  const x0 = Math.max(0, Math.ceil(left - 0.5));
  const x1 = Math.min(WIDTH - 1, Math.floor(left + width - 0.5));
  const y0 = Math.max(0, Math.ceil(top - 0.5));
  const y1 = Math.min(HEIGHT - 1, Math.floor(foot - 0.5));
  if (x0 > x1 || y0 > y1) return;

  const { levels } = placed.sprite;
  const shrink = levels[0]!.height / height;
  const level = levels[Math.min(levels.length - 1, Math.max(0, Math.round(Math.log2(shrink) - 0.15)))]!;
  const { data } = level;
  const stride = level.width * 4;
  const fade = haze(metres);
  const keep = (1 - fade) * (placed.brightness ?? 1);
  const [hr, hg, hb] = [HAZE[0] * fade, HAZE[1] * fade, HAZE[2] * fade];
  for (let y = y0; y <= y1; y++) {
    const v = Math.min(level.height - 1.001, Math.max(0, ((y + 0.5 - top) / height) * level.height - 0.5));
    const vi = Math.floor(v);
    const fy = v - vi;
    for (let x = x0; x <= x1; x++) {
      const pixel = y * WIDTH + x;
      if (canvas.hidden(pixel, metres)) continue;
      const u = Math.min(level.width - 1.001, Math.max(0, ((x + 0.5 - left) / width) * level.width - 0.5));
      const ui = Math.floor(u);
      const fx = u - ui;
      const at = vi * stride + ui * 4;
      const w00 = (1 - fx) * (1 - fy);
      const w10 = fx * (1 - fy);
      const w01 = (1 - fx) * fy;
      const w11 = fx * fy;
      const alpha = data[at + 3]! * w00 + data[at + 7]! * w10 + data[at + stride + 3]! * w01 + data[at + stride + 7]! * w11;
      if (alpha < 0.01) continue;
      const r = data[at]! * w00 + data[at + 4]! * w10 + data[at + stride]! * w01 + data[at + stride + 4]! * w11;
      const g = data[at + 1]! * w00 + data[at + 5]! * w10 + data[at + stride + 1]! * w01 + data[at + stride + 5]! * w11;
      const b = data[at + 2]! * w00 + data[at + 6]! * w10 + data[at + stride + 2]! * w01 + data[at + stride + 6]! * w11;
      canvas.over(pixel, r * keep + hr * alpha, g * keep + hg * alpha, b * keep + hb * alpha, alpha, metres, OTHER);
    }
  }
}
