// What a run is made of: every option with its range, and the presets. The form, the command line and the run record use this one schema.
import { z } from 'zod';

const multipleOf16 = z.number().int().min(16).max(4096).multipleOf(16);

export const CropConfig = z.object({
  /** Chance that a training image is cropped, 0..1. */
  probability: z.number().min(0).max(1),
  /** Crop height in pixels of the frame, drawn uniformly from this closed range. */
  minHeight: z.number().int().min(16),
  maxHeight: z.number().int().min(16),
  /** Crop width = height x aspect (albumentations' RandomSizedCrop, `w2h_ratio`). */
  aspect: z.number().positive(),
});
export type CropConfig = z.infer<typeof CropConfig>;

export const RunConfig = z.object({
  preset: z.string(),
  net: z.enum(['unet']),
  /** Filters of the first level; the five levels have base x 1, 2, 4, 8, 16. */
  base: z.number().int().min(1).max(128),
  width: multipleOf16,
  height: multipleOf16,
  /** 'two-filter': 3x3 convolution to 2 filters + ReLU, then 1x1 (the reference, can die). 'direct': 1x1 at once. */
  head: z.enum(['two-filter', 'direct']),
  dropout: z.number().min(0).max(0.95),
  epochs: z.number().int().min(1).max(100_000),
  batch: z.number().int().min(1).max(256),
  learningRate: z.number().positive().max(1),
  /** 'constant', or 'cosine': from the learning rate down to nothing over the run (Loshchilov & Hutter 2017, without restarts). */
  schedule: z.enum(['constant', 'cosine']).default('constant'),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  flipProbability: z.number().min(0).max(1),
  crop: CropConfig,
  /** A checkpoint of every k-th epoch is kept for good (best and last always are); 0 keeps none besides. */
  keepEvery: z.number().int().min(0),
  /** Probability above which a pixel counts as road when held-out frames are scored during the run. */
  threshold: z.number().min(0).max(1),
});
export type RunConfig = z.infer<typeof RunConfig>;

const reference: RunConfig = {
  preset: 'reference',
  net: 'unet',
  base: 64,
  width: 224,
  height: 224,
  head: 'two-filter',
  dropout: 0.5,
  epochs: 100,
  batch: 16,
  learningRate: 1e-4,
  schedule: 'constant',
  seed: 1,
  flipProbability: 0.5,
  // 370/1242 makes tall narrow crops: the classic exercise's slip, kept faithfully here.
  crop: { probability: 0.5, minHeight: 300, maxHeight: 370, aspect: 370 / 1242 },
  keepEvery: 10,
  threshold: 0.5,
};

const road: RunConfig = {
  ...reference,
  preset: 'road',
  head: 'direct',
  crop: { ...reference.crop, aspect: 1242 / 370 },
};

const quick: RunConfig = { ...road, preset: 'quick', base: 8, learningRate: 1e-3, schedule: 'cosine', batch: 8, epochs: 20, keepEvery: 5 };

export const PRESETS = { reference, road, quick } as const;
export type PresetName = keyof typeof PRESETS;

/** One sentence for the form and `--help`. */
export const PRESET_WORDS: Record<PresetName, string> = {
  reference: 'The classic KITTI exercise to the last number, with its two-filter head and its tall crops.',
  road: 'The same with what was meant: wide crops (1242/370) and no two-filter layer.',
  quick: '8 base filters, batch 8, learning rate 1e-3 that falls to nothing along a cosine: minutes on two cores.',
};

/** The learning rate of one step. `done`: share of the whole run's steps that lie behind it, 0..1. */
export function learningRateAt(config: Pick<RunConfig, 'learningRate' | 'schedule'>, done: number): number {
  return config.schedule === 'constant' ? config.learningRate : (config.learningRate * (1 + Math.cos(Math.PI * done))) / 2;
}
