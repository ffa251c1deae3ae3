// An augmentation applied: from a frame as it is to what the net sees, every pixel touched as few times as can be.
import { linearAxis, nearestAxis } from '../../../shared/image/axes';
import { resizeBilinear8, resizeNearest } from '../../../shared/image/resize';
import type { LabelMap } from '../../../shared/mask/labelMap';
import type { Picture } from '../images/picture';
import type { Augmentation } from './augmentation';
import { boxBlur } from './pixels/blur';
import { changeLight, turnHue } from './pixels/colour';
import { addNoise, gaussianNoise } from './pixels/noise';
import { rotatedLabels, rotatedPixels } from './pixels/rotate';
import { castShadow } from './pixels/shadow';

/** At the net's size: pixels RGB [height*width*3], labels [height*width]. */
export interface Sample {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array | null;
}
/** Where a sample is written. */
export interface SampleSpace {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}
type Size = { readonly width: number; readonly height: number };

/**
 * Flip, rotation, crop, resize (image bilinear, mask nearest, as OpenCV computes them), then shadow, brightness and contrast, hue, blur, noise. The result
 * is that of albumentations' transforms one after the other. A label is one of the mask's, or IGNORE where a rotation looks outside.
 * @param into where the sample is written; new memory without
 */
export function augmented(picture: Picture, mask: LabelMap | null, augmentation: Augmentation, to: Size, into?: SampleSpace): Sample {
  const { flip, rotation, crop } = augmentation;
  const { width, height } = picture;
  const region = crop ?? { x: 0, y: 0, width, height };
  const pixels = into?.pixels ?? new Uint8Array(to.width * to.height * 3);
  const labels = mask && (into?.labels ?? new Uint8Array(to.width * to.height));
  if (rotation === null) {
    // Cropping the mirrored place and mirroring that is the same as mirroring all of it first.
    const cut = { ...region, x: flip ? width - region.x - region.width : region.x, mirrored: flip };
    resizeBilinear8(picture.rgb, width, height, 3, to.width, to.height, { cut, into: pixels });
    if (mask && labels) resizeNearest(mask.data, width, height, to.width, to.height, 1, { cut, into: labels });
  } else {
    const source = { width, height, mirrored: flip };
    // Only what the resize then looks at is rotated.
    const columns = seen(region.width, to.width);
    const rows = seen(region.height, to.height);
    const turned = rotatedPixels(picture.rgb, source, rotation, region, columns, rows);
    resizeBilinear8(turned, region.width, region.height, 3, to.width, to.height, { into: pixels });
    if (mask && labels) {
      const [xs, ys] = [nearestAxis(region.width, to.width), nearestAxis(region.height, to.height)];
      rotatedLabels(mask.data, source, rotation, region, xs, ys, labels);
    }
  }
  change(pixels, augmentation, to);
  return { pixels, labels };
}

/** The positions of `from` that a bilinear resize to `to` takes pixels from, ascending. */
function seen(from: number, to: number): Int32Array {
  const { first, second } = linearAxis(from, to);
  return Int32Array.from(new Set([...first, ...second])).sort();
}

/** The changes at the net's size, in place. */
function change(pixels: Uint8Array, { shadows, light, hue, blur, noise }: Augmentation, { width, height }: Size): void {
  for (const { vertices, intensity } of shadows) castShadow(pixels, width, height, vertices, intensity);
  if (light) changeLight(pixels, light.alpha, light.beta);
  if (hue !== null) turnHue(pixels, hue);
  if (blur !== null) boxBlur(pixels, width, height, blur);
  if (noise) addNoise(pixels, gaussianNoise(noise.seed, noise.deviation, pixels.length));
}
