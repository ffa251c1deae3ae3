// The training form: what is typed, what it means, and a sentence for each field that is wrong. Its fields are RUN_OPTIONS. Pure.
import { buildNet } from '../../shared/nets/net';
import { countParameters, parametersOf } from '../../shared/nets/layers';
import { changesFrom, named, optionsOf, withoutIdle, type Change } from '../../shared/training/changes';
import { PRESETS, RunConfig, type PresetName } from '../../shared/training/config';
import { OPTION_GROUPS, optionValue, RUN_OPTIONS, withOption, type RunOption } from '../../shared/training/options';
import { readValue, writeValue } from '../../shared/training/values';

/**
 * Text as typed, under each option's path: a half-written number is kept and spoken about, never replaced under the person's hands.
 * What means nothing now (the depth of a U-Net) keeps its text for when it does again.
 */
export interface FormValues extends Readonly<Record<string, string>> {
  readonly preset: PresetName;
  readonly name: string;
}
/** By option path, and 'name'. */
export type Problems = Readonly<Record<string, string>>;

export interface Reading {
  /** What would be trained; missing while anything is wrong. */
  readonly config?: RunConfig;
  /** The same before it is checked: wrong numbers are NaN, or out of range. */
  readonly draft: RunConfig;
  readonly problems: Problems;
  /** Options that mean something and differ from the preset's. */
  readonly changes: readonly Change[];
}

/** What everybody looks at first; all other options are in groups that begin closed. */
const FIRST: ReadonlySet<string> = new Set(['net', 'base', 'width', 'height', 'epochs', 'batch', 'learningRate', 'schedule']);

export const formFrom = (preset: PresetName, name = ''): FormValues => ({
  ...Object.fromEntries(RUN_OPTIONS.map((option) => [option.path, writeValue(option, optionValue(PRESETS[preset], option.path))])),
  preset,
  name,
});

/** The options of each group that mean something now, besides those that are always shown; groups without any are left out. */
export const groupsOf = (draft: RunConfig): { group: RunOption['group']; options: readonly RunOption[] }[] =>
  OPTION_GROUPS.map((group) => ({
    group,
    options: optionsOf(draft).filter((option) => option.group === group && !FIRST.has(option.path)),
  })).filter(({ options }) => options.length > 0);

let newest: { readonly values: FormValues; readonly reading: Reading } | null = null;

/** The config that the form stands for, or what is wrong with it, field by field. Every field asks for the same values: the answer is kept. */
export function readForm(values: FormValues): Reading {
  if (newest?.values !== values) newest = { values, reading: read(values) };
  return newest.reading;
}

function read(values: FormValues): Reading {
  const { preset } = values;
  const typed = RUN_OPTIONS.reduce<RunConfig>(
    (config, option) => withOption(config, option.path, readValue(option, values[option.path] ?? '').value),
    PRESETS[preset],
  );
  const draft = withoutIdle(typed, preset);
  const problems: Record<string, string> = {};
  let sound = draft;
  for (const option of optionsOf(draft)) {
    const { problem } = readValue(option, values[option.path] ?? '');
    if (problem === undefined) continue;
    problems[option.path] = problem;
    sound = withOption(sound, option.path, optionValue(PRESETS[preset], option.path));
  }
  // What does not go together; a field that is wrong by itself stands as in the preset here, so that the others are still looked at.
  const parsed = RunConfig.safeParse(sound);
  for (const { path, message } of parsed.error?.issues ?? []) problems[path.join('.')] ??= message;
  if (values.name.trim().length > 80) problems['name'] = 'At most 80 characters.';
  const reading = { draft, problems, changes: changesFrom(preset, draft) };
  return Object.keys(problems).length > 0 || !parsed.data ? reading : { ...reading, config: named(parsed.data, preset) };
}

/** How many parameters the net of the form has, moving statistics of batch normalisation included; null while its width is wrong. */
export function parametersIn(draft: RunConfig): number | null {
  if (!(Number.isInteger(draft.base) && draft.base >= 1 && draft.base <= 128)) return null;
  return countParameters(parametersOf(buildNet(draft)));
}
