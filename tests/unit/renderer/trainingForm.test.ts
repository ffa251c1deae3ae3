// The training form: presets in, configs out, a sentence at each wrong field.
import { describe, expect, it } from 'vitest';
import { PRESETS, RunConfig, type PresetName } from '../../../src/shared/training/config';
import { formFrom, groupsOf, parametersIn, readForm, type FormValues } from '../../../src/renderer/training/form';
import { numberOf, ratioOf } from '../../../src/shared/training/values';

const NAMES = Object.keys(PRESETS) as PresetName[];

describe('the training form', () => {
  it.each(NAMES)('gives the preset %s back to the last number', (name) => {
    expect(readForm(formFrom(name))).toEqual({ config: PRESETS[name], draft: PRESETS[name], problems: {}, changes: [] });
  });

  it.each(NAMES)('makes of %s what the run record accepts', (name) => {
    expect(RunConfig.safeParse(readForm(formFrom(name)).config).success).toBe(true);
  });

  it('says so when a preset was changed in what makes it, and not for seed, length or book-keeping', () => {
    const road = formFrom('road');
    expect(readForm({ ...road, base: '24' }).config?.preset).toBe('road, changed');
    expect(readForm({ ...road, 'crop.aspect': '370/1242' }).config?.preset).toBe('road, changed');
    expect(readForm({ ...road, seed: '7', epochs: '3', keepEvery: '1', threshold: '0.4' }).config?.preset).toBe('road');
  });

  it('names the aspect as the fraction it is', () => {
    expect(formFrom('reference')['crop.aspect']).toBe('370/1242');
    expect(formFrom('road')['crop.aspect']).toBe('1242/370');
  });

  const wrong: [field: string, text: string, sentence: RegExp][] = [
    ['base', 'a', /whole number from 1 to 128/],
    ['base', '0', /whole number from 1 to 128/],
    ['base', '8.5', /whole number from 1 to 128/],
    ['base', '', /whole number from 1 to 128/],
    ['width', '225', /multiple of 16/],
    ['height', '0', /multiple of 16/],
    ['epochs', '0', /whole number from 1/],
    ['batch', '1000', /from 1 to 256/],
    ['learningRate', '0', /above 0/],
    ['learningRate', '1e-', /above 0/],
    ['seed', '-1', /from 0/],
    ['dropout', '1', /from 0 to 0.95/],
    ['flipProbability', '2', /from 0 to 1/],
    ['crop.probability', '-0.1', /from 0 to 1/],
    ['crop.minHeight', '3', /whole number from 16/],
    ['crop.aspect', '1/0/2', /fraction/],
    ['crop.aspect', '1242/0', /fraction/],
    ['keepEvery', '-1', /whole number from 0/],
    ['patience', '2.5', /whole number from 0/],
    ['averaging', '1', /from 0 to 0.99999/],
    ['augment.rotation', '46', /from 0 to 45/],
    ['threshold', '1.01', /from 0 to 1/],
    ['name', 'x'.repeat(81), /80 characters/],
  ];
  it.each(wrong)('says at %s given %j what it takes, and starts nothing', (field, text, sentence) => {
    const { config, problems } = readForm({ ...formFrom('quick'), [field]: text });
    expect(config).toBeUndefined();
    expect(problems[field]).toMatch(sentence);
    expect(Object.keys(problems)).toEqual([field]);
  });

  it('refuses a smallest crop above the largest', () => {
    const { config, problems } = readForm({ ...formFrom('quick'), 'crop.minHeight': '400' });
    expect(config).toBeUndefined();
    expect(problems['crop.maxHeight']).toMatch(/400/);
  });

  it('reads numbers as they are written in several countries, and nothing else', () => {
    expect([numberOf('1e-3'), numberOf(' 0,5 '), numberOf('.5'), numberOf('+2')]).toEqual([0.001, 0.5, 0.5, 2]);
    for (const text of ['', ' ', '1e', '0x10', '1 000', 'NaN', 'Infinity', '1.2.3']) expect(numberOf(text)).toBeNaN();
    expect(ratioOf('1242/370')).toBe(1242 / 370);
  });
});

describe('options that mean something only sometimes', () => {
  const plain = formFrom('road');
  const plusPlus: FormValues = { ...plain, net: 'unetpp', deepSupervision: 'on', depth: '2' };
  const paths = (values: FormValues) => groupsOf(readForm(values).draft).flatMap(({ options }) => options.map(({ path }) => path));

  it('are offered only then', () => {
    expect(paths(plain)).toContain('head');
    expect(paths(plain)).not.toContain('deepSupervision');
    expect(paths(plusPlus)).toEqual(expect.arrayContaining(['deepSupervision', 'depth']));
    expect(paths(plusPlus)).not.toContain('head');
    expect(paths({ ...plain, schedule: 'plateau' })).toEqual(expect.arrayContaining(['plateauPatience', 'plateauFactor', 'warmUp']));
  });

  it('leave no empty group behind', () => {
    const constant = formFrom('reference');
    const titles = (values: FormValues) => groupsOf(readForm(values).draft).map(({ group }) => group);
    expect(titles(constant)).toEqual(['Net', 'Training', 'Images', 'Keeping']);
    expect(titles({ ...constant, schedule: 'cosine' })).toContain('Learning rate');
  });

  it('keep their text while they are hidden, and neither count nor refuse the run', () => {
    const back: FormValues = { ...plusPlus, net: 'unet', depth: 'x' };
    expect(readForm(back)).toMatchObject({ config: { ...PRESETS.road }, problems: {}, changes: [] });
    expect(readForm({ ...back, net: 'unetpp' }).problems).toEqual({ depth: 'A whole number from 1 to 4.' });
    expect(readForm(plusPlus).config).toMatchObject({ net: 'unetpp', deepSupervision: true, depth: 2, preset: 'road, changed' });
  });
});

it('counts what differs from the preset, half-written values too', () => {
  const { changes } = readForm({ ...formFrom('quick'), batch: '6', seed: '7', dropout: '0.', 'augment.hue': 'x' });
  expect(changes.map(({ option }) => option.path)).toEqual(['dropout', 'batch', 'seed', 'augment.hue']);
  expect(readForm({ ...formFrom('quick'), dropout: '0.50' }).changes).toEqual([]);
});

describe('the parameter count', () => {
  const of = (more: Partial<RunConfig>) => parametersIn({ ...PRESETS.reference, head: 'direct', ...more });

  it('is that of the reference nets, and of their narrower brothers', () => {
    expect(of({ head: 'two-filter' })).toBe(34_514_437);
    expect(of({ base: 8 })).toBe(540_217);
    expect(of({ net: 'unetpp' })).toBe(40_745_473);
  });

  it('grows by what batch normalisation and more heads add', () => {
    // A 3x3 convolution has three more numbers a filter: scale, mean and variance; the bias becomes the offset.
    const filters = 2 * (8 + 16 + 32 + 64 + 128) + 3 * (64 + 32 + 16 + 8);
    expect(of({ base: 8, batchNorm: true })! - of({ base: 8 })!).toBe(3 * filters);
    expect(of({ net: 'unetpp', deepSupervision: true })! - of({ net: 'unetpp' })!).toBe(3 * 65);
  });

  it('is not known while the width is half-written', () => {
    expect(of({ base: NaN })).toBeNull();
    expect(of({ base: 300 })).toBeNull();
  });
});
