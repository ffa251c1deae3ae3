// What a run's settings have to do with their preset: which preset, which options mean something, and which differ.
import { PRESETS, type PresetName, type RunConfig } from './config';
import { OPTION_GROUPS, optionValue, RUN_OPTIONS, withOption, type RunOption } from './options';

/** 'road' of 'road' and of 'road, changed'; null where no preset has that name (any more). */
export function presetOf({ preset }: Pick<RunConfig, 'preset'>): PresetName | null {
  const name = preset.split(',')[0] ?? '';
  return name in PRESETS ? (name as PresetName) : null;
}

/** What stands in a preset's place where weights were trained elsewhere: of the settings only the net and its input are known. */
export const IMPORTED = 'imported';

/** The groups of options that say something of such a run. */
export const groupsOf = ({ preset }: Pick<RunConfig, 'preset'>): readonly (typeof OPTION_GROUPS)[number][] =>
  preset === IMPORTED ? ['Net'] : OPTION_GROUPS;

/** The options that mean something in this config. */
export const optionsOf = (config: RunConfig): RunOption[] => RUN_OPTIONS.filter((option) => option.applies?.(config) ?? true);

export interface Change {
  readonly option: RunOption;
  readonly value: unknown;
  /** The preset's. */
  readonly before: unknown;
}

/** The options that mean something and differ from the preset's, in the order of the list; all differ from no preset. */
export function changesFrom(preset: PresetName | null, config: RunConfig): Change[] {
  return optionsOf(config).flatMap((option) => {
    const value = optionValue(config, option.path);
    const before = preset && optionValue(PRESETS[preset], option.path);
    return Object.is(value, before) ? [] : [{ option, value, before }];
  });
}

/** Options that make a run longer, shorter, or kept otherwise, but no other kind of run. */
const BOOKKEEPING: ReadonlySet<string> = new Set(['seed', 'epochs', 'timeBudget', 'keepEvery', 'threshold', 'tensorboard']);

/** The config under its preset's name: 'road' as long as everything that makes the preset is untouched, else 'road, changed'. */
export function named(config: RunConfig, preset: PresetName): RunConfig {
  const changed = changesFrom(preset, config).some(({ option }) => !BOOKKEEPING.has(option.path));
  return { ...config, preset: changed ? `${preset}, changed` : preset };
}

/**
 * `config` with every option that means nothing in it set to what it is where nobody asked for it.
 * What a hidden field still holds (deep supervision, once the net is a U-Net again) must not refuse the run.
 */
export function withoutIdle(config: RunConfig, preset: PresetName): RunConfig {
  return RUN_OPTIONS.reduce((kept, option) => {
    if (!option.applies || option.applies(kept)) return kept;
    const plain = option.applies(PRESETS[preset]) ? PRESETS.reference : PRESETS[preset];
    return withOption(kept, option.path, optionValue(plain, option.path));
  }, config);
}
