// Calls about frames: the list, import, split, review.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { ImportSource } from '../../shared/contract/frames';
import { fail, ok, type Result, unwrap } from '../../shared/result';
import type { DatasetPlan } from '../formats/format';
import { importFrames, listFrames, lookAtSource, markFrames, reviewFrame, splitFrames } from '../studio';
import type { Desk } from './desk';
import type { Question } from './dialogs';
import type { Handlers } from './register';

export const frameCalls = (desk: Desk): Handlers['frames'] => ({
  list: () => ok(listFrames(desk.project)),
  chooseImport: async () => {
    const { dialogs, memory } = desk.around;
    const folder = await dialogs.open('chooseImport', {
      title: 'Import frames: a KITTI training folder, or any folder of images',
      buttonLabel: 'Import',
      ...(memory.window.folders['import'] ? { defaultPath: memory.window.folders['import'] } : {}),
      properties: ['openDirectory'],
    });
    if (folder === null) return ok(null);
    memory.rememberWindow({ folders: { ...memory.window.folders, import: dirname(folder) } });
    return source(desk, folder);
  },
  droppedImport: ({ path: word }) => {
    const folder = desk.dropped.get(word);
    return folder ? source(desk, folder) : fail('not-found', 'What was dropped is not a folder on this machine.');
  },
  startImport: ({ token, copy }) => {
    const plan = desk.sources.get(token);
    if (!plan) return fail('not-found', 'The chosen folder is not known any more.', 'Choose it again.');
    return ok(startImport(desk, plan, copy));
  },
  split: ({ rule }) => {
    const done = splitFrames(desk.project, rule);
    if (!done.ok) return done;
    const { unknown, ...counts } = done.value;
    if (unknown.length > 0) {
      const some = unknown.slice(0, 3).join(', ');
      const message = `${unknown.length} names of the lists belong to no frame (${some}${unknown.length > 3 ? ' ...' : ''}).`;
      desk.around.events.notice({ tone: 'warn', message, hint: 'The other names were used.' });
    }
    desk.around.events.send('frames', { all: true, changed: [] });
    return ok(counts);
  },
  chooseSplitLists: async () => {
    const train = await nameList(desk, 'splitTrain', 'Names of the train frames');
    if (train === null) return ok(null);
    const heldOut = await nameList(desk, 'splitHeldOut', 'Names of the held-out frames');
    return ok(heldOut && { train, heldOut });
  },
  review: ({ frame, state, note }) => {
    const reviewed = reviewFrame(desk.project, note === undefined ? { frame, state } : { frame, state, note });
    if (reviewed.ok) desk.around.events.frame(reviewed.value);
    return reviewed;
  },
  mark: ({ marks }) => {
    const marked = markFrames(desk.project, marks);
    if (marked.ok) desk.around.events.send('frames', { all: false, changed: marked.value });
    return marked;
  },
});

async function source(desk: Desk, folder: string): Promise<Result<ImportSource>> {
  const plan = unwrap(await lookAtSource(folder));
  const token = randomUUID();
  desk.sources.set(token, plan);
  const masks = plan.pairs.filter((pair) => pair.mask !== null).length;
  return ok({ token, folder: plan.folder, kind: plan.format, images: plan.pairs.length, masks });
}

function startImport(desk: Desk, plan: DatasetPlan, copy: boolean) {
  const { studio } = desk;
  return desk.jobs.start('import', `Importing ${basename(plan.folder)}`, async (tools) => {
    const report = unwrap(await importFrames(studio, plan, { copy }, tools));
    if (report.imported > 0 && desk.studioOrNull === studio) desk.around.events.send('frames', { all: true, changed: [] });
    const { imported, withMask, skipped, cancelled } = report;
    const words = `${count(imported, 'frame')} imported, ${withMask} with a mask${skipped.length > 0 ? `; ${skipped.length} skipped` : ''}.`;
    return ok({ message: cancelled ? 'Cancelled: nothing was added.' : words, report, cancelled });
  });
}

/** One name a line; an extension and empty lines do not matter. Null when the person changed their mind. */
async function nameList(desk: Desk, question: Question, title: string): Promise<string[] | null> {
  const file = await desk.around.dialogs.open(question, {
    title,
    properties: ['openFile'],
    filters: [
      { name: 'Lists of names', extensions: ['txt'] },
      { name: 'All files', extensions: ['*'] },
    ],
  });
  if (file === null) return null;
  const text = await readFile(file, 'utf8');
  return text.split(/\r?\n/).flatMap((line) => (line.trim() === '' ? [] : [basename(line.trim()).replace(/\.(png|jpe?g|webp)$/i, '')]));
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
