// Calls about masks.
import { loadMask, maskHistory, maskVersion, nameVersion, saveMask, undoSteps } from '../studio';
import type { Desk } from './desk';
import type { Handlers } from './register';

export const maskCalls = (desk: Desk): Handlers['masks'] => ({
  load: ({ frame }) => loadMask(desk.project, frame),
  save: (edit) => {
    const saved = saveMask(desk.project, edit);
    if (saved.ok) desk.tellFrame(edit.frame);
    return saved;
  },
  history: ({ frame }) => maskHistory(desk.project, frame),
  version: ({ version }) => maskVersion(desk.project, version),
  nameVersion: ({ version, name }) => nameVersion(desk.project, version, name),
  undoSteps: ({ frame, after }) => undoSteps(desk.project, frame, after),
});
