// report: a run in one HTML file.
import type { Command } from 'commander';
import type { EpochChoice } from '../../shared/domain';
import { unwrap } from '../../shared/result';
import { writeReport } from '../studio';
import { action } from './command';
import type { Host } from './host';
import { epochOption, findRun, RUN_HELP } from './parse';
import { bytes } from './text';

export function reportCommand(program: Command, host: Host, end: (code: number) => void): void {
  const command = program
    .command('report')
    .argument('<PROJECT>', 'the project of the run')
    .option('--run <R>', RUN_HELP)
    .addOption(epochOption())
    .requiredOption('--out <FILE>', 'the report to write, NAME.html; it is there only when it is whole')
    .summary('write a run’s report (HTML)')
    .description(
      'Write a run’s report as one HTML file without outside references: what it ran on, its settings, data, curves and scores, and its best and worst held-out frames.',
    )
    .addHelpText('after', '\nExample: roadbrush report monday --run 3 --out unet-3.html');
  action<{ run?: string; epoch: EpochChoice; out: string }>(command, host, end, async (task, [project = ''], options) => {
    const studio = task.studio(project, 'write-if-free');
    const run = findRun(studio.project, options.run);
    const made = unwrap(await writeReport(studio, { run: run.id, epoch: options.epoch, out: task.path(options.out) }, task.verb));
    const words = `run ${run.id} '${run.name}', epoch ${made.epoch}, ${made.heldOutFrames} held-out frames, ${bytes(made.bytes)}`;
    return { json: made, lines: [`Wrote ${made.file}: ${words}.`] };
  });
}
