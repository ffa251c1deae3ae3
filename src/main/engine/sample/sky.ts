// The sky with its clouds, and the wooded hills at the end of the view.
import { type Camera, HEIGHT, WIDTH } from './camera';
import { type Canvas } from './canvas';
import { blend, type Colour, colour, HAZE, mixed, newPaint, type Paint, scaled, set, SUN_AZIMUTH } from './light';
import { fbm, mix, noise, smoothstep } from './noise';

const ZENITH = scaled(colour('#7cb0e4'), 1.35);
const LOW = scaled(colour('#dbe7ef'), 1.6);
const WARM = scaled(colour('#fff3de'), 1.9);
const CLOUD = scaled(colour('#ffffff'), 2.6);
const CLOUD_SHADE = scaled(colour('#c9d3df'), 1.5);

/** Ranges of hills, the farthest first: how high they rise (tangent), how rough, and their colour before haze. */
const HILLS: readonly { readonly base: number; readonly rise: number; readonly scale: number; readonly paint: Colour }[] = [
  { base: 0.022, rise: 0.042, scale: 3.1, paint: mixed(colour('#8ea6b4'), HAZE, 0.45) },
  { base: 0.012, rise: 0.04, scale: 5.3, paint: mixed(colour('#6d8a86'), HAZE, 0.3) },
  { base: 0.004, rise: 0.034, scale: 11, paint: mixed(scaled(colour('#5c7857'), 0.9), HAZE, 0.22) },
];

/** Paints every pixel that shows no ground. `drift` moves the clouds. */
export function paintSky(canvas: Canvas, camera: Camera, drift: number): void {
  const paint = newPaint();
  const wood = newPaint();
  const plain = new Float64Array(HEIGHT * 3);
  for (let x = 0; x < WIDTH; x++) {
    const azimuth = camera.azimuth(x);
    const ridges = HILLS.map(({ base, rise, scale }, i) => {
      const slow = fbm(azimuth * scale + 31 * i, 7.3 * i, 3);
      // Single tree tops on the nearest range.
      const fine = i === 2 ? (fbm(azimuth * 150, 3, 3) - 0.5) * 0.011 : (noise(azimuth * 90, i) - 0.5) * 0.0025;
      return base + rise * slow + fine;
    });
    // One pixel beyond the ground's edge, so that smooth edges there mix with sky and not with black.
    for (let y = 0; y < HEIGHT && (y === 0 || canvas.depth[(y - 1) * WIDTH + x] === Infinity); y++) {
      const rise = camera.rise(x, y);
      // Every other column of the soft part is its neighbour's.
      if (x % 2 === 0) {
        skyColour(azimuth, rise, drift, paint);
        plain[y * 3] = paint[0]!;
        plain[y * 3 + 1] = paint[1]!;
        plain[y * 3 + 2] = paint[2]!;
      } else {
        paint[0] = plain[y * 3]!;
        paint[1] = plain[y * 3 + 1]!;
        paint[2] = plain[y * 3 + 2]!;
      }
      for (let i = 0; i < HILLS.length; i++) {
        const cover = smoothstep(ridges[i]! + 0.0007, ridges[i]! - 0.0007, rise);
        if (cover <= 0) continue;
        const texture = i === 2 ? 0.72 + 0.5 * fbm(azimuth * 260, rise * 420, 2) : 0.92 + 0.14 * fbm(azimuth * 60, rise * 300, 2);
        set(wood, HILLS[i]!.paint, texture);
        blend(paint, wood, cover);
      }
      const at = (y * WIDTH + x) * 3;
      canvas.light[at] = paint[0]!;
      canvas.light[at + 1] = paint[1]!;
      canvas.light[at + 2] = paint[2]!;
    }
  }
}

function skyColour(azimuth: number, rise: number, drift: number, paint: Paint): void {
  const high = smoothstep(-0.02, 0.3, rise);
  const sunward = Math.max(0, Math.cos(azimuth - SUN_AZIMUTH)) ** 2;
  set(paint, LOW);
  blend(paint, WARM, 0.35 + 0.5 * sunward);
  blend(paint, ZENITH, high ** 0.75);
  if (rise <= 0) return;
  // Clouds lie on a plane high above: they crowd together towards the horizon.
  const far = 1 / (rise + 0.09);
  const u = Math.sin(azimuth) * far * 0.62 + drift;
  const v = Math.cos(azimuth) * far * 0.62;
  const body = fbm(u, v * 1.15, 4);
  const cover = smoothstep(0.44, 0.66, body) * smoothstep(0, 0.06, rise);
  if (cover <= 0) return;
  const lightSide = smoothstep(-0.1, 0.12, body - fbm(u + 0.12, v + 0.1, 2));
  set(cloud, CLOUD_SHADE);
  blend(cloud, CLOUD, mix(0.35, 1, lightSide));
  blend(paint, cloud, cover * 0.85);
}

const cloud = newPaint();
