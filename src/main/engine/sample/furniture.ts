// Posts, lamps, signs and houses: flat shapes in the world, drawn far to near.
import { type Camera } from './camera';
import { type Canvas, type Point } from './canvas';
import { OTHER } from '../../../shared/domain';
import { type Standing } from './country';
import { type Course, type Ground } from './course';
import { type Colour, colour, SKYLIGHT, SUN, SUNLIGHT } from './light';
import { Random } from '../../../shared/random';

const NEAR = 1.2;
const view = new Float64Array(3);

/** A flat polygon in the world; nothing is drawn of one that reaches behind the camera. */
export function flat(
  canvas: Canvas,
  camera: Camera,
  corners: readonly Ground[],
  metres: number,
  paint: Colour,
  label = OTHER,
  alpha = 1,
): void {
  const points: Point[] = [];
  for (const { x, y, z } of corners) {
    camera.toView(x, y, z, view);
    if (view[2]! < NEAR) return;
    points.push({ x: camera.column(view[0]!, view[2]!), y: camera.row(view[1]!, view[2]!) });
  }
  canvas.polygon(points, metres, paint, label, alpha);
}

/** Light of a surface with this normal, in sun and under the sky. */
export function shaded(albedo: Colour, nx: number, ny: number, nz: number, sun = 1): Colour {
  const facing = Math.max(0, nx * SUN[0] + ny * SUN[1] + nz * SUN[2]) * sun;
  const sky = 0.62 + 0.38 * ny;
  return [
    albedo[0] * (SUNLIGHT[0] * facing + SKYLIGHT[0] * sky),
    albedo[1] * (SUNLIGHT[1] * facing + SKYLIGHT[1] * sky),
    albedo[2] * (SUNLIGHT[2] * facing + SKYLIGHT[2] * sky),
  ];
}

/** Places along the road at a foot: `right`, `up`, `ahead` metres from it. */
export function frameAt(course: Course, s: number, t: number): (right: number, up: number, ahead: number) => Ground {
  const foot = course.at(s, t);
  const heading = course.heading(s);
  const [sin, cos] = [Math.sin(heading), Math.cos(heading)];
  return (right, up, ahead) => ({ x: foot.x + right * cos + ahead * sin, y: foot.y + up, z: foot.z - right * sin + ahead * cos });
}

const distance = (camera: Camera, thing: Ground): number => {
  camera.toView(thing.x, thing.y, thing.z, view);
  return view[2]!;
};

const WHITE = colour('#e8e8e4');
const BLACK = colour('#26272a');
const METAL = colour('#8b9094');

export function drawPost(canvas: Canvas, camera: Camera, course: Course, post: Standing): void {
  const at = frameAt(course, post.s, post.t);
  const metres = distance(camera, at(0, 0, 0));
  const bar = (from: number, to: number, half: number, paint: Colour, slant = 0): void =>
    flat(canvas, camera, [at(-half, from, 0), at(half, from, 0), at(half, to + slant, 0), at(-half, to, 0)], metres, paint);
  bar(-0.1, 1, 0.06, shaded(WHITE, -0.3, 0, -0.6, 0.3), 0.05);
  bar(0.7, 0.9, 0.06, shaded(BLACK, 0, 0, -1), 0.03);
  bar(0.75, 0.86, 0.022, [1.5, 1.45, 1.35]);
}

export function drawLamp(canvas: Canvas, camera: Camera, course: Course, lamp: Standing): void {
  const at = frameAt(course, lamp.s, lamp.t);
  const metres = distance(camera, at(0, 0, 0));
  const paint = shaded(METAL, 0.3, 0, -0.4, 0.6);
  const top = lamp.height;
  flat(canvas, camera, [at(-0.09, -0.1, 0), at(0.09, -0.1, 0), at(0.05, top, 0), at(-0.05, top, 0)], metres, paint);
  flat(canvas, camera, [at(-0.05, top - 0.05, 0), at(1.5, top + 0.32, 0), at(1.5, top + 0.4, 0), at(-0.05, top + 0.08, 0)], metres, paint);
  flat(
    canvas,
    camera,
    [at(1.35, top + 0.28, 0), at(2.05, top + 0.4, 0), at(2.05, top + 0.5, 0), at(1.35, top + 0.45, 0)],
    metres,
    shaded(METAL, 0, 1, 0),
  );
}

