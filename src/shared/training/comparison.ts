// The settings of several runs side by side. Pure.
import { optionsOf } from './changes';
import type { RunConfig } from './config';
import { optionValue, RUN_OPTIONS, type RunOption } from './options';
import { valueInWords } from './values';

export interface ComparedOption {
  readonly option: RunOption;
  /** In the order of the runs, as a person reads them; null where the option means nothing in that run. */
  readonly values: readonly (string | null)[];
  readonly differs: boolean;
}

/** Every option that means something in at least one of the configs, in the order of the list. */
export function comparedRuns(configs: readonly RunConfig[]): ComparedOption[] {
  const meant = configs.map((config) => new Set(optionsOf(config)));
  return RUN_OPTIONS.flatMap((option) => {
    if (!meant.some((options) => options.has(option))) return [];
    const values = configs.map((config, run) => (meant[run]!.has(option) ? valueInWords(option, optionValue(config, option.path)) : null));
    return [{ option, values, differs: values.some((value) => value !== values[0]) }];
  });
}
