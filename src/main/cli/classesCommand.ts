// classes: what the labels of a project's masks are called.
import type { Command } from 'commander';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { LabelClass } from '../../shared/domain';
import { paletteOf } from '../../shared/labels/palette';
import { refuse, unwrap } from '../../shared/result';
import { listClasses, setClasses } from '../studio';
import { action } from './command';
import type { Host } from './host';
import { table } from './text';

export function classesCommand(program: Command, host: Host, end: (code: number) => void): void {
  const command = program
    .command('classes')
    .argument('<PROJECT>', 'the project whose classes to list or set')
    .option('--set <FILE>', 'a JSON list of {"id", "name", "colour": "#rrggbb", "key": 0-9 or null} to put in the place of the classes')
    .summary('list or set the classes of a project')
    .description(
      'List the classes of a project, or put others in their place. Road (7), other (0) and ignore (255) are always there. Training uses road alone: every other class is "not road".',
    )
    .addHelpText('after', '\nExample: roadbrush classes monday --set classes.json');
  action<{ set?: string }>(command, host, end, async (task, [project = ''], options) => {
    const opened = task.open(project, options.set === undefined ? 'read' : 'write');
    const classes =
      options.set === undefined ? paletteOf(listClasses(opened)) : unwrap(await setClasses(opened, readClasses(task.path(options.set))));
    const rows = classes.map((one) => [String(one.id), one.name, one.colour, one.key === null ? '-' : String(one.key)]);
    return { json: { classes }, lines: table(['id', 'name', 'colour', 'key'], rows) };
  });
}

function readClasses(file: string): LabelClass[] {
  if (!existsSync(file)) refuse('not-found', `There is no file ${file}.`);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return refuse('bad-input', `${file} is not JSON (${(error as Error).message}).`);
  }
  // What --json prints is taken as well as the bare list.
  const list = z.object({ classes: z.unknown() }).safeParse(json);
  const read = z.array(LabelClass).safeParse(list.success ? list.data.classes : json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return refuse('bad-input', `${file} is no list of classes: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}.`);
}
