// The ground as a mesh of slices across the road, rasterised: which (s, t) every pixel sees.
import { type Camera, HEIGHT, WIDTH } from './camera';
import { type Canvas } from './canvas';
import { type Course, HALF_ROAD, PAVEMENT } from './course';
import { SUN } from './light';

// Dense where the ground bends.
const COLUMNS = [
  -95,
  -60,
  -38,
  -24,
  -16,
  -11,
  -8,
  -PAVEMENT,
  -4.5,
  -HALF_ROAD - 0.03,
  -HALF_ROAD,
  -1.75,
  0,
  1.75,
  HALF_ROAD,
  4,
  4.6,
  5.3,
  6,
  7,
  8,
  9,
  10.5,
  12,
  15,
  20,
  28,
  40,
  60,
  95,
];
const NEAREST = 2.2;
const FARTHEST = 420;
/** Each slice is this much farther than the one before. */
const GROWTH = 1.02;
/** Nothing closer than this is drawn: the lens would turn it inside out. */
const CLIP = 0.4;

export interface Seen {
  /** Course coordinates of what a pixel shows, where canvas.depth is finite. */
  readonly s: Float32Array;
  readonly t: Float32Array;
  /** How much the ground faces the sun there: cosine, a little above 0 at least. */
  readonly facing: Float32Array;
}

// One corner of the mesh is six numbers: column, row, 1/z, s/z, t/z, facing/z.
const CORNER = 6;
const SLICE = COLUMNS.length * CORNER;

/** Fills canvas.depth and returns the course coordinates. */
export function seeGround(course: Course, camera: Camera, canvas: Canvas): Seen {
  const pixels = WIDTH * HEIGHT;
  const seen = { s: new Float32Array(pixels), t: new Float32Array(pixels), facing: new Float32Array(pixels) };
  // Two slices, near and far by turns.
  const corners = new Float64Array(2 * SLICE);
  let [near, far] = [0, SLICE];
  cut(course, camera, camera.s + NEAREST - 1.2, corners, near);
  for (let distance = NEAREST; distance < FARTHEST; distance *= GROWTH) {
    cut(course, camera, camera.s + distance, corners, far);
    for (let i = 0; i < SLICE - CORNER; i += CORNER) {
      triangle(corners, near + i, near + i + CORNER, far + i, canvas.depth, seen);
      triangle(corners, near + i + CORNER, far + i + CORNER, far + i, canvas.depth, seen);
    }
    [near, far] = [far, near];
  }
  return seen;
}

const spot = new Float64Array(3);
const view = new Float64Array(3);

/** The slice across the road at `s`. */
function cut(course: Course, camera: Camera, s: number, corners: Float64Array, at: number): void {
  for (const t of COLUMNS) {
    course.place(s, t, spot);
    camera.toView(spot[0]!, spot[1]!, spot[2]!, view);
    const depth = view[2]!;
    const inverse = depth > CLIP ? 1 / depth : 0;
    const slope = Math.abs(t) > 4 ? (course.profile(s, t + 0.4) - course.profile(s, t - 0.4)) / 0.8 : 0;
    corners[at] = camera.column(view[0]!, depth);
    corners[at + 1] = camera.row(view[1]!, depth);
    corners[at + 2] = inverse;
    corners[at + 3] = s * inverse;
    corners[at + 4] = t * inverse;
    corners[at + 5] = Math.max(0.05, SUN[1] - slope * SUN[0]) * inverse;
    at += CORNER;
  }
}

function triangle(corners: Float64Array, a: number, b: number, c: number, depth: Float32Array, seen: Seen): void {
  const az = corners[a + 2]!;
  const bz = corners[b + 2]!;
  const cz = corners[c + 2]!;
  if (az === 0 || bz === 0 || cz === 0) return;
  const ax = corners[a]!;
  const ay = corners[a + 1]!;
  const abx = corners[b]! - ax;
  const aby = corners[b + 1]! - ay;
  const acx = corners[c]! - ax;
  const acy = corners[c + 1]! - ay;
  const area = abx * acy - acx * aby;
  if (Math.abs(area) < 1e-9) return;
  const y0 = Math.max(0, Math.ceil(ay + Math.min(0, aby, acy) - 0.5));
  const y1 = Math.min(HEIGHT - 1, Math.floor(ay + Math.max(0, aby, acy) - 0.5));
  const x0 = Math.max(0, Math.ceil(ax + Math.min(0, abx, acx) - 0.5));
  const x1 = Math.min(WIDTH - 1, Math.floor(ax + Math.max(0, abx, acx) - 0.5));
  for (let y = y0; y <= y1; y++) {
    const py = y + 0.5 - ay;
    for (let x = x0; x <= x1; x++) {
      const px = x + 0.5 - ax;
      // Shares of the three corners; a hair of slack leaves no seam between neighbours.
      const wb = (px * acy - py * acx) / area;
      const wc = (py * abx - px * aby) / area;
      const wa = 1 - wb - wc;
      if (wa < -1e-7 || wb < -1e-7 || wc < -1e-7) continue;
      const z = 1 / (wa * az + wb * bz + wc * cz);
      const pixel = y * WIDTH + x;
      if (z >= depth[pixel]!) continue;
      depth[pixel] = z;
      seen.s[pixel] = (wa * corners[a + 3]! + wb * corners[b + 3]! + wc * corners[c + 3]!) * z;
      seen.t[pixel] = (wa * corners[a + 4]! + wb * corners[b + 4]! + wc * corners[c + 4]!) * z;
      seen.facing[pixel] = (wa * corners[a + 5]! + wb * corners[b + 5]! + wc * corners[c + 5]!) * z;
    }
  }
}
