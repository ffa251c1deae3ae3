// Drawing one car: body quads far to near, then glass, lights, plate and wheels on the sides that we see.
import { type Camera } from './camera';
import { CAR, type Canvas } from './canvas';
import { type CarPoint, ring, SHAPES } from './carShape';
import { type Course, type Ground } from './course';
import { flat, frameAt, shaded } from './furniture';
import { type Colour, colour } from './light';
import { smoothstep } from './noise';
import { type Shadows } from './shadows';
import { type Car, CAR_WIDTH } from './traffic';

const PAINTS = ['#b9bcc0', '#23324d', '#c3c4c2', '#3a3d42', '#6e2226', '#5c6b73', '#17181b', '#8f9a8a', '#2e4a6b'].map(colour);
const RUBBER: Colour = [0.018, 0.018, 0.02];

interface Face {
  readonly corners: readonly Ground[];
  readonly paint: Colour;
  readonly far: number;
}

export function drawCar(canvas: Canvas, camera: Camera, course: Course, car: Car, shadows: Shadows): void {
  const place = frameAt(course, car.s, car.t);
  const turn = car.oncoming ? -1 : 1;
  const at = (p: CarPoint): Ground => place(p.x * turn, p.y, p.z * turn);
  const [eye, origin] = [camera.eye, at({ x: 0, y: 0, z: 0 })];
  // Of its near end: the ground beside a car is nearer than its middle.
  const metres = Math.max(1, Math.hypot(origin.x - eye.x, origin.z - eye.z) - 2.3);
  const shape = SHAPES[car.shape % SHAPES.length]!;
  const body = PAINTS[car.paint % PAINTS.length]!;
  const sun = shadows.sunAt(origin.x, origin.y + 1, origin.z, 1.5);
  const finish = (albedo: Colour, corners: readonly Ground[], gloss: number): Colour | null => painted(albedo, corners, eye, sun, gloss);

  // What is under the car, and the wheels seen from behind.
  const shade: Colour = [0.012, 0.013, 0.016];
  const nearEnd = car.oncoming ? 1.9 : -1.9;
  const box = (x0: number, x1: number, y0: number, y1: number, z: number, paint: Colour): void => {
    const corners = [at({ x: x0, y: y0, z }), at({ x: x1, y: y0, z }), at({ x: x1, y: y1, z }), at({ x: x0, y: y1, z })];
    flat(canvas, camera, corners, metres, paint, CAR);
  };
  box(-0.8, 0.8, 0.12, 0.4, nearEnd * 0.7, shade);
  for (const side of [-1, 1]) box(side * 0.62, side * 0.84, 0.0, 0.4, nearEnd * 0.72, RUBBER);

  const rings = shape.stations.map((station) => ring(station, CAR_WIDTH));
  const faces: Face[] = [];
  const add = (points: readonly CarPoint[], albedo: Colour, gloss = 1): void => {
    const corners = points.map(at);
    const paint = finish(albedo, corners, gloss);
    if (paint === null) return;
    const far = corners.reduce((sum, c) => sum + Math.hypot(c.x - eye.x, c.y - eye.y, c.z - eye.z), 0) / corners.length;
    faces.push({ corners, paint, far });
  };
  add(rings[0]!, body);
  add([...rings.at(-1)!].reverse(), body);
  rings.slice(1).forEach((front, i) => {
    const rear = rings[i]!;
    for (let j = 0; j + 1 < front.length; j++) {
      const sill = j === 0 || j + 2 === front.length;
      add([rear[j]!, front[j]!, front[j + 1]!, rear[j + 1]!], sill ? [body[0] * 0.55, body[1] * 0.55, body[2] * 0.55] : body);
    }
  });
  faces.sort((a, b) => b.far - a.far);
  // A little larger than life, so that no seam shows between neighbours.
  for (const { corners, paint } of faces) flat(canvas, camera, swollen(corners, 1.012), metres, paint, CAR);

  const decal = (points: readonly CarPoint[], albedo: Colour, gloss = 0.4, own: Colour | null = null): void => {
    const corners = points.map(at);
    const paint = finish(albedo, corners, gloss);
    if (paint) flat(canvas, camera, corners, metres, own ?? paint, CAR);
  };
  drawGlass(rings, shape.rearScreen, shape.windscreen, (points) => decal(points, [0.012, 0.016, 0.02], 1.6));
  drawEnds(decal, shape.stations[0]![1], sun);
  drawWheels(decal);
}

