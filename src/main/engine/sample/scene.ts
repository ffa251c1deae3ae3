// One frame of the sample drive and its exact labels. The same index and seed always give the same frame.
import { IGNORE, OTHER, ROAD } from '../../../shared/domain';
import { type LabelMap } from '../../../shared/mask/labelMap';
import { Camera, FOCAL, HEIGHT, WIDTH } from './camera';
import { Canvas } from './canvas';
import { drawCar } from './car';
import { casterOf, type Standing, standing } from './country';
import { Course } from './course';
import { developPicture } from './develop';
import { type Foliage, growFoliage } from './foliage';
import { drawHouse, drawLamp, drawPost, drawSign } from './furniture';
import { HAZE, haze, newPaint, SKYLIGHT, SUNLIGHT } from './light';
import { smoothstep } from './noise';
import { AWAY, Shadows } from './shadows';
import { paintSky } from './sky';
import { drawSprite } from './sprite';
import { isRoad, surface } from './surface';
import { seeGround, type Seen } from './terrain';
import { type Car, CAR_LENGTH, CAR_WIDTH, traffic } from './traffic';

export interface Scene {
  /** [375*1242*3], 8-bit sRGB. */
  readonly rgb: Uint8Array;
  /** ROAD where asphalt is seen, 26 on cars, IGNORE where the road is too far away to tell, OTHER elsewhere. */
  readonly mask: LabelMap;
}

/** Beyond this many metres nobody could say which pixel is road. */
const TOO_FAR = 150;
const SHADOWS_END = 190;

interface World {
  readonly course: Course;
  readonly foliage: Foliage;
}
let last: { readonly seed: number; readonly world: World } | null = null;

function worldOf(seed: number): World {
  if (last?.seed !== seed) last = { seed, world: { course: new Course(seed), foliage: growFoliage(seed) } };
  return last.world;
}

export function renderScene(index: number, seed: number): Scene {
  const { course, foliage } = worldOf(seed);
  const camera = new Camera(course, index);
  const canvas = new Canvas();
  const things = standing(seed, camera.s);
  const cars = traffic(seed, index, camera.s);
  const shadows = new Shadows(
    things.filter((thing) => thing.s - camera.s < SHADOWS_END && Math.abs(thing.t) < 32).flatMap((thing) => casterOf(course, thing) ?? []),
  );
  const seen = seeGround(course, camera, canvas);
  paintSky(canvas, camera, index * 0.004);
  paintGround(course, camera, canvas, seen, shadows, cars);
  const ridges = canvas.ridges();
  drawThings(canvas, camera, course, foliage, things, cars, shadows);
  canvas.soften(ridges);
  return { rgb: developPicture(canvas, index, seed), mask: { width: WIDTH, height: HEIGHT, data: canvas.labels } };
}

function paintGround(course: Course, camera: Camera, canvas: Canvas, seen: Seen, shadows: Shadows, cars: readonly Car[]): void {
  const { light, depth, labels } = canvas;
  const albedo = newPaint();
  const ground = new Float64Array(3);
  const [sunR, sunG, sunB] = SUNLIGHT;
  const [skyR, skyG, skyB] = SKYLIGHT;
  const [hazeR, hazeG, hazeB] = HAZE;
  for (let pixel = 0; pixel < depth.length; pixel++) {
    const z = depth[pixel]!;
    if (z === Infinity) continue;
    const s = seen.s[pixel]!;
    const t = seen.t[pixel]!;
    const across = z / FOCAL;
    const along = Math.max(across, (z * z) / (FOCAL * 1.65));
    surface(s, t, across, along, albedo);
    camera.toWorld(pixel % WIDTH, Math.floor(pixel / WIDTH), z, ground);
    let sun = z < SHADOWS_END ? shadows.sunAt(ground[0]!, ground[1]!, ground[2]!, Math.min(1.5, along)) : 0.8;
    let sky = 1;
    for (const car of cars) {
      if (Math.abs(s - car.s) > 6 || Math.abs(t - car.t) > 4) continue;
      const shade = carShade(course, car, s - car.s, t - car.t);
      sun = Math.min(sun, shade.sun);
      sky = Math.min(sky, shade.sky);
    }
    const facing = seen.facing[pixel]! * sun;
    const fade = haze(z);
    const keep = 1 - fade;
    const at = pixel * 3;
    light[at] = albedo[0]! * (sunR * facing + skyR * sky) * keep + hazeR * fade;
    light[at + 1] = albedo[1]! * (sunG * facing + skyG * sky) * keep + hazeG * fade;
    light[at + 2] = albedo[2]! * (sunB * facing + skyB * sky) * keep + hazeB * fade;
    labels[pixel] = isRoad(s, t) ? (z > TOO_FAR ? IGNORE : ROAD) : OTHER;
  }
}

