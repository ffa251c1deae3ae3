// The reference augmentation, in its order: horizontal flip, random sized crop, resize to the net's size. Drawn apart from being applied.
import { crop, flipHorizontal, resizeBilinear8, resizeNearest } from '../../../shared/image/resize';
import type { LabelMap } from '../../../shared/mask/labelMap';
import type { Random } from '../../../shared/random';
import type { RunConfig } from '../../../shared/training/config';
import type { Picture } from '../images/picture';

export interface Augmentation {
  readonly flip: boolean;
  /** Of the flipped frame; null takes all of it. */
  readonly crop: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null;
}
export const NO_AUGMENTATION: Augmentation = { flip: false, crop: null };

/**
 * After albumentations' RandomSizedCrop (`w2h_ratio` = aspect): the height is drawn from the closed range, the width is height x aspect, cut to a whole number.
 * Both are clamped to the frame, as the Keras peer does where albumentations refuses.
 */
export function drawAugmentation(
  random: Random,
  config: Pick<RunConfig, 'flipProbability' | 'crop'>,
  frame: { readonly width: number; readonly height: number },
): Augmentation {
  const flip = random.chance(config.flipProbability);
  if (!random.chance(config.crop.probability)) return { flip, crop: null };
  const { minHeight, maxHeight, aspect } = config.crop;
  const drawn = random.integer(Math.min(minHeight, maxHeight), maxHeight);
  const height = Math.min(drawn, frame.height);
  const width = Math.max(1, Math.min(Math.trunc(height * aspect), frame.width));
  const y = random.integer(0, frame.height - height);
  const x = random.integer(0, frame.width - width);
  return { flip, crop: { x, y, width, height } };
}

/** At the net's size: pixels [height*width*3], bilinear as OpenCV computes it for 8 bit; labels [height*width], nearest. */
export interface Sample {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array | null;
}

export function augmented(
  picture: Picture,
  mask: LabelMap | null,
  { flip, crop: part }: Augmentation,
  to: { readonly width: number; readonly height: number },
): Sample {
  const { width, height } = picture;
  const region = part ?? { x: 0, y: 0, width, height };
  // Cropping the mirrored place and mirroring that is the same as mirroring all of it first, and cheaper.
  const x = flip ? width - region.x - region.width : region.x;
  const cut = (source: Uint8Array, channels: number): Uint8Array => {
    const taken = part ? crop(source, width, height, channels, x, region.y, region.width, region.height) : source;
    return flip ? flipHorizontal(taken, region.width, region.height, channels) : taken;
  };
  return {
    pixels: resizeBilinear8(cut(picture.rgb, 3), region.width, region.height, 3, to.width, to.height),
    labels: mask && resizeNearest(cut(mask.data, 1), region.width, region.height, to.width, to.height),
  };
}
