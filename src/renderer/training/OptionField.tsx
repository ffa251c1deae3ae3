// One option of a run as a line of the form: its control by what it takes, its sentence beside it, its problem once it was left.
import type { ReactNode } from 'react';
import type { RunOption } from '../../shared/training/options';
import { numberOf } from '../../shared/training/values';
import { Check } from '../ui/Check';
import { Field, TextInput } from '../ui/Field';
import { Segmented } from '../ui/Segmented';
import { readForm } from './form';
import { setValue, touch, useTraining } from './state';

/** What is wrong with a field, once it was left or a start was tried. */
export function useProblem(path: string): string | undefined {
  const problem = useTraining((s) => readForm(s.values).problems[path]);
  const shown = useTraining((s) => s.tried || s.touched.has(path));
  return shown ? problem : undefined;
}

export const useChanged = (path: string): boolean =>
  useTraining((s) => readForm(s.values).changes.some(({ option }) => option.path === path));

export function OptionField({ option, unit = option.unit, hint }: { option: RunOption; unit?: string | undefined; hint?: ReactNode }) {
  const problem = useProblem(option.path);
  const changed = useChanged(option.path);
  return (
    <Field label={option.label} problem={problem} hint={hint} help={<Sentence option={option} />} changed={changed}>
      <Control option={option} unit={unit} />
    </Field>
  );
}

/** What the option is for, and what each of its choices means. */
export function Sentence({ option: { sentence, takes } }: { option: RunOption }) {
  if (takes.kind !== 'choice') return sentence;
  return (
    <>
      {sentence}
      {takes.choices.map(({ value, title, tip }) => (
        <span key={value} className="choice">
          <b>{title}</b> {tip}
        </span>
      ))}
    </>
  );
}

function Control({ option: { path, label, takes, zero }, unit }: { option: RunOption; unit: string | undefined }) {
  const value = useTraining((s) => s.values[path] ?? '');
  if (takes.kind === 'choice') {
    const options = takes.choices.map(({ value: choice, title }) => ({ value: choice, title }));
    return <Segmented label={label} value={value} options={options} onChange={(chosen) => setValue({ [path]: chosen })} />;
  }
  if (takes.kind === 'switch') {
    return (
      <Check label={label} checked={value === 'on'} onChange={(on) => setValue({ [path]: on ? 'on' : 'off' })}>
        {value}
      </Check>
    );
  }
  return (
    <TextInput
      value={value}
      unit={zero !== undefined && numberOf(value) === 0 ? zero : unit}
      inputMode={takes.kind === 'integer' ? 'numeric' : 'decimal'}
      onChange={(text) => setValue({ [path]: text })}
      onBlur={() => touch(path)}
    />
  );
}
