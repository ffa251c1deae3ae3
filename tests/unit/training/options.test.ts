// The options of a run: one list for the form, the command line and the record, whole and in step with the schema.
import { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addRunOptions, runConfig, type RunFlags } from '../../../src/main/cli/runOptions';
import { changesFrom, named, optionsOf, presetOf, withoutIdle } from '../../../src/shared/training/changes';
import { PRESETS, RunConfig, type PresetName } from '../../../src/shared/training/config';
import { OPTION_GROUPS, optionValue, RUN_OPTIONS, withOption, type RunOption } from '../../../src/shared/training/options';
import { readValue, valueInWords, writeValue } from '../../../src/shared/training/values';

const NAMES = Object.keys(PRESETS) as PresetName[];
const option = (path: string): RunOption => RUN_OPTIONS.find((one) => one.path === path)!;

/** What commander makes of a command line; its errors are thrown. */
function parsed(...args: string[]): RunFlags {
  const command = addRunOptions(new Command('train').exitOverride().configureOutput({ writeErr: () => undefined }));
  command.parse(args, { from: 'user' });
  return command.opts<RunFlags>();
}
const config = (...args: string[]): RunConfig => runConfig(parsed(...args));
/** With every option meaning something but the U-Net's head. */
const EVERYTHING = ['--net', 'unetpp', '--deep-supervision', '--schedule', 'plateau'];

