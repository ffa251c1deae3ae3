// What the history panels do to the mask on the canvas.
import type { LabelMap } from '../../shared/mask/labelMap';
import { services } from './services';

/** Undoes or does again until so many steps are done: one save. */
export const goToStep = (done: number): void => services().controller.goTo(done);

/** As one step. False when nothing changed, null when the mask may not be painted now (which is told). */
export const replaceMask = (map: LabelMap, note: string): boolean | null => services().controller.replace(map, note);

/** The mask was saved by name: 'before' is what it is now. */
export const markBefore = (): void => services().controller.markBefore();
