// The training form: what is typed, what it means, and a sentence for each field that is wrong. Pure.
import { PRESETS, RunConfig, type PresetName } from '../../shared/training/config';

/** Text as typed: a half-written number is kept and spoken about, never replaced under the person's hands. */
export interface FormValues {
  readonly preset: PresetName;
  readonly name: string;
  readonly base: string;
  readonly width: string;
  readonly height: string;
  readonly epochs: string;
  readonly batch: string;
  readonly learningRate: string;
  readonly seed: string;
  readonly schedule: RunConfig['schedule'];
  readonly head: RunConfig['head'];
  readonly dropout: string;
  readonly flipProbability: string;
  readonly cropProbability: string;
  readonly cropMin: string;
  readonly cropMax: string;
  readonly cropAspect: string;
  readonly keepEvery: string;
  readonly threshold: string;
}
export type FormField = keyof FormValues;
export type Problems = Partial<Record<FormField, string>>;

const share = 'A number from 0 to 1.';
const side = 'A multiple of 16 from 16 to 4096.';

/** What each field takes; shown when it is given anything else. */
const TAKES: Record<Exclude<FormField, 'preset' | 'head' | 'schedule'>, string> = {
  name: 'At most 80 characters.',
  base: 'A whole number from 1 to 128.',
  width: side,
  height: side,
  epochs: 'A whole number from 1 to 100 000.',
  batch: 'A whole number from 1 to 256.',
  learningRate: 'A number above 0 and at most 1, such as 1e-4.',
  seed: 'A whole number from 0 to 2 147 483 647.',
  dropout: 'A number from 0 to 0.95.',
  flipProbability: share,
  cropProbability: share,
  cropMin: 'A whole number of pixels, 16 or more.',
  cropMax: 'A whole number of pixels, 16 or more.',
  cropAspect: 'A number above 0 or a fraction such as 1242/370.',
  keepEvery: 'A whole number; 0 keeps only the best and the last.',
  threshold: share,
};

/** Where a problem of the config's schema is shown in the form. */
const FIELD_OF: Record<string, FormField> = {
  'crop.probability': 'cropProbability',
  'crop.minHeight': 'cropMin',
  'crop.maxHeight': 'cropMax',
  'crop.aspect': 'cropAspect',
};

const ASPECTS: readonly [string, number][] = [
  ['370/1242', 370 / 1242],
  ['1242/370', 1242 / 370],
];

export function formFrom(preset: PresetName, name = ''): FormValues {
  const { crop, ...config } = PRESETS[preset];
  return {
    preset,
    name,
    base: `${config.base}`,
    width: `${config.width}`,
    height: `${config.height}`,
    epochs: `${config.epochs}`,
    batch: `${config.batch}`,
    learningRate: config.learningRate < 0.01 ? config.learningRate.toExponential().replace('e-0', 'e-') : `${config.learningRate}`,
    seed: `${config.seed}`,
    schedule: config.schedule,
    head: config.head,
    dropout: `${config.dropout}`,
    flipProbability: `${config.flipProbability}`,
    cropProbability: `${crop.probability}`,
    cropMin: `${crop.minHeight}`,
    cropMax: `${crop.maxHeight}`,
    cropAspect: ASPECTS.find(([, aspect]) => aspect === crop.aspect)?.[0] ?? `${crop.aspect}`,
    keepEvery: `${config.keepEvery}`,
    threshold: `${config.threshold}`,
  };
}

/** A decimal number with either point; NaN for anything else, the empty text too. */
export function numberOf(text: string): number {
  const plain = text.trim().replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
}

/** A number or a fraction: '1242/370'. */
export function ratioOf(text: string): number {
  const [over, under, more] = text.split('/');
  if (more !== undefined || over === undefined) return NaN;
  return under === undefined ? numberOf(over) : numberOf(over) / numberOf(under);
}

/** The config that the form stands for, or what is wrong with it, field by field. */
export function readForm(values: FormValues): { readonly config?: RunConfig; readonly problems: Problems } {
  const candidate = {
    // What the form does not ask for is as the preset has it.
    ...PRESETS[values.preset],
    base: numberOf(values.base),
    width: numberOf(values.width),
    height: numberOf(values.height),
    head: values.head,
    dropout: numberOf(values.dropout),
    epochs: numberOf(values.epochs),
    batch: numberOf(values.batch),
    learningRate: numberOf(values.learningRate),
    schedule: values.schedule,
    seed: numberOf(values.seed),
    flipProbability: numberOf(values.flipProbability),
    crop: {
      ...PRESETS[values.preset].crop,
      probability: numberOf(values.cropProbability),
      minHeight: numberOf(values.cropMin),
      maxHeight: numberOf(values.cropMax),
      aspect: ratioOf(values.cropAspect),
    },
    keepEvery: numberOf(values.keepEvery),
    threshold: numberOf(values.threshold),
  };
  const problems: Problems = {};
  const parsed = RunConfig.safeParse(candidate);
  for (const issue of parsed.error?.issues ?? []) {
    const path = issue.path.join('.');
    const field = FIELD_OF[path] ?? (path as FormField);
    problems[field] ??= TAKES[field as keyof typeof TAKES] ?? issue.message;
  }
  if (values.name.trim().length > 80) problems.name = TAKES.name;
  const { minHeight, maxHeight } = candidate.crop;
  if (!problems.cropMin && !problems.cropMax && minHeight > maxHeight) problems.cropMax = `At least the smallest height, ${minHeight}.`;
  if (Object.keys(problems).length > 0 || !parsed.data) return { problems };
  return { config: { ...parsed.data, preset: presetName(parsed.data, values.preset) }, problems };
}

/** 'road' as long as everything that makes the preset is untouched; else 'road, changed'. Seed, length and book-keeping may differ. */
function presetName(config: RunConfig, preset: PresetName): string {
  const essence = ({ crop, ...rest }: RunConfig): string =>
    JSON.stringify([
      Object.entries({ ...rest, preset, seed: 0, epochs: 0, keepEvery: 0, threshold: 0 }).sort(),
      Object.entries(crop).sort(),
    ]);
  return essence(config) === essence(PRESETS[preset]) ? preset : `${preset}, changed`;
}