/** How much of sun and sky reaches the ground beside and under a car; `ahead` and `right` from its middle. */
function carShade(course: Course, car: Car, ahead: number, right: number): { sun: number; sky: number } {
  const outside = (a: number, r: number): number => Math.max(Math.abs(a) - CAR_LENGTH + 0.12, Math.abs(r) - CAR_WIDTH + 0.06);
  const heading = course.heading(car.s);
  const awayRight = AWAY.x * Math.cos(heading) - AWAY.z * Math.sin(heading);
  const awayAhead = AWAY.x * Math.sin(heading) + AWAY.z * Math.cos(heading);
  let nearest = Infinity;
  for (let k = 0; k <= 1.65; k += 0.15) nearest = Math.min(nearest, outside(ahead - awayAhead * k, right - awayRight * k));
  return { sun: smoothstep(-0.03, 0.06, nearest), sky: 0.2 + 0.8 * smoothstep(-0.25, 0.55, outside(ahead, right)) };
}

function drawThings(
  canvas: Canvas,
  camera: Camera,
  course: Course,
  foliage: Foliage,
  things: readonly Standing[],
  cars: readonly Car[],
  shadows: Shadows,
): void {
  const pick = <T>(from: readonly T[], variety: number): T => from[variety % from.length]!;
  const jobs: { readonly metres: number; readonly draw: () => void }[] = [];
  const view = new Float64Array(3);
  const add = (s: number, t: number, draw: () => void): void => {
    const { x, y, z } = course.at(s, t);
    camera.toView(x, y, z, view);
    const metres = view[2]!;
    // Well outside the picture on either side: a tree is at most 7 m to each side of its foot.
    if (metres > 2 && Math.abs(view[0]!) - 14 < metres * 0.9) jobs.push({ metres, draw });
  };
  for (const thing of things) {
    const { s, t, width, height, brightness, variety } = thing;
    const sprites = { tree: foliage.trees, bush: foliage.bushes, tuft: foliage.tufts }[thing.kind as string];
    if (sprites) {
      add(s, t, () => {
        const sprite = pick(sprites, variety);
        const foot = course.at(s, t);
        const light = thing.kind === 'tree' ? 1 : 0.35 + 0.65 * shadows.sunAt(foot.x, foot.y, foot.z, 0.4);
        // Trees keep their species' build; a bush grows as wide as there is room.
        const { width: w, height: h } = sprite.levels[0]!;
        const across = thing.kind === 'tree' ? ((width / 0.82) * w) / h : width;
        const sunk = foot.y - (thing.kind === 'bush' ? 0.07 : 0.03) * height;
        drawSprite(canvas, camera, { sprite, ...foot, y: sunk, width: across, height, brightness: brightness * light });
      });
    } else if (thing.kind === 'post') add(s, t, () => drawPost(canvas, camera, course, thing));
    else if (thing.kind === 'lamp') add(s, t, () => drawLamp(canvas, camera, course, thing));
    else if (thing.kind === 'sign') add(s, t, () => drawSign(canvas, camera, course, thing));
    else add(s, t, () => drawHouse(canvas, camera, course, thing));
  }
  for (const car of cars) add(car.s, car.t, () => drawCar(canvas, camera, course, car, shadows));
  jobs.sort((a, b) => b.metres - a.metres);
  for (const { draw } of jobs) draw();
}
