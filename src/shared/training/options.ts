// Every option of a run in words: where it stands in the config, what it takes, and a sentence on what it is for. Form, command line and run record read this one list.
import type { RunConfig } from './config';

export type OptionKind =
  | { readonly kind: 'choice'; readonly choices: readonly { readonly value: string; readonly title: string; readonly tip: string }[] }
  | { readonly kind: 'switch' }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  /** `ratio`: a fraction such as 1242/370 is taken too. */
  | { readonly kind: 'decimal'; readonly min: number; readonly max: number; readonly aboveMin?: boolean; readonly ratio?: boolean };

export const OPTION_GROUPS = ['Net', 'Training', 'Learning rate', 'Images', 'Keeping'] as const;

export interface RunOption {
  /** Where it stands in RunConfig: 'base', 'crop.minHeight'. */
  readonly path: string;
  /** On the command line: '--base <N>'; a switch has no value and a '--no-...' beside it. */
  readonly flag: string;
  readonly group: (typeof OPTION_GROUPS)[number];
  readonly label: string;
  readonly takes: OptionKind;
  readonly unit?: string;
  /** What 0 means, where it is no amount: 'off', 'no limit'. */
  readonly zero?: string;
  /** What it is for; one or two sentences. */
  readonly sentence: string;
  /** False: the option means nothing in such a config, and is not offered. */
  readonly applies?: (config: RunConfig) => boolean;
}

const share = { kind: 'decimal', min: 0, max: 1 } as const;
const side = { kind: 'integer', min: 16, max: 4096 } as const;
const choice = (...choices: (readonly [string, string, string])[]): OptionKind => ({
  kind: 'choice',
  choices: choices.map(([value, title, tip]) => ({ value, title, tip })),
});
const plusPlus = (config: RunConfig): boolean => config.net === 'unetpp';
const warms = (config: RunConfig): boolean => config.schedule !== 'constant' || config.warmUp > 0;
const plateau = (config: RunConfig): boolean => config.schedule === 'plateau';

