// create, sample, import, split: a project and what is in it.
import { Option, type Command } from 'commander';
import { existsSync, readFileSync } from 'node:fs';
import type { SplitRule } from '../../shared/contract/frames';
import { refuse, unwrap } from '../../shared/result';
import { FORMATS } from '../../shared/labels/formats';
import { FORMAT_NAMES } from '../formats';
import { movedWords } from '../../shared/training/moves';
import { countMoved, createProject, createSample, importFrames, importWords, listFrames, lookAtSource, splitFrames } from '../studio';
import { action, DONE, INTERRUPTED, wrongUse } from './command';
import type { Host } from './host';
import { decimal, integer } from './parse';

type End = (code: number) => void;
const frames = (n: number): string => `${n} frame${n === 1 ? '' : 's'}`;

export function createCommand(program: Command, host: Host, end: End): void {
  const command = program
    .command('create')
    .argument('<PROJECT>', "the folder to make; '.roadbrush' is added to its name")
    .summary('make an empty project')
    .description('Make an empty project.')
    .addHelpText('after', '\nExample: roadbrush create drives/monday');
  action(command, host, end, async (task, [project = '']) => {
    const made = unwrap(createProject(task.path(project), { program: 'roadbrush create', mode: 'write' }));
    made.close();
    return { json: { project: made.folder }, lines: [`Made ${made.folder}.`] };
  });
}

export function sampleCommand(program: Command, host: Host, end: End): void {
  const command = program
    .command('sample')
    .argument('<PROJECT>', 'the folder to make')
    .option('--frames <N>', 'how many frames', integer(2, 10_000), 60)
    .option('--seed <S>', 'which drive: the same seed draws the same frames', integer(0), 1)
    .summary('make a project with a synthetic drive')
    .description(
      'Make a project with a synthetic drive: frames, masks for most of them (a few wrong on purpose), split into train and held-out.',
    )
    .addHelpText('after', '\nExample: roadbrush sample try --frames 60 --seed 1');
  action<{ frames: number; seed: number }>(command, host, end, async (task, [project = ''], options) => {
    const opening = { program: 'roadbrush sample', mode: 'write' as const, ...task.verb };
    const made = unwrap(await createSample(task.path(project), await task.engine(), options, opening));
    const list = listFrames(made);
    made.close();
    const json = {
      ...{ project: made.folder, frames: list.length, withMask: list.filter((frame) => frame.mask !== null).length },
      ...{
        train: list.filter((frame) => frame.split === 'train').length,
        heldOut: list.filter((frame) => frame.split === 'held-out').length,
      },
    };
    const words = `${frames(json.frames)}, ${json.withMask} with a mask; ${json.train} to train on, ${json.heldOut} held out.`;
    return { json, lines: [`Made ${made.folder}: ${words}`] };
  });
}

interface ImportOptions {
  images?: string;
  masks?: string;
  format?: string;
  copy?: boolean;
  classes?: boolean;
}
export function importCommand(program: Command, host: Host, end: End): void {
  const command = program
    .command('import')
    .argument('<PROJECT>', 'the project to import into')
    .option('--images <PATH>', 'a data set of any format, or a folder of PNG or JPEG frames')
    .option(
      '--masks <PATH>',
      'a folder of mask PNGs, or an annotation file (.json, .xml, .zip), for these images or, without --images, for frames that are there',
    )
    .addOption(new Option('--format <NAME>', 'what it is, instead of finding out; see the end').choices(FORMAT_NAMES))
    .option('--copy', 'copy the frames into the project instead of reading them where they are')
    .option('--classes', 'give the project the classes that it lacks (usual for all but kitti)')
    .option('--no-classes', 'leave the project’s classes as they are')
    .summary('bring frames and masks into a project')
    .description(
      'Bring frames and masks into a project. Nothing is written over: a mask for a frame that is there becomes its next version. What cannot be imported is listed with its reason; the rest is imported.',
    )
    .addHelpText(
      'after',
      `\nFormats:\n${FORMATS.map(({ name, title, about }) => `  ${name.padEnd(11)} ${title}: ${about}`).join('\n')}\n\nExample: roadbrush import monday --images data_semantics/training\n         roadbrush import monday --masks instances.json`,
    );
  action<ImportOptions>(command, host, end, async (task, [project = ''], options) => {
    const { images, masks } = options;
    if (images === undefined && masks === undefined) wrongUse('Give --images, --masks, or both.');
    const hints = {
      ...(images !== undefined && masks !== undefined && { masks: task.path(masks) }),
      ...(options.format && { format: options.format }),
    };
    const studio = task.studio(project, 'write');
    const plan = unwrap(await lookAtSource(task.path(images ?? masks ?? ''), hints, task.verb));
    const how = { copy: options.copy === true, ...(options.classes === undefined ? {} : { classes: options.classes }) };
    const report = unwrap(await importFrames(studio, plan, how, task.verb));
    for (const { file, why } of report.notes) task.note(`note ${file}: ${why}`);
    for (const { file, why } of report.skipped) task.note(`skipped ${file}: ${why}`);
    const { imported, withMask, cancelled } = report;
    return {
      json: { ...report, withoutMask: imported - withMask, format: plan.format, frames: listFrames(studio.project).length },
      lines: [importWords(report)],
      code: cancelled ? INTERRUPTED : DONE,
    };
  });
}

