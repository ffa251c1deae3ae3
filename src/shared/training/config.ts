// What a run is made of: every option with its range, and the presets. The form, the command line and the run record use this one schema.
import { z } from 'zod';

const multipleOf16 = z.number().int().min(16).max(4096).multipleOf(16);
const share = z.number().min(0).max(1);

export const CropConfig = z.object({
  /** Chance that a training image is cropped, 0..1. */
  probability: share,
  /** Crop height in pixels of the frame, drawn uniformly from this closed range. */
  minHeight: z.number().int().min(16),
  maxHeight: z.number().int().min(16),
  /** Crop width = height x aspect (albumentations' RandomSizedCrop, `w2h_ratio`). */
  aspect: z.number().positive(),
});
export type CropConfig = z.infer<typeof CropConfig>;

/** Augmentation beyond the reference's, each 0 = off. Applied to an image with the shared chance `probability` each. */
export const AugmentConfig = z.object({
  probability: share,
  /** Largest change of brightness and of contrast, as a share of full scale. */
  brightness: share,
  contrast: share,
  /** Largest turn of the hue, degrees of 360. */
  hue: z.number().min(0).max(180),
  /** Largest box of the blur, pixels of the net's size; odd widths from 3 up to it are drawn. */
  blur: z.number().int().min(0).max(31),
  /** Largest standard deviation of Gaussian noise, as a share of full scale. */
  noise: share,
  /** How dark a random shadow is: 0 none, 1 black. */
  shadow: share,
  /** Largest rotation either way, degrees; image bilinear, mask nearest, what comes in from outside is ignore. */
  rotation: z.number().min(0).max(45),
});
export type AugmentConfig = z.infer<typeof AugmentConfig>;

export const NO_EXTRAS: AugmentConfig = {
  ...{ probability: 0.5, brightness: 0, contrast: 0, hue: 0, blur: 0, noise: 0, shadow: 0, rotation: 0 },
};

/** Names of epochs' learning rates: see `schedule.ts`. */
export const SCHEDULES = ['constant', 'cosine', 'plateau'] as const;

export const RunConfig = z
  .object({
    preset: z.string(),
    net: z.enum(['unet', 'unetpp']),
    /** Filters of the first level; the five levels have base x 1, 2, 4, 8, 16. */
    base: z.number().int().min(1).max(128),
    width: multipleOf16,
    height: multipleOf16,
    /** U-Net's head. 'two-filter': 3x3 convolution to 2 filters + ReLU, then 1x1 (the reference, can die). 'direct': 1x1 at once, as U-Net++ always has it. */
    head: z.enum(['two-filter', 'direct']),
    /** Batch normalisation between every 3x3 convolution and its ReLU. */
    batchNorm: z.boolean().default(false),
    /** U-Net++: a head on each of X(0,1) .. X(0,4), loss = mean over them. */
    deepSupervision: z.boolean().default(false),
    /** U-Net++ with deep supervision: the node X(0,depth) that predictions are read from; what lies deeper is not computed. */
    depth: z.number().int().min(1).max(4).default(4),
    dropout: z.number().min(0).max(0.95),
    /** What the step computes in; master weights and loss are float32 always. */
    precision: z.enum(['auto', 'float32', 'bfloat16']).default('float32'),

    epochs: z.number().int().min(1).max(100_000),
    batch: z.number().int().min(1).max(256),
    loss: z.enum(['bce', 'bce-dice', 'focal']).default('bce'),
    /** What a road pixel counts in the cross-entropy, beside 1 for another. */
    roadWeight: z.number().positive().max(1000).default(1),
    learningRate: z.number().positive().max(1),
    schedule: z.enum(SCHEDULES).default('constant'),
    /** The learning rate climbs from nothing over these many epochs; fractions count. */
    warmUp: z.number().min(0).max(1000).default(0),
    /** 'plateau': epochs without a better held-out mean IoU after which the rate is divided by `plateauFactor`. */
    plateauPatience: z.number().int().min(1).max(10_000).default(5),
    plateauFactor: z.number().min(1.01).max(1000).default(2),
    /** Early stopping: epochs without a better held-out mean IoU after which the run ends; 0 = never. */
    patience: z.number().int().min(0).max(100_000).default(0),
    /** Largest Euclidean norm of all gradients together; 0 = not clipped. */
    clipNorm: z.number().min(0).max(1e6).default(0),
    /** Decay of the exponential moving average of the weights, with which is predicted and scored; 0 = off. */
    averaging: z.number().min(0).max(0.99999).default(0),
    seed: z
      .number()
      .int()
      .min(0)
      .max(2 ** 31 - 1),

    flipProbability: share,
    crop: CropConfig,
    augment: AugmentConfig.default(NO_EXTRAS),
    /** A checkpoint of every k-th epoch is kept for good (best and last always are); 0 keeps none besides. */
    keepEvery: z.number().int().min(0),
    /** Probability above which a pixel counts as road when held-out frames are scored during the run. */
    threshold: share,
    /** Minutes of training, pauses left out, after which the run ends at that step, scored and kept; 0 = none. */
    timeBudget: z.number().min(0).max(100_000).default(0),
    /** Also write a TensorBoard log (events.out.tfevents...) into the run's folder, an event an epoch. */
    tensorboard: z.boolean().default(false),
  })
  .superRefine((config, context) => {
    const refuse = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    if (config.deepSupervision && config.net !== 'unetpp') refuse('deepSupervision', 'Deep supervision is for U-Net++ only.');
    if (config.depth < 4 && !(config.net === 'unetpp' && config.deepSupervision)) {
      refuse('depth', 'Only a U-Net++ with deep supervision can be read before depth 4.');
    }
    if (config.crop.minHeight > config.crop.maxHeight) {
      context.addIssue({ code: 'custom', path: ['crop', 'maxHeight'], message: `At least the smallest height, ${config.crop.minHeight}.` });
    }
  });
