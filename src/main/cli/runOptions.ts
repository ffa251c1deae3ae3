// The options of a run on the command line: RUN_OPTIONS as commander's, grouped in --help, and the config that they make of a preset.
import { Option, type Command } from 'commander';
import { PRESETS, PRESET_WORDS, RunConfig, type PresetName } from '../../shared/training/config';
import { named } from '../../shared/training/changes';
import { OPTION_GROUPS, RUN_OPTIONS, withOption, type RunOption } from '../../shared/training/options';
import { readValue } from '../../shared/training/values';
import { wrongUse } from './command';
import { size } from './parse';

const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];

/** What commander makes of the options of `addRunOptions`; `runConfig` reads it. */
export interface RunFlags {
  readonly preset: PresetName;
  readonly size?: { readonly width: number; readonly height: number };
}

/** Adds --preset, --size and every option of a run that `offered` wants; names the presets at the end of --help. */
export function addRunOptions(
  command: Command,
  { preset = 'road', offered = () => true }: { readonly preset?: PresetName; readonly offered?: (option: RunOption) => boolean } = {},
): Command {
  command.addOption(new Option('--preset <NAME>', 'the settings to start from; see the end').choices(PRESET_NAMES).default(preset));
  for (const group of OPTION_GROUPS) {
    const options = RUN_OPTIONS.filter((option) => option.group === group && offered(option));
    for (const option of options) {
      for (const flag of flagsOf(option)) command.addOption(flag.helpGroup(`${group}:`));
      if (option.path === 'height') {
        const words = 'Input width and height at once, such as 640x192; each a multiple of 16.';
        command.addOption(new Option('--size <WxH>', words).argParser(size).helpGroup(`${group}:`));
      }
    }
  }
  return command.addHelpText('after', `\nPresets:\n${PRESET_NAMES.map((name) => `  ${name.padEnd(10)} ${PRESET_WORDS[name]}`).join('\n')}`);
}

function flagsOf(option: RunOption): Option[] {
  const { takes, flag, sentence } = option;
  if (takes.kind === 'switch') return [new Option(flag, sentence), new Option(flag.replace(/^--/, '--no-'), 'Without it.')];
  if (takes.kind === 'choice') return [new Option(flag, sentence).choices(takes.choices.map(({ value }) => value))];
  return [
    new Option(flag, sentence).argParser((text: string) => {
      const { value, problem } = readValue(option, text);
      return problem === undefined ? value : wrongUse(`It must be ${problem.charAt(0).toLowerCase()}${problem.slice(1)}`);
    }),
  ];
}

/** The preset with `instead` of some of its settings, and with what was asked for. Refuses (exit code 2) what does not go together, and options that would do nothing. */
export function runConfig(flags: RunFlags, instead: Partial<RunConfig> = {}): RunConfig {
  const { preset, size: sides } = flags;
  const given = RUN_OPTIONS.flatMap((option) => {
    const value = (flags as unknown as Record<string, unknown>)[new Option(option.flag).attributeName()];
    return value === undefined ? [] : [{ option, value }];
  });
  const asked = given.reduce<RunConfig>((config, { option, value }) => withOption(config, option.path, value), {
    ...PRESETS[preset],
    ...instead,
    ...sides,
  });
  const parsed = RunConfig.safeParse(asked);
  if (!parsed.success) return wrongUse(parsed.error.issues.map(({ path, message }) => `${flagOf(path.join('.'))}: ${message}`).join(' '));
  const idle = given.find(({ option, value }) => value !== false && option.applies?.(parsed.data) === false);
  if (idle) wrongUse(`${flagOf(idle.option.path)} would do nothing in this run. ${idle.option.sentence}`);
  return named(parsed.data, preset);
}

const flagOf = (path: string): string => RUN_OPTIONS.find((option) => option.path === path)?.flag.split(' ')[0] ?? path;