export function drawSign(canvas: Canvas, camera: Camera, course: Course, sign: Standing): void {
  const at = frameAt(course, sign.s, sign.t);
  const metres = distance(camera, at(0, 0, 0));
  flat(
    canvas,
    camera,
    [at(-0.03, -0.1, 0), at(0.03, -0.1, 0), at(0.03, 2.5, 0), at(-0.03, 2.5, 0)],
    metres,
    shaded(METAL, -0.5, 0, -0.5, 0.4),
  );
  const disc = (radius: number, corners: number, turn: number, paint: Colour): void => {
    const points = Array.from({ length: corners }, (_, i) => {
      const angle = turn + (2 * Math.PI * i) / corners;
      return at(Math.sin(angle) * radius, 2.3 + Math.cos(angle) * radius, -0.02);
    });
    flat(canvas, camera, points, metres, paint);
  };
  const red = shaded(colour('#c0342e'), -0.2, 0.2, -0.9, 0.5);
  const white = shaded(WHITE, -0.2, 0.2, -0.9, 0.5);
  if (sign.variety === 0) {
    disc(0.34, 24, 0, red);
    disc(0.26, 24, 0, white);
    flat(
      canvas,
      camera,
      [at(-0.13, 2.2, -0.03), at(-0.02, 2.2, -0.03), at(-0.02, 2.4, -0.03), at(-0.13, 2.4, -0.03)],
      metres,
      shaded(BLACK, 0, 0, -1),
    );
    flat(
      canvas,
      camera,
      [at(0.03, 2.2, -0.03), at(0.14, 2.2, -0.03), at(0.14, 2.4, -0.03), at(0.03, 2.4, -0.03)],
      metres,
      shaded(BLACK, 0, 0, -1),
    );
  } else if (sign.variety === 1) {
    disc(0.42, 3, 0, red);
    disc(0.27, 3, 0, white);
  } else {
    disc(0.42, 4, Math.PI / 4, shaded(colour('#2f5f9e'), -0.2, 0.2, -0.9, 0.5));
    disc(0.2, 4, 0, white);
  }
}

const WALLS = ['#bdb29d', '#c5bfb2', '#b39f83', '#bfa78b', '#b1b4b0'].map(colour);
const ROOFS = ['#8a4a36', '#7a4f42', '#5b5552', '#96533a'].map(colour);

/** A gabled house with its long side to the road. */
export function drawHouse(canvas: Canvas, camera: Camera, course: Course, house: Standing): void {
  const random = Random.seeded(house.variety, 4);
  const at = frameAt(course, house.s, house.t);
  const metres = distance(camera, at(0, 0, 0));
  const wall = WALLS[random.integer(0, WALLS.length - 1)]!;
  const roof = ROOFS[random.integer(0, ROOFS.length - 1)]!;
  const [deep, long, eaves] = [random.between(3.6, 4.6), house.width / 2, house.height];
  const ridge = eaves + deep * random.between(0.62, 0.85);
  const heading = course.heading(house.s);
  const toRoad = shaded(wall, Math.cos(heading), 0, -Math.sin(heading));
  const toUs = shaded(wall, -Math.sin(heading), 0, -Math.cos(heading));
  const glass: Colour = [0.09, 0.12, 0.15];
  const frame = shaded(WHITE, Math.cos(heading), 0, -Math.sin(heading), 0.9);
  const quad = (corners: readonly Ground[], paint: Colour): void => flat(canvas, camera, corners, metres, paint);

  // Gable end towards us, then the side along the road, then the roof over it.
  quad([at(-deep, -1, -long), at(deep, -1, -long), at(deep, eaves, -long), at(0, ridge, -long), at(-deep, eaves, -long)], toUs);
  quad([at(deep, -1, -long), at(deep, -1, long), at(deep, eaves, long), at(deep, eaves, -long)], toRoad);
  for (const level of eaves > 4.4 ? [0.9, 3.1] : [1.0]) {
    for (let i = -1; i <= 1; i++) {
      const z = i * long * 0.6;
      quad(
        [at(deep, level - 0.1, z - 0.7), at(deep, level - 0.1, z + 0.7), at(deep, level + 1.35, z + 0.7), at(deep, level + 1.35, z - 0.7)],
        frame,
      );
      quad(
        [at(deep, level, z - 0.58), at(deep, level, z + 0.58), at(deep, level + 1.25, z + 0.58), at(deep, level + 1.25, z - 0.58)],
        glass,
      );
    }
    for (const x of [-deep * 0.45, deep * 0.45]) {
      quad(
        [
          at(x - 0.6, level - 0.1, -long),
          at(x + 0.6, level - 0.1, -long),
          at(x + 0.6, level + 1.35, -long),
          at(x - 0.6, level + 1.35, -long),
        ],
        shaded(WHITE, 0, 0, -1),
      );
      quad(
        [at(x - 0.5, level, -long), at(x + 0.5, level, -long), at(x + 0.5, level + 1.25, -long), at(x - 0.5, level + 1.25, -long)],
        glass,
      );
    }
  }
  const over = 0.5;
  const drop = ((ridge - eaves) / deep) * over;
  const tilt = Math.hypot(ridge - eaves, deep);
  const [nUp, nOut] = [deep / tilt, (ridge - eaves) / tilt];
  const tiles = shaded(roof, nOut * Math.cos(heading), nUp, -nOut * Math.sin(heading));
  quad(
    [
      at(deep + over, eaves - drop, -long - over),
      at(deep + over, eaves - drop, long + over),
      at(0, ridge, long + over),
      at(0, ridge, -long - over),
    ],
    tiles,
  );
  quad(
    [
      at(-0.45, ridge - 0.5, -long * 0.3),
      at(0.35, ridge - 0.5, -long * 0.3),
      at(0.35, ridge + 0.7, -long * 0.3),
      at(-0.45, ridge + 0.7, -long * 0.3),
    ],
    shaded(colour('#86685a'), 0, 0, -1),
  );
}
