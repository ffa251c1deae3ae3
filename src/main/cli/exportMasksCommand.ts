// export-masks: masks for other programs.
import { Option, type Command } from 'commander';
import { FORMATS, ShapesAs, WRITABLE_FORMATS, type FormatName } from '../../shared/labels/formats';
import { refuse, unwrap } from '../../shared/result';
import type { Project } from '../project/project';
import { exportMasks, listClasses } from '../studio';
import { action } from './command';
import type { Host } from './host';
import { findFrames, FRAMES_HELP } from './parse';
import { bytes } from './text';

interface MasksOptions {
  format: FormatName;
  out: string;
  frames?: string;
  classes?: string;
  shapes?: ShapesAs;
  tolerance?: string;
}

const HELP = FORMATS.filter(({ writes }) => writes)
  .map(({ name, title, about, loses }) => `  ${name.padEnd(11)} ${title}: ${about}.${loses ? ` ${loses}` : ''}`)
  .join('\n');

export function exportMasksCommand(program: Command, host: Host, end: (code: number) => void): void {
  const command = program
    .command('export-masks')
    .argument('<PROJECT>', 'the project whose masks to write')
    .addOption(new Option('--format <NAME>', 'what to write; see the end').choices(WRITABLE_FORMATS).makeOptionMandatory())
    .requiredOption('--out <DIR>', 'the folder to make: it must not be there, or be empty')
    .option('--frames <FROM..TO>', FRAMES_HELP)
    .option('--classes <NAMES>', 'only these, by name or id, with commas between; pixels of others become other, ignore stays')
    .addOption(new Option('--shapes <WHAT>', 'coco, cvat, labelme: masks or polygons; both exact').choices(ShapesAs.options))
    .option('--tolerance <PIXELS>', 'polygons may be so far off the outlines, to have fewer points; 0 by default')
    .summary('write masks in a format of other programs')
    .description('Write the current masks of frames in a format of other programs, all of them or none. Nothing is written over.')
    .addHelpText('after', `\nFormats:\n${HELP}\n\nExample: roadbrush export-masks monday --format coco --out monday-coco`);
  action<MasksOptions>(command, host, end, async (task, [project = ''], { format, out, frames, classes, shapes, tolerance }) => {
    const studio = task.studio(project, 'write-if-free');
    const what = {
      format,
      out: task.path(out),
      frames: findFrames(studio.project, frames),
      classes: classIds(studio.project, classes),
      shapes,
      tolerance: pixels(tolerance),
    };
    const made = unwrap(await exportMasks(studio, what, task.verb));
    const left = made.withoutMask > 0 ? `; ${made.withoutMask} without a mask were left out` : '';
    const words = `Wrote the masks of ${made.frames} frame${made.frames === 1 ? '' : 's'} into ${made.folder}: ${made.files.length} file${made.files.length === 1 ? '' : 's'}, ${bytes(made.bytes)}${left}.`;
    return { json: made, lines: [words, ...made.notes] };
  });
}

const pixels = (written: string | undefined): number | undefined =>
  written === undefined ? undefined : written.trim() === '' ? NaN : Number(written);

function classIds(project: Project, written: string | undefined): number[] | null {
  if (written === undefined) return null;
  const known = listClasses(project);
  return written.split(',').map((word) => {
    const name = word.trim().toLowerCase();
    const found = known.find((one) => one.name.toLowerCase() === name) ?? known.find((one) => String(one.id) === name);
    const names = known.map((one) => one.name).join(', ');
    return found?.id ?? refuse('bad-input', `${project.name} has no class '${word.trim()}'.`, `Its classes: ${names}.`);
  });
}
