// Which frames make the batches of an epoch, and what is done to each.
import type { Random } from '../../../shared/random';
import type { RunConfig } from '../../../shared/training/config';
import type { EngineFrame } from '../protocol';
import { drawAugmentation, NO_AUGMENTATION, type Augmentation, type AugmentationConfig } from './augmentation';

/** Plain data: it crosses threads. */
export interface Planned {
  readonly frame: EngineFrame;
  readonly augmentation: Augmentation;
}

/** The frames as an epoch sees them: one that counts three times is there three times, each time to be augmented anew. */
export const seenInEpoch = (frames: readonly EngineFrame[]): EngineFrame[] =>
  frames.flatMap((frame) => Array.from({ length: frame.times ?? 1 }, () => frame));

/** Every frame as often as it counts, in a new order, each with its augmentation drawn; the last batch may be smaller. Everything random of an epoch is drawn here. */
export function planEpoch(
  random: Random,
  frames: readonly EngineFrame[],
  config: AugmentationConfig & Pick<RunConfig, 'batch'>,
): Planned[][] {
  const order = random.shuffle(seenInEpoch(frames));
  return inBatches(
    order.map((frame) => ({ frame, augmentation: drawAugmentation(random, config, frame) })),
    config.batch,
  );
}

/** In order and as they are: for scoring and prediction. */
export const planPlain = (frames: readonly EngineFrame[], batch: number): Planned[][] =>
  inBatches(
    frames.map((frame) => ({ frame, augmentation: NO_AUGMENTATION })),
    batch,
  );

function inBatches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
