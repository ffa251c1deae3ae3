// A sweep: many runs that differ in some options. Values as they are typed, the runs of a grid or a list, and what each is called. Pure.
import { named, withoutIdle } from './changes';
import { RunConfig, type PresetName } from './config';
import { optionValue, RUN_OPTIONS, withOption, type RunOption } from './options';
import { bareValue, numberOf, readValue, writeValue } from './values';

/** More are no sweep but a mistake in typing. */
export const MAX_RUNS = 100;
const MOST_COMBINATIONS = 10 * MAX_RUNS;

/** An option and what it is set to, as typed: '1e-4, 3e-4', '8..32 by x2', 'on, off'. */
export interface Axis {
  readonly option: RunOption;
  readonly text: string;
}
/** Options by path; what a run of the list has otherwise than the others. */
export type Difference = Readonly<Record<string, unknown>>;
export interface SweepRun {
  readonly name: string;
  readonly config: RunConfig;
}
export interface Sweep {
  readonly runs: readonly SweepRun[];
  /** Combinations that would be the same run as another one. */
  readonly same: number;
}
export type SweepRead = { readonly sweep: Sweep; readonly problem?: undefined } | { readonly problem: string };
export type ValuesRead = { readonly values: readonly unknown[]; readonly problem?: undefined } | { readonly problem: string };

const RANGE = /^(\S+?)\s*\.\.\s*(\S+?)(?:\s*(?:by|:)\s*(x)?\s*(\S+))?$/i;

/** The values of a list with commas, each of them a value or a range: 'FROM..TO by STEP', 'FROM..TO by xFACTOR', 'FROM..TO' of whole numbers. */
export function readValues(option: RunOption, text: string): ValuesRead {
  const parts = text.split(/[,;]/).map((part) => part.trim());
  const values: unknown[] = [];
  for (const part of parts.filter(Boolean)) {
    const range = RANGE.exec(part);
    const read = range ? rangeOf(option, range) : single(option, part);
    if (read.problem !== undefined) return read;
    for (const value of read.values) if (!values.includes(value)) values.push(value);
    if (values.length > MAX_RUNS) return { problem: `${option.label}: more than ${MAX_RUNS} values.` };
  }
  return values.length > 0 ? { values } : { problem: `${option.label} has no values yet: type some with commas between them.` };
}

function single(option: RunOption, text: string): ValuesRead {
  // As people write choices: 'U-Net++' as well as 'unetpp'.
  const choice = option.takes.kind === 'choice' ? option.takes.choices.find(({ title }) => same(title, text))?.value : undefined;
  const read = readValue(option, choice ?? text);
  return read.problem === undefined ? { values: [read.value] } : { problem: `${option.label} cannot be ${text}: ${lowered(read.problem)}` };
}

function rangeOf(option: RunOption, [written, low = '', high = '', times, by]: RegExpExecArray): ValuesRead {
  if (option.takes.kind !== 'integer' && option.takes.kind !== 'decimal')
    return { problem: `${option.label} has no ranges: name its values.` };
  const [from, to] = [numberOf(low), numberOf(high)];
  const step = by === undefined ? (option.takes.kind === 'integer' ? 1 : NaN) : numberOf(by);
  const growing = times ? step > 1 && from > 0 : step > 0;
  if (!(from <= to) || !growing) {
    return { problem: `${option.label}: ${written} is no range. Write 8..32 by 8, or 1e-4..1e-2 by x10.` };
  }
  const values: unknown[] = [];
  // A little beyond the end: 0.1 + 0.1 + 0.1 is more than 0.3.
  for (let n = 0; ; n++) {
    const value = rounded(times ? from * step ** n : from + step * n);
    if (value > to * (1 + 1e-9)) break;
    const read = single(option, `${value}`);
    if (read.problem !== undefined) return read;
    values.push(...read.values);
    if (values.length > MAX_RUNS) return { problem: `${option.label}: ${written} has more than ${MAX_RUNS} values.` };
  }
  return { values };
}

