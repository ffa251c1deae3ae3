// The picture while it is painted: light, distance of the ground, and the exact label of every pixel.
import { OTHER } from '../../../shared/domain';
import { HEIGHT, WIDTH } from './camera';
import { type Colour, HAZE, haze } from './light';

/** KITTI's id of a car. */
export const CAR = 26;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export class Canvas {
  /** Linear light, RGB interleaved. */
  readonly light = new Float32Array(WIDTH * HEIGHT * 3);
  /** Metres to the ground or to what stands before it, Infinity in the sky. */
  readonly depth = new Float32Array(WIDTH * HEIGHT).fill(Infinity);
  readonly labels = new Uint8Array(WIDTH * HEIGHT);
  readonly #coverage = new Float32Array(WIDTH + 2);

  /** A thing at `metres` hides what is behind it, and is hidden by a crest in front of it. */
  hidden(pixel: number, metres: number): boolean {
    return metres > this.depth[pixel]! * 1.02 + 0.6;
  }

  /** Lays `alpha` of premultiplied light over a pixel. */
  over(pixel: number, r: number, g: number, b: number, alpha: number, metres: number, label: number): void {
    const at = pixel * 3;
    const rest = 1 - alpha;
    this.light[at] = this.light[at]! * rest + r;
    this.light[at + 1] = this.light[at + 1]! * rest + g;
    this.light[at + 2] = this.light[at + 2]! * rest + b;
    if (alpha <= 0.5) return;
    this.labels[pixel] = label;
    // Things are painted from far to near: what comes later is nearer still.
    this.depth[pixel] = Math.min(this.depth[pixel]!, metres);
  }

  /** Pixels where near ground ends before far ground or sky: to be found while nothing stands on the ground yet. */
  ridges(): number[] {
    const found: number[] = [];
    for (let pixel = WIDTH; pixel < this.depth.length; pixel++)
      if (this.depth[pixel - WIDTH]! > this.depth[pixel]! * 1.15) found.push(pixel);
    return found;
  }

  /** Mixes ridges that are still bare with what lies above them by now: hills end in a soft line, not in stairs. */
  soften(ridges: readonly number[]): void {
    for (const pixel of ridges) {
      if (!(this.depth[pixel - WIDTH]! > this.depth[pixel]! * 1.15)) continue;
      for (let c = pixel * 3; c < pixel * 3 + 3; c++) this.light[c] = (this.light[c]! + this.light[c - WIDTH * 3]!) / 2;
    }
  }

  /** A filled polygon with smooth edges: four lines a row, exact along each. `metres` away, faded by haze. */
  polygon(points: readonly Point[], metres: number, paint: Colour, label = OTHER, alpha = 1): void {
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const { x, y } of points) {
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    const x0 = Math.max(0, Math.floor(left));
    const x1 = Math.min(WIDTH - 1, Math.floor(right));
    if (x0 > x1) return;
    const fade = haze(metres);
    const [r, g, b] = paint.map((c, i) => c + (HAZE[i]! - c) * fade) as [number, number, number];
    for (let y = Math.max(0, Math.floor(top)); y <= Math.min(HEIGHT - 1, Math.floor(bottom)); y++) {
      const coverage = this.#coverage.fill(0, x0, x1 + 2);
      for (let line = 0; line < 4; line++) this.#addLine(points, y + (line + 0.5) / 4, x0, x1);
      for (let x = x0; x <= x1; x++) {
        const a = Math.min(1, coverage[x]! / 4) * alpha;
        const pixel = y * WIDTH + x;
        if (a > 0.004 && !this.hidden(pixel, metres)) this.over(pixel, r * a, g * a, b * a, a, metres, label);
      }
    }
  }

  /** Adds how much of each pixel the polygon covers on one horizontal line. */
  #addLine(points: readonly Point[], y: number, x0: number, x1: number): void {
    const crossings: number[] = [];
    for (let i = 0; i < points.length; i++) {
      const a = points[i]!;
      const b = points[(i + 1) % points.length]!;
      if (a.y <= y !== b.y <= y) crossings.push(a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x));
    }
    crossings.sort((p, q) => p - q);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = Math.max(x0, crossings[i]!);
      const to = Math.min(x1 + 1, crossings[i + 1]!);
      if (from >= to) continue;
      const first = Math.floor(from);
      const last = Math.min(x1, Math.floor(to));
      if (first === last) this.#coverage[first]! += to - from;
      else {
        this.#coverage[first]! += first + 1 - from;
        for (let x = first + 1; x < last; x++) this.#coverage[x]! += 1;
        this.#coverage[last]! += to - last;
      }
    }
  }
}
