// What is done to a training image, drawn at random: the reference's flip and crop, and the changes beyond it. Applied elsewhere (augmented.ts).
import type { Random } from '../../../shared/random';
import type { AugmentConfig, RunConfig } from '../../../shared/training/config';
import type { Region } from './pixels/rotate';
import type { Vertex } from './pixels/shadow';

/** Plain data: it crosses threads. In the order in which it is applied. */
export interface Augmentation {
  readonly flip: boolean;
  /** Degrees, turning counter-clockwise, of the flipped frame about its middle; null leaves it upright. */
  readonly rotation: number | null;
  /** Of the flipped, rotated frame; null takes all of it. */
  readonly crop: Region | null;
  // From here on at the net's size.
  readonly shadows: readonly { readonly vertices: readonly Vertex[]; readonly intensity: number }[];
  /** value x alpha + beta */
  readonly light: { readonly alpha: number; readonly beta: number } | null;
  /** In OpenCV's units: 180 make the circle. */
  readonly hue: number | null;
  /** Side of the box, odd. */
  readonly blur: number | null;
  /** Standard deviation in values of 0..255, and the seed of its own stream. */
  readonly noise: { readonly deviation: number; readonly seed: number } | null;
}
export const NO_AUGMENTATION: Augmentation = {
  ...{ flip: false, rotation: null, crop: null, shadows: [], light: null, hue: null, blur: null, noise: null },
};

export type AugmentationConfig = Pick<RunConfig, 'flipProbability' | 'crop' | 'augment' | 'width' | 'height'>;
type Size = { readonly width: number; readonly height: number };

/** What is off draws nothing: a run without further changes sees the same flips and crops as before there were any. */
export function drawAugmentation(random: Random, config: AugmentationConfig, frame: Size): Augmentation {
  const flip = random.chance(config.flipProbability);
  const crop = drawCrop(random, config.crop, frame);
  return { ...drawChanges(random, config.augment, config), flip, crop };
}

/**
 * After albumentations' RandomSizedCrop (`w2h_ratio` = aspect): the height is drawn from the closed range, the width is height x aspect, cut to a whole number.
 * Both are clamped to the frame, as it does too.
 */
function drawCrop(random: Random, config: RunConfig['crop'], frame: Size): Augmentation['crop'] {
  if (!random.chance(config.probability)) return null;
  const { minHeight, maxHeight, aspect } = config;
  const drawn = random.integer(Math.min(minHeight, maxHeight), maxHeight);
  const height = Math.min(drawn, frame.height);
  const width = Math.max(1, Math.min(Math.trunc(height * aspect), frame.width));
  const y = random.integer(0, frame.height - height);
  const x = random.integer(0, frame.width - width);
  return { x, y, width, height };
}

/** Ranges as albumentations' transforms of these names draw from: Rotate, RandomShadow, RandomBrightnessContrast, HueSaturationValue, Blur, GaussNoise. */
function drawChanges(random: Random, config: AugmentConfig, to: Size): Omit<Augmentation, 'flip' | 'crop'> {
  const { probability, rotation, shadow, brightness, contrast, hue, blur, noise } = config;
  const drawn = <T>(on: number, draw: () => T): T | null => (on > 0 && random.chance(probability) ? draw() : null);
  const eitherWay = (limit: number): number => random.between(-limit, limit);
  const turned = drawn(rotation, () => eitherWay(rotation));
  const shadows = drawn(shadow, () => drawShadows(random, shadow, to)) ?? [];
  const beta = drawn(brightness, () => eitherWay(brightness) * 255);
  const alpha = drawn(contrast, () => 1 + eitherWay(contrast));
  return {
    rotation: turned,
    shadows,
    light: alpha === null && beta === null ? null : { alpha: alpha ?? 1, beta: beta ?? 0 },
    // OpenCV's hue has 180 steps for 360 degrees.
    hue: drawn(hue, () => eitherWay(hue / 2)),
    blur: drawn(blur, () => 3 + 2 * random.integer(0, Math.max(0, Math.floor((blur - 3) / 2)))),
    noise: drawn(noise, () => ({ deviation: random.between(0, noise) * 255, seed: random.integer(0, 2 ** 32 - 1) })),
  };
}

/** RandomShadow's own: one or two shapes of five corners anywhere in the lower half, which is where the road is. */
function drawShadows(random: Random, intensity: number, { width, height }: Size): Augmentation['shadows'] {
  const corner = (): Vertex => [random.integer(0, width - 1), random.integer(height >> 1, height - 1)];
  return Array.from({ length: random.integer(1, 2) }, () => ({ vertices: Array.from({ length: 5 }, corner), intensity }));
}
