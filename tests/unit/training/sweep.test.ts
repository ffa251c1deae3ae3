// Sweeps: values as they are typed, the runs of a grid and of a list, and what each is called.
import { describe, expect, it } from 'vitest';
import { PRESETS } from '../../../src/shared/training/config';
import { gridOf, listOf, optionNamed, readDifference, readValues } from '../../../src/shared/training/sweep';

const option = (name: string) => optionNamed(name) ?? expect.fail(`no option ${name}`);
const values = (name: string, text: string) => {
  const read = readValues(option(name), text);
  return read.problem ?? read.values;
};
const grid = (axes: Record<string, string>, base = PRESETS.quick) =>
  gridOf(
    base,
    'quick',
    Object.entries(axes).map(([name, text]) => ({ option: option(name), text })),
  );
const names = (read: ReturnType<typeof grid>) => (read.problem === undefined ? read.sweep.runs.map(({ name }) => name) : read.problem);

describe('values', () => {
  it.each([
    ['lr', '1e-4, 3e-4', [1e-4, 3e-4]],
    ['base', '8,16, 8', [8, 16]],
    ['base', '2..5', [2, 3, 4, 5]],
    ['base', '8..64 by x2', [8, 16, 32, 64]],
    ['width', '224..288:32', [224, 256, 288]],
    ['lr', '1e-4..1e-2:x10', [1e-4, 1e-3, 1e-2]],
    ['dropout', '0..0.3 by 0.1, 0.5', [0, 0.1, 0.2, 0.3, 0.5]],
    ['net', 'U-Net, unetpp', ['unet', 'unetpp']],
    ['batch-norm', 'on, off', [true, false]],
    ['crop-aspect', '1242/370, 1', [1242 / 370, 1]],
  ])('of %s: %s', (name, text, expected) => expect(values(name, text)).toEqual(expected));

  it.each([
    ['base', '8, 200', 'Base filters cannot be 200: a whole number from 1 to 128.'],
    ['lr', '0', 'Learning rate cannot be 0: a number above 0 and at most 1.'],
    ['width', '100', 'Input width cannot be 100: a multiple of 16 from 16 to 4096.'],
    ['base', '', 'Base filters has no values yet: type some with commas between them.'],
    ['base', '16..8', 'Base filters: 16..8 is no range. Write 8..32 by 8, or 1e-4..1e-2 by x10.'],
    ['lr', '1e-4..1e-3', 'Learning rate: 1e-4..1e-3 is no range. Write 8..32 by 8, or 1e-4..1e-2 by x10.'],
    ['net', 'a..b', 'Net has no ranges: name its values.'],
    ['epochs', '1..100000', 'Epochs: 1..100000 has more than 100 values.'],
  ])('of %s that are wrong: %s', (name, text, problem) => expect(values(name, text)).toBe(problem));

  it('belong to an option by its flag, its path or its label', () => {
    expect(
      ['lr', 'learningRate', 'learning-rate', 'Learning rate', 'crop.minHeight', 'crop-from', 'nonsense'].map((n) => optionNamed(n)?.path),
    ).toEqual(['learningRate', 'learningRate', 'learningRate', 'learningRate', 'crop.minHeight', 'crop.minHeight', undefined]);
  });
});

describe('a grid', () => {
  it('is every combination, the last option running fastest, each named by what differs', () => {
    const read = grid({ base: '8,16', lr: '1e-3, 3e-4' });
    expect(names(read)).toEqual(['base 8, lr 1e-3', 'base 8, lr 3e-4', 'base 16, lr 1e-3', 'base 16, lr 3e-4']);
    if (read.problem !== undefined) return;
    expect(read.sweep.runs[3]?.config).toMatchObject({ base: 16, learningRate: 3e-4, epochs: 20, preset: 'quick, changed' });
    expect(read.sweep.runs[0]?.config.preset).toBe('quick');
  });

  it('has no run twice: what means nothing in one is left out of it', () => {
    const read = grid({ net: 'unet, unetpp', 'deep-supervision': 'on, off' });
    expect(names(read)).toEqual(['U-Net', 'U-Net++, deep-supervision on', 'U-Net++, deep-supervision off']);
    expect(read.problem === undefined && read.sweep.same).toBe(1);
  });

  it('has at most 100 runs, and none that cannot be', () => {
    expect(names(grid({ base: '1..20', lr: '1e-4,2e-4,3e-4,4e-4,5e-4,6e-4' }))).toBe(
      'That would be 120 runs, and a sweep has at most 100: take fewer values, or fewer options.',
    );
    // Not all of a million are made to say so.
    expect(names(grid({ base: '1..100', epochs: '1..100', batch: '1..100' }))).toContain('That would be 10000 runs');
    expect(names(grid({ 'crop-from': '300, 500' }))).toBe("The run 'crop-from 500' cannot be: Crop to: At least the smallest height, 500.");
  });
});

describe('a list', () => {
  it('is a run for each entry, with a name of its own where it has one', () => {
    const rows = [
      { base: 4, name: 'tiny' },
      { base: 8, lr: '3e-4' },
      { 'deep-supervision': true, net: 'U-Net++' },
    ].map((entry) => {
      const read = readDifference(entry);
      return read.problem === undefined ? read.row : expect.fail(read.problem);
    });
    const read = listOf(PRESETS.quick, 'quick', rows);
    expect(names(read)).toEqual(['tiny', 'U-Net, base 8, lr 3e-4', 'U-Net++, base 8, deep-supervision on, lr 1e-3']);
  });

  it('says what is wrong with an entry', () => {
    expect(readDifference({ filters: 3 })).toEqual({ problem: "there is no option 'filters'." });
    expect(readDifference({ base: 0.5 })).toEqual({ problem: 'Base filters cannot be 0.5: a whole number from 1 to 128.' });
    expect(readDifference([8])).toMatchObject({ problem: expect.stringContaining('object') });
  });
});
