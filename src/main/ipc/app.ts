// Calls about the program itself: about, jobs, preferences, closing.
import { fail, ok } from '../../shared/result';
import { diagnose } from '../studio';
import type { Desk } from './desk';
import { exportCalls } from './exports';
import type { Handlers } from './register';

export const appCalls = (desk: Desk): Handlers['app'] => ({
  doctor: async () => {
    const { engine, routes } = desk.around;
    return ok(await diagnose(engine, routes, desk.studioOrNull?.project.folder ?? desk.around.documents));
  },
  jobs: () => ok(desk.jobs.list()),
  cancelJob: ({ job }) => {
    desk.jobs.cancel(job);
    return ok({});
  },
  showJobFile: ({ job }) => {
    desk.around.showInFolder(desk.jobs.fileOf(job));
    return ok({});
  },
  ...exportCalls(desk),
  openLog: () => {
    desk.around.openFile(desk.around.log.file);
    return ok({});
  },
  preferences: () => ok(desk.around.memory.preferences),
  setPreferences: ({ values }) =>
    desk.around.memory.prefer(values) ? ok({}) : fail('bad-input', 'These preferences are too large to be kept.'),
  readyToClose: () => {
    desk.handshake.ready();
    return ok({});
  },
});
