// Values of options as text, and text as values: what the form's fields and the command line take, and what a run's record shows.
import { takesInWords, type RunOption } from './options';

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

export type OptionValue = string | number | boolean;
export type Read = { readonly value: OptionValue; readonly problem?: undefined } | { readonly value: number; readonly problem: string };

/** What the text stands for, or one sentence on what the option takes; the value is then the number as far as it is one, else NaN. */
export function readValue(option: RunOption, text: string): Read {
  const { takes } = option;
  if (takes.kind === 'switch' && (text === 'on' || text === 'off')) return { value: text === 'on' };
  if (takes.kind === 'choice' && takes.choices.some(({ value }) => value === text)) return { value: text };
  const problem = `${capital(takesInWords(option))}.`;
  if (takes.kind === 'switch' || takes.kind === 'choice') return { value: NaN, problem };
  const value = takes.kind === 'decimal' && takes.ratio ? ratioOf(text) : numberOf(text);
  const fits =
    value >= takes.min &&
    value <= takes.max &&
    (takes.kind === 'integer' ? Number.isInteger(value) : !(takes.aboveMin && value === takes.min)) &&
    (!isSide(option) || value % 16 === 0);
  return fits ? { value } : { value, problem };
}

/** As it is typed: '1e-4', '1242/370', 'on', 'unetpp'. `readValue` gives the same value back. */
export function writeValue(option: RunOption, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value !== 'number') return String(value);
  const fraction = option.takes.kind === 'decimal' && option.takes.ratio ? RATIOS.find(([, ratio]) => ratio === value)?.[0] : undefined;
  return fraction ?? (value > 0 && value < 0.01 ? value.toExponential().replace('e-0', 'e-') : `${value}`);
}

/** As a person reads it: 'U-Net++', 'on', '1e-3', '10 epochs', '1 epoch', 'off'. */
export function valueInWords(option: RunOption, value: unknown): string {
  const unit = value === 1 ? option.unit?.replace(/^(epoch|minute|degree|image)s/, '$1') : option.unit;
  return [bareValue(option, value), meansZero(option, value) ? '' : unit].filter(Boolean).join(' ');
}

const meansZero = ({ zero }: RunOption, value: unknown): boolean => value === 0 && zero !== undefined;

/** The same without its unit. */
export function bareValue(option: RunOption, value: unknown): string {
  const { takes } = option;
  if (value === 0 && option.zero !== undefined) return option.zero;
  if (takes.kind !== 'choice') return writeValue(option, value);
  return takes.choices.find((choice) => choice.value === value)?.title ?? String(value);
}

export const isSide = ({ path }: Pick<RunOption, 'path'>): boolean => path === 'width' || path === 'height';

/** The aspects that presets have, as the fractions that they are. */
const RATIOS: readonly [string, number][] = [
  ['370/1242', 370 / 1242],
  ['1242/370', 1242 / 370],
];

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