/** Sun, sky and what the lacquer mirrors; null for a face that looks away. Corners run clockwise seen from outside. */
function painted(albedo: Colour, corners: readonly Ground[], eye: Ground, sun: number, gloss: number): Colour | null {
  const [a, b, c] = [corners[0]!, corners[1]!, corners[2]!];
  const d = corners.at(-1)!;
  const [ux, uy, uz] = [c.x - a.x, c.y - a.y, c.z - a.z];
  const [vx, vy, vz] = [d.x - b.x, d.y - b.y, d.z - b.z];
  let [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
  const size = Math.hypot(nx, ny, nz);
  if (size < 1e-9) return null;
  [nx, ny, nz] = [nx / size, ny / size, nz / size];
  const [ex, ey, ez] = [eye.x - a.x, eye.y - a.y, eye.z - a.z];
  const away = Math.hypot(ex, ey, ez);
  const facing = (nx * ex + ny * ey + nz * ez) / away;
  if (facing <= 0) return null;
  const base = shaded(albedo, nx, ny, nz, sun);
  const mirroredUp = 2 * facing * ny - ey / away;
  const strength = (0.05 + 0.75 * (1 - facing) ** 4) * gloss;
  const bright = 0.12 + 0.95 * smoothstep(-0.25, 0.55, mirroredUp);
  return [base[0] + strength * bright * 0.85, base[1] + strength * bright * 0.95, base[2] + strength * bright * 1.1];
}

function swollen(corners: readonly Ground[], by: number): Ground[] {
  const n = corners.length;
  const middle = corners.reduce((m, c) => ({ x: m.x + c.x / n, y: m.y + c.y / n, z: m.z + c.z / n }), { x: 0, y: 0, z: 0 });
  return corners.map((c) => ({
    x: middle.x + (c.x - middle.x) * by,
    y: middle.y + (c.y - middle.y) * by,
    z: middle.z + (c.z - middle.z) * by,
  }));
}

type Pair = readonly [number, number];

function drawGlass(rings: readonly CarPoint[][], [r0, r1]: Pair, [w0, w1]: Pair, pane: (points: readonly CarPoint[]) => void): void {
  const mixed = (p: CarPoint, q: CarPoint, t: number): CarPoint => ({
    x: p.x + (q.x - p.x) * t,
    y: p.y + (q.y - p.y) * t,
    z: p.z + (q.z - p.z) * t,
  });
  const raised = (p: CarPoint, y: number, z: number): CarPoint => ({ x: p.x, y: p.y + y, z: p.z + z });
  const [rear, cabinRear, cabinFront, front] = [rings[r0]!, rings[r1]!, rings[w0]!, rings[w1]!];
  const low = (a: readonly CarPoint[], b: readonly CarPoint[], i: number): CarPoint => mixed(a[i]!, b[i]!, 0.12);
  const high = (a: readonly CarPoint[], b: readonly CarPoint[], i: number): CarPoint => mixed(a[i]!, b[i]!, 0.86);
  pane(
    [low(rear, cabinRear, 9), low(rear, cabinRear, 3), high(rear, cabinRear, 4), high(rear, cabinRear, 8)].map((p) =>
      raised(p, 0.012, -0.012),
    ),
  );
  pane(
    [low(front, cabinFront, 3), low(front, cabinFront, 9), high(front, cabinFront, 8), high(front, cabinFront, 4)].map((p) =>
      raised(p, 0.012, 0.012),
    ),
  );
  for (const [belt, roof, side] of [
    [3, 4, -1],
    [9, 8, 1],
  ] as const) {
    const cant = (a: CarPoint, b: CarPoint): CarPoint => ({ ...mixed(a, b, 0.88), x: mixed(a, b, 0.88).x + side * 0.012 });
    const rearLow = mixed(rear[belt]!, cabinRear[belt]!, 0.55);
    const frontLow = mixed(front[belt]!, cabinFront[belt]!, 0.3);
    const outline = [
      { ...rearLow, x: rearLow.x + side * 0.012, y: rearLow.y + 0.04 },
      { ...frontLow, x: frontLow.x + side * 0.012, y: frontLow.y + 0.04 },
      raised(cant(cabinFront[belt]!, cabinFront[roof]!), 0, 0.02),
      raised(cant(cabinRear[belt]!, cabinRear[roof]!), 0, 0.06),
    ];
    pane(side < 0 ? outline : outline.reverse());
  }
}

type Decal = (points: readonly CarPoint[], albedo: Colour, gloss?: number, own?: Colour | null) => void;

function drawEnds(decal: Decal, tail: number, sun: number): void {
  const rear = (x0: number, x1: number, y0: number, y1: number): CarPoint[] => [
    { x: x1, y: y0, z: -2.165 },
    { x: x0, y: y0, z: -2.165 },
    { x: x0, y: y1, z: -2.165 },
    { x: x1, y: y1, z: -2.165 },
  ];
  const front = (x0: number, x1: number, y0: number, y1: number): CarPoint[] =>
    rear(-x1, -x0, y0, y1).map((p) => ({ x: -p.x, y: p.y, z: 2.165 }));
  const dark: Colour = [0.02, 0.02, 0.022];
  const glow = 0.35 + 0.4 * sun;
  decal(rear(-0.78, 0.78, 0.25, 0.4), dark);
  decal(rear(-0.27, 0.27, 0.5, 0.61), colour('#d8d8d2'));
  for (const [x0, x1] of [
    [-0.8, -0.56],
    [0.56, 0.8],
  ] as const)
    decal(rear(x0, x1, tail - 0.2, tail - 0.02), colour('#a01414'), 0.6, [0.55 * glow, 0.02, 0.02]);
  decal(front(-0.74, 0.74, 0.25, 0.36), dark);
  decal(front(-0.42, 0.42, 0.42, 0.53), dark);
  decal(front(-0.26, 0.26, 0.38, 0.48), colour('#d8d8d2'));
  for (const [x0, x1] of [
    [-0.75, -0.48],
    [0.48, 0.75],
  ] as const)
    decal(front(x0, x1, 0.46, 0.56), colour('#e8eaec'), 1.2, [1.1, 1.12, 1.15]);
}

function drawWheels(decal: Decal): void {
  for (const side of [-1, 1]) {
    for (const z of [-1.32, 1.32]) {
      const disc = (radius: number, x: number): CarPoint[] => {
        const points = Array.from({ length: 18 }, (_, i) => {
          const angle = (2 * Math.PI * i) / 18;
          return { x: side * x, y: 0.31 + Math.sin(angle) * radius, z: z + side * Math.cos(angle) * radius * -1 };
        });
        return points;
      };
      decal(disc(0.36, CAR_WIDTH + 0.004), [0.012, 0.012, 0.014], 0.2);
      decal(disc(0.31, CAR_WIDTH + 0.012), [0.02, 0.02, 0.022], 0.3);
      decal(disc(0.19, CAR_WIDTH + 0.016), [0.32, 0.33, 0.34], 0.8);
    }
  }
}
