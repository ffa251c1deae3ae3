// Calls about the project: opening, creating, the sample, recent ones.
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ProjectInfo } from '../../shared/contract/project';
import type { JobId } from '../../shared/domain';
import { attempt, fail, ok, refuse, type Result, unwrap } from '../../shared/result';
import { databaseFile, UNFINISHED } from '../project/paths';
import type { OpenOptions, Project } from '../project/project';
import { createProject, createSample, moveClass, openProject, projectInfo, setClasses, studioOf } from '../studio';
import { type Desk, settleStrokes } from './desk';
import type { Handlers } from './register';

const SAMPLE = 'Sample drive.roadbrush';

export const projectCalls = (desk: Desk): Handlers['project'] => ({
  current: () => {
    desk.around.events.listening();
    return ok(desk.studioOrNull && projectInfo(desk.studioOrNull.project));
  },
  recent: () => ok(desk.around.memory.recent()),
  openRecent: async ({ id }) => {
    const folder = desk.around.memory.folderOf(id);
    return folder ? open(desk, folder) : fail('not-found', 'This project is not among the recent ones any more.');
  },
  openWithDialog: async () => {
    const { dialogs, documents, memory } = desk.around;
    const folder = await dialogs.open('openProject', {
      title: 'Open a project',
      defaultPath: memory.window.folders['project'] ?? documents,
      properties: ['openDirectory'],
    });
    return folder === null ? ok(null) : open(desk, folder);
  },
  createWithDialog: async () => {
    const { dialogs, documents, memory } = desk.around;
    const folder = await dialogs.save('createProject', {
      title: 'New project',
      buttonLabel: 'Create',
      defaultPath: join(memory.window.folders['project'] ?? documents, 'road.roadbrush'),
      filters: [{ name: 'Roadbrush project', extensions: ['roadbrush'] }],
    });
    if (folder === null) return ok(null);
    return exchange(desk, () => createProject(folder, opening(desk)));
  },
  openSample: () => openSample(desk),
  close: async () => {
    await settleStrokes(desk);
    await desk.putAway();
    desk.tellProject();
    return ok({});
  },
  setClasses: async ({ classes }) => {
    const set = await setClasses(desk.project, classes);
    if (set.ok) desk.around.events.send('classes', { classes: set.value });
    return set;
  },
  moveClass: ({ from, to }) => ok(startMove(desk, from, to)),
});

function startMove(desk: Desk, from: number, to: number): JobId {
  const { studio } = desk;
  return desk.jobs.start('classes', 'Moving a class', async (tools) => {
    const moved = unwrap(await moveClass(studio.project, from, to, tools));
    if (desk.studioOrNull === studio) {
      desk.around.events.send('classes', { classes: projectInfo(studio.project).classes });
      desk.around.events.send('frames', { all: true, changed: [] });
    }
    const { length } = moved.frames;
    return ok({ message: `${length} ${length === 1 ? 'mask' : 'masks'} changed; each keeps its earlier version in its history.` });
  });
}

/** Opens the project in `folder` in place of the one that is open now; the latter stays when the new one cannot be opened. */
export function open(desk: Desk, folder: string): Promise<Result<ProjectInfo>> {
  const already = desk.studioOrNull?.project;
  if (already && already.folder === folder) return Promise.resolve(ok(projectInfo(already)));
  return exchange(desk, () => openProject(folder, opening(desk)));
}

/** For what the window did not ask: a second launch, the menu, the start. A failure becomes a notice. */
export async function openAndTell(desk: Desk, folder: string): Promise<void> {
  const opened = await attempt(async () => unwrap(await open(desk, folder)));
  if (!opened.ok) desk.around.events.notice({ tone: 'bad', message: opened.error.message, hint: opened.error.hint ?? '' });
}

/** The project that was named, else the last one, else on the very first launch the sample: something to look at within seconds. */
export async function openAtStart(desk: Desk, named: string | null): Promise<void> {
  if (named) return openAndTell(desk, named);
  const [last] = desk.around.memory.recent();
  if (last && !last.missing) return openAndTell(desk, last.folder);
  if (last) return;
  const sample = await attempt(async () => unwrap(await openSample(desk)));
  if (!sample.ok && sample.error.code !== 'cancelled')
    desk.around.events.notice({ tone: 'bad', message: sample.error.message, hint: sample.error.hint ?? '' });
}

const makingSample = new WeakMap<Desk, Promise<Result<ProjectInfo>>>();

/** Asked twice while it is being made, it is made once. */
export function openSample(desk: Desk): Promise<Result<ProjectInfo>> {
  const folder = join(desk.around.documents, SAMPLE);
  // A half-made one, of a program that was killed, is made anew.
  if (existsSync(databaseFile(folder)) && !existsSync(join(folder, UNFINISHED))) return open(desk, folder);
  const making = makingSample.get(desk) ?? makeSample(desk, folder).finally(() => makingSample.delete(desk));
  makingSample.set(desk, making);
  return making;
}

async function makeSample(desk: Desk, folder: string): Promise<Result<ProjectInfo>> {
  mkdirSync(desk.around.documents, { recursive: true });
  const made: { project?: Project } = {};
  const job = desk.jobs.start('sample', 'Making the sample project', async ({ signal, onProgress }) => {
    made.project = unwrap(await createSample(folder, desk.around.engine, {}, { ...opening(desk), signal, onProgress }));
    return ok({ message: 'The sample project is ready.' });
  });
  const end = await desk.jobs.ended(job);
  const { project } = made;
  if (!project) return fail(end.state === 'cancelled' ? 'cancelled' : 'failed', end.message);
  return exchange(desk, () => ok(project));
}

/** One exchange at a time: two quick clicks must not open two projects. */
let exchanging: Promise<unknown> = Promise.resolve();

function exchange(desk: Desk, make: () => Promise<Result<Project>> | Result<Project>): Promise<Result<ProjectInfo>> {
  const mine = exchanging.then(async () => {
    const project = await make();
    if (!project.ok) return project;
    const settled = await attempt(() => settleStrokes(desk));
    if (!settled.ok) {
      project.value.close();
      return settled;
    }
    await desk.putAway();
    desk.take(studioOf(project.value, desk.around.engine));
    const { memory } = desk.around;
    memory.rememberWindow({ folders: { ...memory.window.folders, project: dirname(project.value.folder) } });
    return ok(projectInfo(project.value));
  });
  exchanging = mine.catch(() => undefined);
  return mine;
}

/** better-sqlite3's own binary needs Node-API 10; an older Electron without one compiled for it would be aborted, not refused. */
function opening(desk: Desk): OpenOptions {
  const nativeBinding = desk.around.routes?.sqliteBinding ?? null;
  if (nativeBinding === null && Number(process.versions.napi) < 10) {
    refuse(
      'not-set-up',
      'SQLite is not set up for this Electron, so no project can be opened.',
      'Start Roadbrush with `npm start`: it puts every part in place.',
    );
  }
  return { program: 'Roadbrush window', mode: 'write-if-free', nativeBinding };
}
