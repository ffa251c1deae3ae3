// The training form: presets in, configs out, a sentence at each wrong field.
import { describe, expect, it } from 'vitest';
import { PRESETS, RunConfig, type PresetName } from '../../../src/shared/training/config';
import { formFrom, numberOf, ratioOf, readForm, type FormValues } from '../../../src/renderer/training/form';
import { unetParameters } from '../../../src/renderer/training/parameters';

const NAMES = Object.keys(PRESETS) as PresetName[];

describe('the training form', () => {
  it.each(NAMES)('gives the preset %s back to the last number', (name) => {
    expect(readForm(formFrom(name))).toEqual({ config: PRESETS[name], problems: {} });
  });

  it.each(NAMES)('makes of %s what the run record accepts', (name) => {
    expect(RunConfig.safeParse(readForm(formFrom(name)).config).success).toBe(true);
  });

  it('says so when a preset was changed in what makes it, and not for seed, length or book-keeping', () => {
    const road = formFrom('road');
    expect(readForm({ ...road, base: '16' }).config?.preset).toBe('road, changed');
    expect(readForm({ ...road, cropAspect: '370/1242' }).config?.preset).toBe('road, changed');
    expect(readForm({ ...road, seed: '7', epochs: '3', keepEvery: '1', threshold: '0.4' }).config?.preset).toBe('road');
  });

  it('names the aspect as the fraction it is', () => {
    expect(formFrom('reference').cropAspect).toBe('370/1242');
    expect(formFrom('road').cropAspect).toBe('1242/370');
  });

  const wrong: [field: keyof FormValues, text: string, sentence: RegExp][] = [
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
    ['cropProbability', '-0.1', /from 0 to 1/],
    ['cropMin', '3', /16 or more/],
    ['cropAspect', '1/0/2', /fraction/],
    ['cropAspect', '1242/0', /fraction/],
    ['keepEvery', '-1', /0 keeps only/],
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
    const { config, problems } = readForm({ ...formFrom('quick'), cropMin: '400' });
    expect(config).toBeUndefined();
    expect(problems.cropMax).toMatch(/400/);
  });

  it('reads numbers as they are written in several countries, and nothing else', () => {
    expect([numberOf('1e-3'), numberOf(' 0,5 '), numberOf('.5'), numberOf('+2')]).toEqual([0.001, 0.5, 0.5, 2]);
    for (const text of ['', ' ', '1e', '0x10', '1 000', 'NaN', 'Infinity', '1.2.3']) expect(numberOf(text)).toBeNaN();
    expect(ratioOf('1242/370')).toBe(1242 / 370);
  });
});

describe('the parameter count', () => {
  it('is that of the reference net, and of its narrower brothers', () => {
    expect(unetParameters({ base: 64, head: 'two-filter' })).toBe(34_514_437);
    expect(unetParameters({ base: 8, head: 'direct' })).toBe(540_217);
  });
});
