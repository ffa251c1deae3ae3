// Changes of the project's classes: kept at once, and taken back where a person might want that.
import type { LabelClass } from '../../shared/domain';
import { CITYSCAPES } from '../../shared/labels/cityscapes';
import { withNewClass, withPreset } from '../../shared/labels/palette';
import type { Failure } from '../../shared/result';
import { studio } from '../api';
import { notify, notifyFailure, told } from '../state/notices';

/** Null when they are kept; else why not, which is told at the window's edge too unless `tell` is false. */
export async function changeClasses(classes: readonly LabelClass[], tell = true): Promise<Failure | null> {
  const set = await studio.project.setClasses({ classes: [...classes] });
  if (set.ok) return null;
  if (tell) notifyFailure(set.error);
  return set.error;
}

const withUndo = (message: string, before: readonly LabelClass[]): void =>
  void notify({ tone: 'info', message, action: { title: 'Undo', run: () => void changeClasses(before) } });

/** The new class's id; null when there is none. */
export async function addClass(palette: readonly LabelClass[]): Promise<number | null> {
  const more = withNewClass(palette);
  if (!more) {
    notify({ tone: 'warn', message: 'All 256 label ids are classes already.' });
    return null;
  }
  if (await changeClasses(more)) return null;
  return more.find(({ id }) => !palette.some((one) => one.id === id))?.id ?? null;
}

/** Why it stays ('in-use'), null when it is gone. */
export async function removeClass(palette: readonly LabelClass[], one: LabelClass): Promise<Failure | null> {
  const failure = await changeClasses(
    palette.filter(({ id }) => id !== one.id),
    false,
  );
  if (!failure) withUndo(`Class ‘${one.name}’ removed.`, palette);
  return failure;
}

/** The classes that Cityscapes scores; those of the project stay as they are. */
export async function addCityscapes(palette: readonly LabelClass[]): Promise<void> {
  const all = withPreset(
    palette,
    CITYSCAPES.filter(({ trainId }) => trainId < 19),
  );
  const more = all.length - palette.length;
  if (more === 0) return void notify({ tone: 'info', message: 'All classes of Cityscapes are there already.' });
  if (!(await changeClasses(all))) withUndo(`${more} classes added.`, palette);
}

export const moveClass = async (from: number, to: number): Promise<void> => void (await told(studio.project.moveClass({ from, to })));
