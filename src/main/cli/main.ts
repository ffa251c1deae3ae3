// The command line as a function: arguments in, exit code out.
import { Command, CommanderError } from 'commander';
import { ROADBRUSH_VERSION } from '../studio';
import { benchCommand } from './benchCommand';
import { classesCommand } from './classesCommand';
import { compareCommand } from './compareCommand';
import { DONE, WRONG_USE } from './command';
import { demoCommand } from './demoCommand';
import { doctorCommand } from './doctorCommand';
import { historyCommand, restoreCommand } from './historyCommands';
import { exportOverlaysCommand, exportVideoCommand } from './exportCommands';
import { exportMasksCommand } from './exportMasksCommand';
import type { Host } from './host';
import { evaluateCommand, predictCommand } from './predictCommands';
import { createCommand, importCommand, sampleCommand, splitCommand } from './projectCommands';
import { exportModelCommand, importWeightsCommand } from './modelCommands';
import { queueAddCommand, queueCommand, queueRemoveCommand, queueRunCommand } from './queueCommands';
import { retrainCommand } from './retrainCommand';
import { sweepCommand } from './sweepCommand';
import { augmentSheetCommand } from './sheetCommand';
import { runsCommand } from './runsCommands';
import { worstCommand } from './worstCommand';
import { resumeCommand, trainCommand } from './trainCommands';
import { reportCommand } from './reportCommand';
import { tensorboardCommand } from './tensorboardCommand';

const EXIT_CODES = `
Exit codes: 0 done, 1 failed, 2 wrong use, 130 interrupted and safe to go on.
Every command takes --json: one JSON object as the last line of standard output; progress and logs are on standard error.
PROJECT is a path, with or without '.roadbrush'.`;

/** `args` without node and script. 0 done, 1 failed, 2 wrong use, 130 interrupted and safe to go on. Only a bug of ours is thrown. */
export async function main(args: readonly string[], host: Host): Promise<number> {
  let code = DONE;
  const end = (ended: number): void => void (code = ended);
  const program = new Command('roadbrush')
    .description('Train U-Net and U-Net++ on road masks, look at what it predicts, export overlay videos. Offline.')
    .version(ROADBRUSH_VERSION)
    .addHelpText('after', EXIT_CODES)
    .showHelpAfterError('(add --help for how to use it)')
    // What stands after a command is that command's, and after `runs annotate` that one's.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
      getOutHelpWidth: () => Math.min(host.stdout.columns, 100),
      getErrHelpWidth: () => Math.min(host.stderr.columns, 100),
    });
  const commands = [
    ...[
      createCommand,
      sampleCommand,
      importCommand,
      splitCommand,
      classesCommand,
      trainCommand,
      resumeCommand,
      retrainCommand,
      sweepCommand,
      ...[queueCommand, queueAddCommand, queueRunCommand, queueRemoveCommand],
      runsCommand,
      evaluateCommand,
      compareCommand,
    ],
    ...[
      predictCommand,
      exportVideoCommand,
      exportOverlaysCommand,
      exportMasksCommand,
      historyCommand,
      restoreCommand,
      augmentSheetCommand,
      importWeightsCommand,
      exportModelCommand,
      tensorboardCommand,
      reportCommand,
    ],
    ...[worstCommand, demoCommand, benchCommand, doctorCommand],
  ];
  for (const add of commands) add(program, host, end);
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // A command's own wrong use has not been told yet; commander's has.
    if (error.code === 'commander.invalidArgument' && !error.message.startsWith('error:')) host.stderr.write(`error: ${error.message}\n`);
    return error.exitCode === 0 ? DONE : WRONG_USE;
  }
}