interface SplitOptions {
  last?: number;
  ratio?: number;
  seed?: number;
  train?: string;
  heldOut?: string;
}
export function splitCommand(program: Command, host: Host, end: End): void {
  const command = program
    .command('split')
    .argument('<PROJECT>', 'the project whose frames to split')
    .option('--last <N>', 'hold out the last N frames by name', integer(0))
    .option('--ratio <R>', 'hold out this share of the frames, chosen by the seed', decimal(0, 1))
    .option('--seed <S>', 'with --ratio: which frames', integer(0))
    .option('--train <FILE>', 'with --held-out: names to train on, one a line')
    .option('--held-out <FILE>', 'with --train: names to hold out, one a line')
    .summary('say which frames train and which are held out')
    .description('Say which frames train and which are held out. With --last and --ratio, frames without a mask belong to neither.')
    .addHelpText(
      'after',
      '\nExample: roadbrush split monday --last 30\n         roadbrush split monday --train train.txt --held-out val.txt',
    );
  action<SplitOptions>(command, host, end, async (task, [project = ''], options) => {
    const rule = splitRule(options, task.path);
    const opened = task.open(project, 'write');
    const { train, heldOut, none, unknown } = unwrap(splitFrames(opened, rule));
    for (const run of unwrap(await countMoved(opened)))
      if (run.moved > 0) task.note(`Run ${run.id} '${run.name}': ${movedWords(run.moves)}.`);
    if (unknown.length > 0)
      task.note(`${unknown.length} names belong to no frame: ${unknown.slice(0, 5).join(', ')}${unknown.length > 5 ? ' ...' : ''}`);
    const rest = none > 0 ? `, ${none} in neither set` : '';
    return { json: { train, heldOut, none, unknown }, lines: [`${frames(train)} to train on, ${heldOut} held out${rest}.`] };
  });
}

function splitRule(options: SplitOptions, path: (written: string) => string): SplitRule {
  const { last, ratio, seed, train, heldOut } = options;
  const ways = [last !== undefined, ratio !== undefined, train !== undefined || heldOut !== undefined].filter(Boolean).length;
  if (ways !== 1) wrongUse('Give one of: --last N; --ratio R --seed S; --train FILE --held-out FILE.');
  if (seed !== undefined && ratio === undefined) wrongUse('--seed belongs to --ratio.');
  if (last !== undefined) return { kind: 'last', count: last };
  if (ratio !== undefined) return { kind: 'ratio', ratio, seed: seed ?? 1 };
  if (train === undefined || heldOut === undefined) return wrongUse('Give both lists: --train FILE --held-out FILE.');
  return { kind: 'lists', train: names(path(train)), heldOut: names(path(heldOut)) };
}

function names(file: string): string[] {
  if (!existsSync(file)) refuse('not-found', `There is no list ${file}.`);
  return readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
