// The project: opening, creating, the palette. The renderer never names a path: main shows the dialogs and hands out ids.
import { z } from 'zod';
import { JobId, LabelClass } from '../domain';
import { call, type Domain } from './call';

export const ProjectInfo = z.object({
  name: z.string(),
  /** For display only. */
  folder: z.string(),
  frames: z.number().int(),
  classes: z.array(LabelClass),
  /** Why the project is read-only (damaged), or null. */
  readOnly: z.string().nullable(),
  sample: z.boolean(),
});
export type ProjectInfo = z.infer<typeof ProjectInfo>;

export const RecentProject = z.object({
  id: z.string(),
  name: z.string(),
  folder: z.string(),
  openedAt: z.number(),
  missing: z.boolean(),
});
export type RecentProject = z.infer<typeof RecentProject>;

const nothing = z.object({});

export const project = {
  current: call({ in: nothing, out: ProjectInfo.nullable() }),
  recent: call({ in: nothing, out: z.array(RecentProject) }),
  openRecent: call({ in: z.object({ id: z.string() }), out: ProjectInfo }),
  /** Shows the dialog; null when the person changed their mind. */
  openWithDialog: call({ in: nothing, out: ProjectInfo.nullable() }),
  createWithDialog: call({ in: nothing, out: ProjectInfo.nullable() }),
  /** Opens the sample project, making it first when there is none (a job with progress). */
  openSample: call({ in: nothing, out: ProjectInfo }),
  close: call({ in: nothing, out: nothing }),
  /**
   * Puts these classes in the palette's place; road, other and ignore come back where they are left out. Refused where two share an id, a name or a digit
   * ('bad-input'), and where current masks still have pixels of one that is left out ('in-use'). The `classes` event tells the window.
   */
  setClasses: call({ in: z.object({ classes: z.array(LabelClass).max(256) }), out: z.array(LabelClass) }),
  /** A job: every pixel of one class becomes another one in every mask, each as a new version; then the class is removed. */
  moveClass: call({ in: z.object({ from: LabelClass.shape.id, to: LabelClass.shape.id }), out: JobId }),
} satisfies Domain;
