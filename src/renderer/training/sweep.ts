// The part of the form that makes many runs: which options vary, over which values, and the runs that this makes.
import { create } from 'zustand';
import { freshName } from '../../shared/training/names';
import { RUN_OPTIONS, type RunOption } from '../../shared/training/options';
import { gridOf, type SweepRead } from '../../shared/training/sweep';
import type { RunSummary } from '../../shared/contract/runs';
import { readForm, type FormValues } from './form';

interface SweepForm {
  /** By option path, in the order in which they were added; what is typed. */
  readonly axes: readonly { readonly path: string; readonly text: string }[];
}
export const useSweep = create<SweepForm>()(() => ({ axes: [] }));
const { getState: get, setState: set } = useSweep;

export const addAxis = (option: RunOption, value: string): void => set({ axes: [...get().axes, { path: option.path, text: value }] });
export const setAxis = (path: string, text: string): void =>
  set({ axes: get().axes.map((axis) => (axis.path === path ? { path, text } : axis)) });
export const dropAxis = (path: string): void => set({ axes: get().axes.filter((axis) => axis.path !== path) });
export const forgetSweep = (): void => set({ axes: [] });

export const optionAt = (path: string): RunOption => RUN_OPTIONS.find((option) => option.path === path)!;

/** Null while no option varies; a problem of the form itself is shown at its own field. */
export function readSweep(values: FormValues, axes: SweepForm['axes']): SweepRead | null {
  if (axes.length === 0) return null;
  const { config } = readForm(values);
  if (!config) return { problem: 'Something in the form above is wrong.' };
  return gridOf(
    config,
    values.preset,
    axes.map(({ path, text }) => ({ option: optionAt(path), text })),
  );
}

/** The name in the form's field, or 'sweep 1', 'sweep 2' ... */
export const sweepName = (runs: readonly RunSummary[], typed: string): string =>
  typed.trim() ||
  freshName(
    runs.map((run) => run.sweep),
    'sweep',
  );