export const RUN_OPTIONS: readonly RunOption[] = [
  {
    ...{ path: 'net', flag: '--net <NET>', group: 'Net', label: 'Net' },
    takes: choice(
      ['unet', 'U-Net', 'One path down and one up, with a skip at each level (Ronneberger et al. 2015)'],
      ['unetpp', 'U-Net++', 'Nested skips: every level refined again and again (Zhou et al. 2018); about twice the work a step'],
    ),
    sentence: 'The network: U-Net, or U-Net++ with all its skip nodes, which takes about twice as long a step.',
  },
  {
    ...{ path: 'base', flag: '--base <N>', group: 'Net', label: 'Base filters', takes: { kind: 'integer', min: 1, max: 128 } },
    sentence:
      'Filters of the first level; each deeper level has twice as many. More see more and take longer: twice the filters, about three times the time.',
  },
  {
    ...{ path: 'width', flag: '--width <PX>', group: 'Net', label: 'Input width', takes: side, unit: 'px' },
    sentence: 'Width at which the net sees a frame, a multiple of 16. Road frames are wide: 640x192 does not squash them as 224x224 does.',
  },
  {
    ...{ path: 'height', flag: '--height <PX>', group: 'Net', label: 'Input height', takes: side, unit: 'px' },
    sentence: 'Height at which the net sees a frame, a multiple of 16.',
  },
  {
    ...{ path: 'head', flag: '--head <KIND>', group: 'Net', label: 'Head', applies: (config) => config.net === 'unet' },
    takes: choice(
      ['direct', 'direct', 'A 1x1 convolution at once'],
      ['two-filter', 'two-filter', 'As the reference has it; it can die into a constant output'],
    ),
    sentence: "How U-Net's last level becomes logits. 'two-filter' is the reference's extra layer, which can die into a constant output.",
  },
  {
    ...{ path: 'batchNorm', flag: '--batch-norm', group: 'Net', label: 'Batch normalisation', takes: { kind: 'switch' } },
    sentence: 'Normalises every layer over the batch: learns faster and bears higher learning rates; wants batches of 4 or more.',
  },
  {
    ...{
      path: 'deepSupervision',
      flag: '--deep-supervision',
      group: 'Net',
      label: 'Deep supervision',
      takes: { kind: 'switch' },
      applies: plusPlus,
    },
    sentence: 'U-Net++ only: every top node has a head and a loss of its own, so that the net can be cut short when predicting.',
  },
  {
    ...{ path: 'depth', flag: '--depth <N>', group: 'Net', label: 'Depth at inference', takes: { kind: 'integer', min: 1, max: 4 } },
    applies: (config) => config.net === 'unetpp' && config.deepSupervision,
    sentence:
      'U-Net++ with deep supervision: predictions come from this node of the top row; a smaller depth is faster and a little worse.',
  },
  {
    ...{ path: 'dropout', flag: '--dropout <P>', group: 'Net', label: 'Dropout', takes: { kind: 'decimal', min: 0, max: 0.95 } },
    zero: 'off',
    sentence: 'Chance that a value of the deepest levels is left out in a step, against learning frames by heart; 0 leaves none out.',
  },
  {
    ...{ path: 'precision', flag: '--precision <P>', group: 'Net', label: 'Precision' },
    takes: choice(
      ['auto', 'auto', 'bfloat16 where the hardware has it and a short self-test agrees, else float32'],
      ['float32', 'float32', 'Single precision throughout'],
      ['bfloat16', 'bfloat16', 'Half the memory and, with AMX or a GPU, a multiple of the speed; very slow on other hardware'],
    ),
    sentence:
      'What a step computes in: bfloat16 is a multiple faster with AMX, AVX512-BF16 or a GPU; auto takes it only there. Weights and loss are float32 always.',
  },
  {
    ...{ path: 'epochs', flag: '--epochs <N>', group: 'Training', label: 'Epochs', takes: { kind: 'integer', min: 1, max: 100_000 } },
    sentence: 'How many times all train frames are seen.',
  },
  {
    ...{
      path: 'batch',
      flag: '--batch <N>',
      group: 'Training',
      label: 'Batch',
      takes: { kind: 'integer', min: 1, max: 256 },
      unit: 'images a step',
    },
    sentence: 'Images that a step learns from; larger is steadier and takes more memory.',
  },
  {
    ...{ path: 'loss', flag: '--loss <KIND>', group: 'Training', label: 'Loss' },
    takes: choice(
      ['bce', 'BCE', 'Binary cross-entropy: every pixel counts alike'],
      ['bce-dice', 'BCE + Dice', 'Adds one minus the soft Dice coefficient: the overlap itself counts too (Milletari et al. 2016)'],
      ['focal', 'focal', 'Cross-entropy that counts certain pixels less (Lin et al. 2017, gamma 2)'],
    ),
    sentence:
      'What a step makes smaller: cross-entropy, cross-entropy with the overlap (Dice), or cross-entropy that dwells on the uncertain pixels (focal).',
  },
  {
    ...{
      path: 'roadWeight',
      flag: '--road-weight <X>',
      group: 'Training',
      label: 'Road weight',
      takes: { kind: 'decimal', min: 0, max: 1000, aboveMin: true },
    },
    sentence:
      'What a road pixel counts in the cross-entropy beside 1 for another: above 1 misses less road, below 1 paints less beside it.',
  },
  {
    ...{
      path: 'clipNorm',
      flag: '--clip-norm <X>',
      group: 'Training',
      label: 'Gradient clipping',
      takes: { kind: 'decimal', min: 0, max: 1e6 },
    },
    zero: 'off',
    sentence: 'Largest length of the whole gradient: a longer one is shortened to it, so that one odd batch throws nothing over; 0 is off.',
  },
  {
    ...{
      path: 'averaging',
      flag: '--averaging <DECAY>',
      group: 'Training',
      label: 'Weight averaging',
      takes: { kind: 'decimal', min: 0, max: 0.99999 },
    },
    zero: 'off',
    sentence:
      'Decay of a moving average of the weights, which predicts in their place: 0.98 looks back over about 50 steps and smooths the last swings; 0 is off.',
  },
  {
    ...{
      path: 'patience',
      flag: '--patience <N>',
      group: 'Training',
      label: 'Early stopping',
      takes: { kind: 'integer', min: 0, max: 100_000 },
      unit: 'epochs',
    },
    zero: 'off',
    sentence: 'Epochs without a better held-out mean IoU after which the run ends by itself; 0 lets it go on to the end.',
  },
  {
    ...{
      path: 'timeBudget',
      flag: '--time-budget <MIN>',
      group: 'Training',
      label: 'Time budget',
      takes: { kind: 'decimal', min: 0, max: 100_000 },
      unit: 'minutes',
    },
    zero: 'no limit',
    sentence: 'Minutes of training after which the run ends as it then is, scored and kept; a cosine comes down by then. 0 sets no limit.',
  },
  {
    ...{ path: 'seed', flag: '--seed <S>', group: 'Training', label: 'Seed', takes: { kind: 'integer', min: 0, max: 2 ** 31 - 1 } },
    sentence: 'Of weights, order, crops and dropout: the same seed gives the same run.',
  },
  {
    ...{
      path: 'learningRate',
      flag: '--lr <X>',
      group: 'Learning rate',
      label: 'Learning rate',
      takes: { kind: 'decimal', min: 0, max: 1, aboveMin: true },
    },
    unit: 'Adam',
    sentence: 'How far Adam moves the weights in a step: too high swings, too low takes forever. 1e-3 with a cosine is a good start.',
  },
  {
    ...{ path: 'schedule', flag: '--schedule <KIND>', group: 'Learning rate', label: 'Schedule' },
    takes: choice(
      ['constant', 'constant', 'The learning rate stays as it is'],
      ['cosine', 'cosine', 'Falls to nothing over the run, along a cosine'],
      ['plateau', 'plateau', 'Is divided whenever the held-out score has not grown for a while'],
    ),
    sentence:
      'The learning rate over the run: constant, falling to nothing along a cosine, or lowered whenever the held-out score stands still.',
  },
  {
    ...{
      path: 'warmUp',
      flag: '--warm-up <EPOCHS>',
      group: 'Learning rate',
      label: 'Warm-up',
      takes: { kind: 'decimal', min: 0, max: 1000 },
      unit: 'epochs',
    },
    applies: warms,
    zero: 'off',
    sentence: 'Epochs over which the learning rate climbs to its full height: spares a fresh net the first wild steps.',
  },
  {
    ...{ path: 'plateauPatience', flag: '--plateau-patience <N>', group: 'Learning rate', label: 'Plateau after', unit: 'epochs' },
    ...{ takes: { kind: 'integer', min: 1, max: 10_000 }, applies: plateau },
    sentence: 'With the plateau schedule: epochs without a better held-out mean IoU after which the learning rate is divided.',
  },
  {
    ...{ path: 'plateauFactor', flag: '--plateau-factor <X>', group: 'Learning rate', label: 'Plateau divides by' },
    ...{ takes: { kind: 'decimal', min: 1.01, max: 1000 }, applies: plateau },
    sentence: 'With the plateau schedule: what the learning rate is divided by.',
  },
  {
    ...{ path: 'flipProbability', flag: '--flip <P>', group: 'Images', label: 'Flip', takes: share, unit: 'chance' },
    zero: 'off',
    sentence: 'Chance that a training image is mirrored left to right.',
  },
  {
    ...{ path: 'crop.probability', flag: '--crop <P>', group: 'Images', label: 'Crop', takes: share, unit: 'chance' },
    zero: 'off',
    sentence: 'Chance that a training image is cut out of its frame, smaller and somewhere else.',
  },
  {
    ...{
      path: 'crop.minHeight',
      flag: '--crop-from <PX>',
      group: 'Images',
      label: 'Crop from',
      takes: { kind: 'integer', min: 16, max: 100_000 },
      unit: 'px high',
    },
    sentence: 'The smallest height of a crop, in pixels of the frame.',
  },
  {
    ...{
      path: 'crop.maxHeight',
      flag: '--crop-to <PX>',
      group: 'Images',
      label: 'Crop to',
      takes: { kind: 'integer', min: 16, max: 100_000 },
      unit: 'px high',
    },
    sentence: 'The largest height of a crop, in pixels of the frame.',
  },
  {
    ...{ path: 'crop.aspect', flag: '--crop-aspect <W/H>', group: 'Images', label: 'Crop aspect', unit: 'width / height' },
    takes: { kind: 'decimal', min: 0, max: 100, aboveMin: true, ratio: true },
    sentence: "A crop's width for its height: 1242/370 is what was meant, 370/1242 the reference's slip.",
  },
  {
    ...{ path: 'augment.probability', flag: '--augment <P>', group: 'Images', label: 'Further changes', takes: share, unit: 'chance each' },
    zero: 'off',
    sentence: 'Chance of each of the changes below that is not 0.',
  },
  {
    ...{ path: 'augment.brightness', flag: '--brightness <X>', group: 'Images', label: 'Brightness', takes: share },
    zero: 'off',
    sentence: 'Largest change of brightness, as a share of full scale: sun and shade. 0.2 is usual, 0 off.',
  },
  {
    ...{ path: 'augment.contrast', flag: '--contrast <X>', group: 'Images', label: 'Contrast', takes: share },
    zero: 'off',
    sentence: 'Largest change of contrast, as a share: haze and glare. 0.2 is usual, 0 off.',
  },
  {
    ...{
      path: 'augment.hue',
      flag: '--hue <DEG>',
      group: 'Images',
      label: 'Hue',
      takes: { kind: 'decimal', min: 0, max: 180 },
      unit: 'degrees',
    },
    zero: 'off',
    sentence: 'Largest turn of the hue: cameras and light of other colours. 0 is off.',
  },
  {
    ...{
      path: 'augment.blur',
      flag: '--blur <PX>',
      group: 'Images',
      label: 'Blur',
      takes: { kind: 'integer', min: 0, max: 31 },
      unit: 'px',
    },
    zero: 'off',
    sentence: 'Largest box that the image is blurred with: motion and soft lenses. 0 is off, 3 the least.',
  },
  {
    ...{ path: 'augment.noise', flag: '--noise <X>', group: 'Images', label: 'Noise', takes: share },
    zero: 'off',
    sentence: 'Largest standard deviation of Gaussian noise, as a share of full scale: dusk. 0.05 is usual, 0 off.',
  },
  {
    ...{ path: 'augment.shadow', flag: '--shadow <X>', group: 'Images', label: 'Shadow', takes: share },
    zero: 'off',
    sentence: 'How dark a random shadow across the road is: 0 none, 1 black.',
  },
  {
    ...{
      path: 'augment.rotation',
      flag: '--rotation <DEG>',
      group: 'Images',
      label: 'Rotation',
      takes: { kind: 'decimal', min: 0, max: 45 },
      unit: 'degrees',
    },
    zero: 'off',
    sentence: 'Largest rotation either way: slopes and bumps. What comes in from outside is ignored. 0 is off.',
  },
  {
    ...{
      path: 'keepEvery',
      flag: '--keep-every <N>',
      group: 'Keeping',
      label: 'Keep every',
      takes: { kind: 'integer', min: 0, max: 100_000 },
      unit: 'epochs',
    },
    zero: 'best and last',
    sentence: 'The checkpoint of every so many epochs is kept for good, besides the best and the last; 0 keeps those two alone.',
  },
  {
    ...{ path: 'threshold', flag: '--threshold <P>', group: 'Keeping', label: 'Threshold', takes: share },
    sentence: 'Probability above which a pixel counts as road when held-out frames are scored during the run.',
  },
  {
    ...{ path: 'tensorboard', flag: '--tensorboard', group: 'Keeping', label: 'TensorBoard log', takes: { kind: 'switch' } },
    sentence: "Also writes the curves as TensorBoard event files into the run's folder while it trains, one event an epoch.",
  },
];

/** The value at an option's path. */
export function optionValue(config: RunConfig, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], config);
}

/** A copy of `config` with the value at `path`; not checked. */
export function withOption<T extends object>(config: T, path: string, value: unknown): T {
  const [key = '', ...rest] = path.split('.');
  const inner = (config as Record<string, unknown>)[key];
  return { ...config, [key]: rest.length > 0 ? withOption(inner as object, rest.join('.'), value) : value };
}

/** What an option takes, in words: 'a whole number from 1 to 128'. */
export function takesInWords({ path, takes }: Pick<RunOption, 'path' | 'takes'>): string {
  if (takes.kind === 'switch') return 'on or off';
  if (takes.kind === 'choice') return takes.choices.map(({ value }) => value).join(', ');
  if (path === 'width' || path === 'height') return 'a multiple of 16 from 16 to 4096';
  const range =
    takes.kind === 'decimal' && takes.aboveMin ? `above ${takes.min} and at most ${takes.max}` : `from ${takes.min} to ${takes.max}`;
  const fraction = takes.kind === 'decimal' && takes.ratio ? ', or a fraction such as 1242/370' : '';
  return `a ${takes.kind === 'integer' ? 'whole ' : ''}number ${range}${fraction}`;
}
