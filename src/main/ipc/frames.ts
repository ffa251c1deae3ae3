// Calls about frames: the list, import, split, review.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { ImportSource } from '../../shared/contract/frames';
import { fail, ok, unwrap } from '../../shared/result';
import type { DatasetPlan } from '../formats/format';
import {
  addsClasses,
  importFrames,
  importWords,
  listFrames,
  lookAtSource,
  markFrames,
  planCounts,
  reviewFrame,
  splitFrames,
} from '../studio';
import type { ImportChoices } from '../studio/studio';
import type { Desk } from './desk';
import type { Question } from './dialogs';
import type { Handlers } from './register';

export const frameCalls = (desk: Desk): Handlers['frames'] => ({
  list: () => ok(listFrames(desk.project)),
  chooseImport: async ({ what }) => {
    const { dialogs, memory } = desk.around;
    const chosen = await dialogs.open('chooseImport', {
      title: what === 'folder' ? 'Import: a folder of pictures, or a data set' : 'Import: an annotation file or archive',
      buttonLabel: 'Import',
      ...(memory.window.folders['import'] ? { defaultPath: memory.window.folders['import'] } : {}),
      properties: [what === 'folder' ? 'openDirectory' : 'openFile'],
      ...(what === 'folder' ? {} : { filters: [{ name: 'COCO, CVAT, labelme, YOLO', extensions: ['json', 'xml', 'zip', 'yaml'] }] }),
    });
    if (chosen === null) return ok(null);
    memory.rememberWindow({ folders: { ...memory.window.folders, import: dirname(chosen) } });
    return ok(offered(desk, unwrap(await lookAtSource(chosen))));
  },
  planImport: async ({ token, format }) => {
    const plan = desk.sources.get(token);
    if (!plan) return forgotten();
    return ok(offered(desk, unwrap(await lookAtSource(plan.source, { ...plan.hints, format })), token));
  },
  droppedImport: async ({ path: word }) => {
    const path = desk.dropped.get(word);
    if (!path) return fail('not-found', 'What was dropped is neither a folder nor a file on this machine.');
    return ok(offered(desk, unwrap(await lookAtSource(path))));
  },
  startImport: ({ token, copy, classes }) => {
    const plan = desk.sources.get(token);
    return plan ? ok(startImport(desk, plan, { copy, classes })) : forgotten();
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
    void desk.countMoved();
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
    if (marks.some(({ split }) => split !== undefined)) void desk.countMoved();
    return marked;
  },
});

const forgotten = () => fail('not-found', 'What was chosen is not known any more.', 'Choose it again.');

/** How many of the problems the dialog shows. */
const SHOWN = 20;

function offered(desk: Desk, plan: DatasetPlan, token: string = randomUUID()): ImportSource {
  desk.sources.set(token, plan);
  const { frames, problems, classes } = plan;
  return {
    ...{ token, folder: plan.source, format: plan.format, formats: [...plan.formats] },
    ...planCounts(desk.project, frames),
    ...{ problems: problems.slice(0, SHOWN), problemCount: problems.length },
    ...{ classes: classes.map(({ name }) => name), addsClasses: addsClasses(plan.format) },
  };
}

function startImport(desk: Desk, plan: DatasetPlan, how: ImportChoices) {
  const { studio } = desk;
  return desk.jobs.start('import', `Importing ${basename(plan.source)}`, async (tools) => {
    const report = unwrap(await importFrames(studio, plan, how, tools));
    if (desk.studioOrNull === studio) {
      if (report.classes.length > 0) desk.tellProject();
      if (report.imported + report.versions > 0) desk.around.events.send('frames', { all: true, changed: [] });
    }
    return ok({ message: importWords(report), report, cancelled: report.cancelled });
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