export type RunConfig = z.infer<typeof RunConfig>;

const reference: RunConfig = {
  preset: 'reference',
  net: 'unet',
  base: 64,
  width: 224,
  height: 224,
  head: 'two-filter',
  batchNorm: false,
  deepSupervision: false,
  depth: 4,
  dropout: 0.5,
  precision: 'float32',
  epochs: 100,
  batch: 16,
  loss: 'bce',
  roadWeight: 1,
  learningRate: 1e-4,
  schedule: 'constant',
  warmUp: 0,
  plateauPatience: 5,
  plateauFactor: 2,
  patience: 0,
  clipNorm: 0,
  averaging: 0,
  seed: 1,
  flipProbability: 0.5,
  // 370/1242 makes tall narrow crops: the classic exercise's slip, kept faithfully here.
  crop: { probability: 0.5, minHeight: 300, maxHeight: 370, aspect: 370 / 1242 },
  augment: NO_EXTRAS,
  keepEvery: 10,
  threshold: 0.5,
  timeBudget: 0,
  tensorboard: false,
};

const road: RunConfig = {
  ...reference,
  preset: 'road',
  head: 'direct',
  crop: { ...reference.crop, minHeight: 240, aspect: 1242 / 370 },
  augment: { ...NO_EXTRAS, brightness: 0.2, contrast: 0.2, shadow: 0.4 },
  loss: 'bce-dice',
  // What learns from 170 frames in a third of the reference's epochs (docs/performance.md): many small steps, normalised, calmed at the end.
  base: 16,
  batchNorm: true,
  precision: 'auto',
  batch: 4,
  epochs: 40,
  learningRate: 1e-3,
  schedule: 'cosine',
  warmUp: 1,
  averaging: 0.99,
};

const quick: RunConfig = { ...road, preset: 'quick', base: 8, epochs: 20, keepEvery: 5 };

export const PRESETS = { reference, road, quick } as const;
export type PresetName = keyof typeof PRESETS;

/** One sentence for the form and `--help`. */
export const PRESET_WORDS: Record<PresetName, string> = {
  reference: 'The classic KITTI exercise to the last number, with its two-filter head and its tall crops.',
  road: 'What was meant, and learns well: wide crops (1242/370), no two-filter layer, 16 base filters, batch normalisation, the overlap in its loss, a cosine and averaged weights.',
  quick: 'As road, with 8 base filters and 20 epochs: minutes on two cores.',
};