/** Every combination of the axes' values, the last axis running fastest. */
export function gridOf(base: RunConfig, preset: PresetName, axes: readonly Axis[]): SweepRead {
  let rows: Difference[] = [{}];
  for (const { option, text } of axes) {
    const read = readValues(option, text);
    if (read.problem !== undefined) return read;
    const combinations = rows.length * read.values.length;
    // Some may be the same run, but not so many: nothing is tried that would hold up who types.
    if (combinations > MOST_COMBINATIONS) return tooMany(combinations);
    rows = rows.flatMap((row) => read.values.map((value) => ({ ...row, [option.path]: value })));
  }
  return listOf(base, preset, rows);
}

/** An entry of a list of runs, as JSON has it: option names and values, and perhaps a name. */
export function readDifference(entry: unknown): { readonly row: Difference; readonly problem?: undefined } | { readonly problem: string } {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return { problem: 'it must be an object such as {"base": 8}.' };
  const row: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(entry as Record<string, unknown>)) {
    if (key === 'name') {
      row['name'] = value;
      continue;
    }
    const option = optionNamed(key);
    if (!option) return { problem: `there is no option '${key}'.` };
    const read = single(option, typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value));
    if (read.problem !== undefined) return read;
    row[option.path] = read.values[0];
  }
  return { row };
}

/** A run for each of the differences. Options that mean nothing in a run are left as they are; runs that are then the same are one. */
export function listOf(base: RunConfig, preset: PresetName, rows: readonly (Difference & { readonly name?: unknown })[]): SweepRead {
  const runs: SweepRun[] = [];
  const seen = new Set<string>();
  const varied = RUN_OPTIONS.filter(({ path }) => rows.some((row) => path in row));
  for (const { name, ...row } of rows) {
    const asked = varied.reduce<RunConfig>((config, { path }) => (path in row ? withOption(config, path, row[path]) : config), base);
    const parsed = RunConfig.safeParse(withoutIdle(asked, preset));
    const words = nameOf(asked, varied);
    if (!parsed.success) return { problem: `The run '${words}' cannot be: ${parsed.error.issues.map(issueWords).join(' ')}` };
    const config = named(parsed.data, preset);
    const key = JSON.stringify(config);
    if (seen.has(key)) continue;
    seen.add(key);
    runs.push({ name: typeof name === 'string' && name.trim() ? name.trim().slice(0, 80) : nameOf(config, varied), config });
  }
  if (runs.length > MAX_RUNS) return tooMany(runs.length);
  return { sweep: { runs, same: rows.length - runs.length } };
}

const tooMany = (runs: number): { readonly problem: string } => ({
  problem: `That would be ${runs} runs, and a sweep has at most ${MAX_RUNS}: take fewer values, or fewer options.`,
});

const issueWords = ({ path, message }: { path: readonly PropertyKey[]; message: string }): string => {
  const option = RUN_OPTIONS.find((one) => one.path === path.join('.'));
  return `${option?.label ?? path.join('.')}: ${message.replace(/\.?$/, '.')}`;
};

/** 'base 8, lr 3e-4': by the flags, short as they are; what means nothing in the run is left out. */
function nameOf(config: RunConfig, varied: readonly RunOption[]): string {
  const words = varied
    .filter((option) => option.applies?.(config) ?? true)
    .map((option) => {
      const value = optionValue(config, option.path);
      return option.path === 'net' ? bareValue(option, value) : `${flagName(option)} ${writeValue(option, value)}`;
    });
  return words.join(', ').slice(0, 80);
}

/** 'learning-rate' or 'lr', 'learningRate', 'Learning rate': the option that goes by the name. */
export const optionNamed = (written: string): RunOption | undefined =>
  RUN_OPTIONS.find((option) => [flagName(option), option.path, option.label].some((name) => same(name, written)));

export const flagName = ({ flag }: Pick<RunOption, 'flag'>): string => flag.replace(/^--/, '').split(' ')[0] ?? '';

const same = (a: string, b: string): boolean => plain(a) === plain(b);
const plain = (name: string): string => name.replace(/[\s_-]/g, '').toLowerCase();
const rounded = (value: number): number => Number(value.toPrecision(12));
const lowered = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);
