// augment-sheet: what training would see, as a picture.
import type { Command } from 'commander';
import { RUN_OPTIONS } from '../../shared/training/options';
import { unwrap } from '../../shared/result';
import { writeAugmentSheet } from '../studio';
import { action } from './command';
import type { Host } from './host';
import { integer } from './parse';
import { addRunOptions, runConfig, type RunFlags } from './runOptions';
import { bytes } from './text';

/** Options of a run that change what its net is shown. */
const SEEN = new Set(RUN_OPTIONS.filter(({ group, path }) => group === 'Images' || path === 'width' || path === 'height'));

export function augmentSheetCommand(program: Command, host: Host, end: (code: number) => void): void {
  const command = program
    .command('augment-sheet')
    .argument('<PROJECT>', 'the project')
    .option('--n <N>', 'how many samples, 1 to 100', integer(1, 100), 12)
    .option('--seed <S>', 'another seed draws other samples', integer(0), 1)
    .requiredOption('--out <FILE>', 'the picture to write, NAME.png')
    .summary('show what training would see (PNG)')
    .description('Draw train frames as a run with these options would see them, each with its mask, on one PNG.');
  addRunOptions(command, { offered: (option) => SEEN.has(option) }).addHelpText(
    'after',
    '\nExample: roadbrush augment-sheet monday --n 12 --brightness 0.2 --rotation 3 --out sheet.png',
  );
  action<RunFlags & { n: number; seed: number; out: string }>(command, host, end, async (task, [project = ''], options) => {
    const { n, seed } = options;
    const config = runConfig(options);
    const made = unwrap(await writeAugmentSheet(task.studio(project, 'read'), { config, n, seed, out: task.path(options.out) }, task.verb));
    const words = `${made.samples} samples of ${config.width}x${config.height}, ${bytes(made.bytes)}`;
    return { json: { ...made, seed }, lines: [`Wrote ${made.file}: ${words}.`] };
  });
}
