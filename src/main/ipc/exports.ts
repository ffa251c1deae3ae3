// Calls about exports: each asks where to, starts a job, and says what was made. The preview of one picture comes straight back.
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { formatWords } from '../../shared/labels/formats';
import { VIDEO_KINDS, VIDEO_WORDS } from '../../shared/overlay/pictureStyle';
import { fileStems } from '../../shared/fileNames';
import { ok, refuse, unwrap } from '../../shared/result';
import { exportMasks, exportOverlays, exportStill, exportVideo, frameSummary, previewExport } from '../studio';
import type { Desk } from './desk';
import type { Handlers } from './register';

type ExportCalls = Pick<Handlers['app'], 'exportVideo' | 'exportOverlays' | 'exportStill' | 'exportPreview' | 'exportMasks'>;

export function exportCalls(desk: Desk): ExportCalls {
  let preview = new AbortController();
  return {
    exportVideo: async ({ as, ...request }) => {
      const { studio } = desk;
      const out = await desk.around.dialogs.save('exportVideo', {
        title: 'Export an overlay video',
        buttonLabel: 'Export',
        defaultPath: join(exportFolder(desk), `${studio.project.name}.${as}`),
        filters: [{ name: VIDEO_WORDS[as].title, extensions: [as] }],
      });
      if (out === null) return ok(null);
      rememberExport(desk, dirname(out));
      // A person who types another of the three endings means it.
      const file = VIDEO_KINDS.some((kind) => out.toLowerCase().endsWith(`.${kind}`)) ? out : `${out}.${as}`;
      const job = desk.jobs.start('export-video', `Exporting ${basename(file)}`, async (tools) => {
        const made = unwrap(await exportVideo(studio, { ...request, out: file }, tools));
        const megabytes = (made.bytes / 1e6).toFixed(1);
        const message = [`${basename(file)}: ${made.frames} frames, ${made.width}x${made.height}, ${megabytes} MB.`, ...made.notes].join(
          ' ',
        );
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
    exportStill: async (request) => {
      const { studio } = desk;
      const [asked] = request.frames;
      const [name] = fileStems([unwrap(frameSummary(studio.project, asked ?? refuse('bad-input', 'No frame was named.')))]);
      const out = await desk.around.dialogs.save('exportStill', {
        title: 'Export this picture',
        buttonLabel: 'Export',
        defaultPath: join(exportFolder(desk), `${name}.png`),
        filters: [{ name: 'PNG picture', extensions: ['png'] }],
      });
      if (out === null) return ok(null);
      rememberExport(desk, dirname(out));
      const file = out.toLowerCase().endsWith('.png') ? out : `${out}.png`;
      const job = desk.jobs.start('export-overlays', `Exporting ${basename(file)}`, async (tools) => {
        const made = unwrap(await exportStill(studio, { ...request, out: file }, tools));
        return ok({ message: `${basename(file)}: ${made.width}x${made.height}.`, file });
      });
      return ok(job);
    },
    exportPreview: (request) => {
      preview.abort();
      preview = new AbortController();
      return desk.whileOpen((signal) => previewExport(desk.studio, request, { signal }), preview);
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
      const out = newFolder(inside, `${studio.project.name} ${what.of ? 'predicted ' : ''}${what.format}`);
      const job = desk.jobs.start('export-masks', `Exporting masks to ${basename(out)}`, async (tools) => {
        const made = unwrap(await exportMasks(studio, { ...what, out }, tools));
        const left = made.withoutMask > 0 ? ` ${made.withoutMask} without a mask were left out.` : '';
        const words = `${title} masks of ${made.frames} ${made.frames === 1 ? 'frame' : 'frames'} in ${basename(out)}.${left}`;
        return ok({ message: [words, ...made.notes].join(' '), file: out });
      });
      return ok(job);
    },
  };
}

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
