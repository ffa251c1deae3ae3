// Calls about the program itself: about, jobs, exports, preferences, closing.
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { formatWords } from '../../shared/labels/formats';
import { fail, ok, unwrap } from '../../shared/result';
import { diagnose, exportMasks, exportOverlays, exportVideo } from '../studio';
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
  exportMasks: async (what) => {
    const { studio } = desk;
    const { title } = formatWords(what.format);
    const inside = await desk.around.dialogs.open('exportMasks', {
      title: `Folder in which the ${title} masks get a folder of their own`,
      buttonLabel: 'Export here',
      defaultPath: exportFolder(desk),
      properties: ['openDirectory', 'createDirectory'],
    });
    if (inside === null) return ok(null);
    rememberExport(desk, inside);
    const out = newFolder(inside, `${studio.project.name} ${what.format}`);
    const job = desk.jobs.start('export-masks', `Exporting masks to ${basename(out)}`, async (tools) => {
      const made = unwrap(await exportMasks(studio, { ...what, out }, tools));
      const left = made.withoutMask > 0 ? ` ${made.withoutMask} without a mask were left out.` : '';
      const words = `${title} masks of ${made.frames} ${made.frames === 1 ? 'frame' : 'frames'} in ${basename(out)}.${left}`;
      return ok({ message: [words, ...made.notes].join(' '), file: out });
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

/** Nothing is written over: where there is one of that name, the next gets a number. */
function newFolder(inside: string, name: string): string {
  for (let n = 1; ; n++) {
    const folder = join(inside, n === 1 ? name : `${name} ${n}`);
    if (!existsSync(folder)) return folder;
  }
}

export const exportFolder = (desk: Desk): string => desk.around.memory.window.folders['export'] ?? desk.around.documents;

export function rememberExport(desk: Desk, folder: string): void {
  const { memory } = desk.around;
  memory.rememberWindow({ folders: { ...memory.window.folders, export: folder } });
}
