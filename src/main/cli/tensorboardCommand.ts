// tensorboard: the curves of runs that were trained, as TensorBoard event files.
import type { Command } from 'commander';
import { unwrap } from '../../shared/result';
import { exportTensorBoard } from '../studio';
import { action } from './command';
import type { Host } from './host';
import { findRun } from './parse';
import { shellWord } from './text';

export function tensorboardCommand(program: Command, host: Host, end: (code: number) => void): void {
  const command = program
    .command('tensorboard')
    .argument('<PROJECT>', 'the project')
    .option('--run <R>', 'one run alone, by number or name; every run with a finished epoch if none is given')
    .requiredOption('--out <DIR>', 'the folder to make, with one inside it for each run; it is there only when whole')
    .summary('write the curves of runs for TensorBoard')
    .description(
      'Write the curves of finished runs as TensorBoard event files: losses, held-out scores, learning rate, speed, by epoch. A run with --tensorboard writes its own while it trains, into PROJECT/runs/NUMBER.',
    )
    .addHelpText('after', '\nExample: roadbrush tensorboard monday --out logs && tensorboard --logdir logs');
  action<{ run?: string; out: string }>(command, host, end, async (task, [project = ''], options) => {
    const opened = task.open(project, 'read');
    const runs = options.run === undefined ? [] : [findRun(opened, options.run, true).id];
    const made = unwrap(await exportTensorBoard(opened, { runs, out: task.path(options.out) }));
    const lines = made.runs.map(({ run, name, epochs }) => `Run ${run} '${name}': ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}.`);
    return { json: made, lines: [...lines, `Look at them with: tensorboard --logdir ${shellWord(made.folder)}`] };
  });
}
