// export-masks: masks for other programs.
import { Option, type Command } from 'commander';
import type { PredictedMasks } from '../studio/studio';
import type { EpochChoice } from '../../shared/domain';
import { FORMATS, ShapesAs, WRITABLE_FORMATS, type FormatName } from '../../shared/labels/formats';
import { refuse, unwrap } from '../../shared/result';
import type { Project } from '../project/project';
import { exportMasks, listClasses } from '../studio';
import { action } from './command';
import type { Host } from './host';
import { postOf, smoothOf, withPost, withSmooth, type PostOptions, type SmoothOptions } from './decisionOptions';
import { decimal, epochOption, findFrames, findRun, FRAMES_HELP } from './parse';
import { bytes } from './text';

interface MasksOptions extends PostOptions, SmoothOptions {
  run?: string;
  epoch: EpochChoice;
  threshold?: number;
  keepIgnore?: true;
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
    .option('--run <R>', 'what this run predicts, by its number or name, instead of the current masks')
    .addOption(epochOption())
    .option('--threshold <T>', 'of a run: a pixel is road when its probability is above this; the run’s own without it', decimal(0, 1))
    .option('--keep-ignore', 'of a run: pixels that the current masks ignore stay ignored; else every pixel is road or other');
  withSmooth(withPost(command))
    .summary('write masks in a format of other programs')
    .description(
      'Write the current masks of frames, or what a run predicts, in a format of other programs, all of them or none. Nothing is written over.',
    )
    .addHelpText(
      'after',
      `\nFormats:\n${HELP}\n\nExample: roadbrush export-masks monday --format coco --out monday-coco
Example: roadbrush export-masks monday --run 3 --epoch best --threshold 0.5 --format coco --out monday-predicted`,
    );
  action<MasksOptions>(command, host, end, async (task, [project = ''], options) => {
    const { format, out, frames, classes, shapes, tolerance } = options;
    const studio = task.studio(project, 'write-if-free');
    const what = {
      format,
      out: task.path(out),
      frames: findFrames(studio.project, frames),
      classes: classIds(studio.project, classes),
      shapes,
      tolerance: pixels(tolerance),
      of: predicted(studio.project, options),
    };
    const made = unwrap(await exportMasks(studio, what, task.verb));
    const left = made.withoutMask > 0 ? `; ${made.withoutMask} without a mask were left out` : '';
    const words = `Wrote the masks of ${made.frames} frame${made.frames === 1 ? '' : 's'} into ${made.folder}: ${made.files.length} file${made.files.length === 1 ? '' : 's'}, ${bytes(made.bytes)}${left}.`;
    return { json: made, lines: [words, ...made.notes] };
  });
}

/** Options that say how a prediction is read mean nothing of masks as they are. */
function predicted(project: Project, options: MasksOptions): PredictedMasks | undefined {
  const { run: named, epoch, threshold, low, smallest, holes, smooth, keepIgnore } = options;
  if (named === undefined) {
    if ([threshold, low, smallest, holes, smooth, keepIgnore].some((value) => value !== undefined) || epoch !== 'best')
      refuse('bad-input', 'These options are about what a run predicts, and no run is named.', 'Add --run, or leave them out.');
    return undefined;
  }
  const run = findRun(project, named);
  const at = threshold ?? run.config.threshold;
  return { run: run.id, epoch, threshold: at, post: postOf(options, at), temporal: smoothOf(options), keepIgnore: keepIgnore ?? false };
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
