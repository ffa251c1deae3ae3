// Making, opening and describing a project.
import type { ProjectInfo } from '../../shared/contract/project';
import type { Result } from '../../shared/result';
import type { Engine } from '../engine/protocol';
import { frameCount } from '../project/frames';
import { readMeta } from '../project/meta';
import { createProjectFolder, openProjectFolder } from '../project/open';
import { palette } from '../project/palette';
import type { OpenOptions, Project } from '../project/project';
import { lineUp, queuedRuns } from '../project/runQueue';
import { markInterrupted } from '../project/runs';
import type { Studio } from './studio';

/** Runs that were queued before wait for a word. */
export const studioOf = (project: Project, engine: Engine): Studio => ({
  ...{ project, engine, active: new Map() },
  queue: { held: queuedRuns(project.db).length > 0, why: '', only: null, starting: false },
});

export const createProject = (folder: string, options: OpenOptions): Result<Project> => createProjectFolder(folder, options);

export const LEFT_BEHIND = 'Roadbrush ended while this run was going on; it can be resumed from its last checkpoint.';

/** Opening to write also marks the runs 'interrupted' that the last program left in the middle: the lock says that nobody trains them now. */
export function openProject(folder: string, options: OpenOptions): Result<Project> {
  const opened = openProjectFolder(folder, options);
  if (opened.ok && opened.value.write) {
    markInterrupted(opened.value.write, LEFT_BEHIND);
    lineUp(opened.value.write);
  }
  return opened;
}

export const projectInfo = (project: Project): ProjectInfo => ({
  name: project.name,
  folder: project.folder,
  frames: frameCount(project.db),
  classes: palette(project.db),
  readOnly: project.readOnly,
  sample: readMeta(project.db, 'sample') !== null,
});
