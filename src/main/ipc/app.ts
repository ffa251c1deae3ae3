// Calls about the program itself: about, jobs, exports, preferences, closing.
import { basename, dirname, join } from 'node:path';
import { fail, ok, unwrap } from '../../shared/result';
import { diagnose, exportOverlays, exportVideo } from '../studio';
import type { Desk } from './desk';
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
  exportVideo: async (request) => {
    const { studio } = desk;
    const out = await desk.around.dialogs.save('exportVideo', {
      title: 'Export an overlay video',
      buttonLabel: 'Export',
      defaultPath: join(exportFolder(desk), `${studio.project.name}.mp4`),
      filters: [{ name: 'MP4 video', extensions: ['mp4'] }],
    });
    if (out === null) return ok(null);
    rememberExport(desk, dirname(out));
    const file = out.toLowerCase().endsWith('.mp4') ? out : `${out}.mp4`;
    const job = desk.jobs.start('export-video', `Exporting ${basename(file)}`, async (tools) => {
      const made = unwrap(await exportVideo(studio, { ...request, out: file }, tools));
      const megabytes = (made.bytes / 1e6).toFixed(1);
      const message = [`${basename(file)}: ${made.frames} frames, ${made.width}x${made.height}, ${megabytes} MB.`, ...made.notes].join(' ');
      return ok({ message, file });
    });
    return ok(job);
  },
  exportOverlays: async (request) => {
    const { studio } = desk;
    const outDir = await desk.around.dialogs.open('exportOverlays', {
      title: 'Folder for the overlay images',
      buttonLabel: 'Export here',
      defaultPath: exportFolder(desk),
      properties: ['openDirectory', 'createDirectory'],
    });
    if (outDir === null) return ok(null);
    rememberExport(desk, outDir);
    const job = desk.jobs.start('export-overlays', `Exporting overlays to ${basename(outDir)}`, async (tools) => {
      const { folder, files } = unwrap(await exportOverlays(studio, { ...request, outDir }, tools));
      return ok({
        message: `${files.length} overlay images in ${basename(folder)}.`,
        file: files[0] ? join(folder, basename(files[0])) : folder,
      });
    });
    return ok(job);
  },
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

export const exportFolder = (desk: Desk): string => desk.around.memory.window.folders['export'] ?? desk.around.documents;

export function rememberExport(desk: Desk, folder: string): void {
  const { memory } = desk.around;
  memory.rememberWindow({ folders: { ...memory.window.folders, export: folder } });
}