describe('the list of options', () => {
  it('names every value of a config but its preset, once', () => {
    const leaves = (value: object, at = ''): string[] =>
      Object.entries(value).flatMap(([key, inner]) =>
        inner !== null && typeof inner === 'object' ? leaves(inner, `${at}${key}.`) : [at + key],
      );
    const paths = leaves(PRESETS.road).filter((path) => path !== 'preset');
    expect(RUN_OPTIONS.map(({ path }) => path).sort()).toEqual(paths.sort());
  });

  it.each(RUN_OPTIONS.filter(({ takes }) => takes.kind === 'integer' || takes.kind === 'decimal').map((one) => [one.path, one] as const))(
    'takes for %s what the schema takes: its ends, and nothing beyond them',
    (path, one) => {
      if (one.takes.kind !== 'integer' && one.takes.kind !== 'decimal') throw new Error('not a number');
      const { min, max } = one.takes;
      const base = {
        ...PRESETS.road,
        net: 'unetpp' as const,
        deepSupervision: true,
        crop: { ...PRESETS.road.crop, minHeight: 16, maxHeight: 100_000 },
      };
      const fits = (value: number) => RunConfig.safeParse(withOption(base, path, value)).success;
      const low = one.takes.kind === 'decimal' && one.takes.aboveMin ? min + 1e-3 : min;
      for (const value of [low, max]) {
        expect([value, readValue(one, String(value)).problem]).toEqual([value, undefined]);
        expect([value, fits(value)]).toEqual([value, true]);
      }
      for (const value of [min - 1, max + 1]) expect(readValue(one, String(value)).problem).toMatch(/^A /);
      if (one.takes.kind === 'decimal' && one.takes.aboveMin) expect(readValue(one, String(min)).problem).toMatch(/above/);
    },
  );

  it.each(RUN_OPTIONS.map((one) => [one.path, one] as const))('writes %s as it reads it, in every preset', (path, one) => {
    for (const name of NAMES) {
      const value = optionValue(PRESETS[name], path);
      expect(readValue(one, writeValue(one, value))).toEqual({ value });
    }
    expect(one.sentence).toMatch(/^[A-Z'].*\.$/s);
  });

  it('reads what was typed, and says what it takes instead', () => {
    expect(readValue(option('learningRate'), '1e-3')).toEqual({ value: 1e-3 });
    expect(readValue(option('crop.aspect'), '1242/370')).toEqual({ value: 1242 / 370 });
    expect(readValue(option('base'), '8.5').problem).toBe('A whole number from 1 to 128.');
    expect(readValue(option('width'), '225').problem).toBe('A multiple of 16 from 16 to 4096.');
    expect(readValue(option('net'), 'resnet').problem).toBe('Unet, unetpp.');
    expect(readValue(option('batchNorm'), 'maybe').problem).toBe('On or off.');
  });

  it('says values as people do', () => {
    expect(valueInWords(option('net'), 'unetpp')).toBe('U-Net++');
    expect(valueInWords(option('batchNorm'), true)).toBe('on');
    expect(valueInWords(option('learningRate'), 1e-4)).toBe('1e-4 Adam');
    expect([5, 1, 0].map((epochs) => valueInWords(option('patience'), epochs))).toEqual(['5 epochs', '1 epoch', 'off']);
    expect(valueInWords(option('timeBudget'), 0)).toBe('no limit');
    expect(valueInWords(option('crop.aspect'), 370 / 1242)).toBe('370/1242 width / height');
  });
});

describe('what differs from the preset', () => {
  it('is nothing in the presets themselves', () => {
    for (const name of NAMES) expect(changesFrom(name, PRESETS[name])).toEqual([]);
  });

  it('is named with both values, in the order of the list, and only where it means something', () => {
    const changed: RunConfig = { ...PRESETS.road, net: 'unetpp', base: 24, head: 'two-filter', plateauFactor: 9 };
    expect(changesFrom('road', changed).map(({ option: { path }, value, before }) => [path, value, before])).toEqual([
      ['net', 'unetpp', 'unet'],
      ['base', 24, PRESETS.road.base],
    ]);
  });

  it('changes the name of the preset, but not for seed, length or book-keeping', () => {
    expect(named({ ...PRESETS.road, base: 24 }, 'road').preset).toBe('road, changed');
    expect(named({ ...PRESETS.road, seed: 7, epochs: 3, keepEvery: 1, threshold: 0.4, timeBudget: 5 }, 'road').preset).toBe('road');
    expect([presetOf({ preset: 'road, changed' }), presetOf({ preset: 'quick' }), presetOf({ preset: 'gone' })]).toEqual([
      'road',
      'quick',
      null,
    ]);
  });

  it('leaves out what a hidden field still holds', () => {
    const back: RunConfig = { ...PRESETS.road, net: 'unet', deepSupervision: true, depth: 2 };
    expect(withoutIdle(back, 'road')).toEqual(PRESETS.road);
    const kept: RunConfig = { ...back, net: 'unetpp' };
    expect(withoutIdle(kept, 'road')).toMatchObject({ deepSupervision: true, depth: 2 });
  });
});

it('is listed in the README, each by its flag', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
  for (const { flag } of RUN_OPTIONS) expect(readme).toMatch(new RegExp(`\`${flag.split(' ')[0]}[ \`]`));
});

describe('on the command line', () => {
  const help = addRunOptions(new Command('train')).helpInformation();

  it('every option stands in --help under its group, with its sentence', () => {
    const plain = help.replace(/\s+/g, ' ');
    for (const { flag, sentence } of RUN_OPTIONS) {
      expect(help).toContain(flag);
      expect(plain).toContain(sentence.slice(0, 40));
    }
    for (const group of OPTION_GROUPS) expect(help).toMatch(new RegExp(`^${group}:$`, 'm'));
    for (const words of ['--size <WxH>', '--no-batch-norm', '--preset <NAME>']) expect(help).toContain(words);
  });

  it.each(RUN_OPTIONS.map((one) => [one.flag, one] as const))('%s reaches the config', (flag, one) => {
    const { takes, path } = one;
    const args = path === 'head' ? [] : EVERYTHING;
    const value =
      takes.kind === 'choice' ? takes.choices.at(-1)!.value : path === 'width' || path === 'height' ? '320' : path === 'depth' ? '2' : '1';
    const [name = ''] = flag.split(' ');
    const written =
      path === 'crop.minHeight'
        ? '20'
        : path === 'crop.maxHeight'
          ? '400'
          : path === 'plateauFactor'
            ? '3'
            : path === 'dropout' || path === 'averaging'
              ? '0.9'
              : value;
    const read = config(
      ...args.filter((arg) => path !== 'net' || arg !== '--deep-supervision'),
      name,
      ...(takes.kind === 'switch' ? [] : [written]),
    );
    expect(String(optionValue(read, path))).toBe(takes.kind === 'switch' ? 'true' : written);
    expect(optionsOf(read).map((other) => other.path)).toContain(path);
  });

  it('begins with another net instead of the preset’s, where one is given, and with what was asked for on top', () => {
    const other = { net: 'unetpp', base: 4, deepSupervision: true } as const;
    expect(runConfig(parsed('--depth', '2', '--base', '6'), other)).toMatchObject({ ...other, base: 6, depth: 2, preset: 'road, changed' });
    expect(() => config('--depth', '2')).toThrow(/--depth/);
  });

  it('begins with the preset, and says when it was changed', () => {
    for (const name of NAMES) expect(config('--preset', name)).toEqual(PRESETS[name]);
    expect(config()).toEqual(PRESETS.road);
    expect(config('--base', '24').preset).toBe('road, changed');
    expect(config('--size', '640x192')).toMatchObject({ width: 640, height: 192 });
    expect(config('--size', '640x192', '--height', '208')).toMatchObject({ width: 640, height: 208 });
    expect(config('--no-batch-norm').batchNorm).toBe(false);
    expect(config('--preset', 'reference', '--no-batch-norm')).toEqual(PRESETS.reference);
  });

  it.each([
    [['--base', 'a'], 'a whole number from 1 to 128'],
    [['--lr', '0'], 'a number above 0 and at most 1'],
    [['--net', 'resnet'], 'unet, unetpp'],
    [['--width', '100'], 'a multiple of 16'],
    [['--size', '100x100'], 'multiples of 16'],
    [['--crop-aspect', '1/0'], 'a fraction such as 1242/370'],
    [['--depth', '2'], 'only a U-Net++ with deep supervision'],
    [['--deep-supervision'], 'for U-Net++ only'],
    [['--plateau-patience', '3'], '--plateau-patience would do nothing in this run. With the plateau schedule'],
    [['--net', 'unetpp', '--head', 'direct'], '--head would do nothing'],
    [['--crop-from', '400'], 'at least the smallest height, 400'],
  ])('%j is refused with one sentence', (args, words) => {
    expect(() => config(...args)).toThrow(new RegExp(words.replaceAll('+', '\\+'), 'i'));
  });
});
