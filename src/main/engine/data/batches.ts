// Batches of an epoch: planned ahead from the run's random state, read ahead while a step runs.
import { decodeRle } from '../../../shared/mask/rle';
import { refuse } from '../../../shared/result';
import type { Random } from '../../../shared/random';
import type { RunConfig } from '../../../shared/training/config';
import type { EngineFrame } from '../protocol';
import { augmented, drawAugmentation, NO_AUGMENTATION, type Augmentation } from './augmentation';
import { assemble, type Batch } from './batch';
import { pictures } from './pictures';

export interface Planned {
  readonly frame: EngineFrame;
  readonly augmentation: Augmentation;
}
type Size = { readonly width: number; readonly height: number };

/** Every frame once, in a new order, each with its augmentation drawn; the last batch may be smaller. Everything random of an epoch is drawn here. */
export function planEpoch(
  random: Random,
  frames: readonly EngineFrame[],
  config: Pick<RunConfig, 'batch' | 'flipProbability' | 'crop'>,
): Planned[][] {
  const order = random.shuffle([...frames]);
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

export interface LoadedBatch {
  readonly batch: Batch;
  readonly frames: readonly EngineFrame[];
}

/** The batches of a plan, each being read while the one before is used. Fails as `PictureCache.get` and `decodeRle` do. */
export async function* batches(plan: readonly Planned[][], size: Size): AsyncGenerator<LoadedBatch> {
  let next = plan[0] && ahead(load(plan[0], size));
  for (let i = 0; i < plan.length; i++) {
    const loaded = await next!;
    const after = plan[i + 1];
    next = after && ahead(load(after, size));
    yield loaded;
  }
}

async function load(planned: readonly Planned[], { width, height }: Size): Promise<LoadedBatch> {
  const read = await Promise.all(planned.map(({ frame }) => pictures.get(frame)));
  const samples = planned.map(({ frame, augmentation }, i) => {
    const mask = frame.mask && decodeRle(frame.mask);
    if (mask && (mask.width !== frame.width || mask.height !== frame.height)) {
      refuse(
        'bad-input',
        `The mask of ${frame.name} is ${mask.width} x ${mask.height}, the frame ${frame.width} x ${frame.height}.`,
        'Import its mask again.',
      );
    }
    return augmented(read[i]!, mask, augmentation, { width, height });
  });
  return { batch: assemble(samples, width, height), frames: planned.map(({ frame }) => frame) };
}

/** A failure is met when the batch is asked for, not before: nobody may be waiting yet. */
function ahead<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}

function inBatches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
