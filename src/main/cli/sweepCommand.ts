// sweep: runs that differ in some options, as a grid or as a list, trained one after the other; the best first at the end.
import { type Command } from 'commander';
import { readFileSync } from 'node:fs';
import { refuse, unwrap } from '../../shared/result';
import { presetOf } from '../../shared/training/changes';
import { expectedTimes } from '../../shared/training/estimate';
import { freshName } from '../../shared/training/names';
import { flagName, gridOf, listOf, optionNamed, readDifference, type Axis, type Difference, type Sweep } from '../../shared/training/sweep';
import { RUN_OPTIONS } from '../../shared/training/options';
import { listRuns, netOf, queueRuns } from '../studio';
import { action, wrongUse } from './command';
import type { Host } from './host';
import { findWeights } from './parse';
import { duration } from './progress';
import { summed, workThrough } from './queueCommands';
import { addRunOptions, runConfig, type RunFlags } from './runOptions';
import { shellWord } from './text';

interface SweepFlags extends RunFlags {
  readonly grid?: readonly string[];
  readonly list?: string;
  readonly name?: string;
  readonly from?: string;
  readonly dryRun?: boolean;
  readonly queue?: boolean;
}

export function sweepCommand(program: Command, host: Host, end: (code: number) => void): void {
  const gather = (text: string, before: readonly string[] = []): string[] => [...before, text];
  const command = program
    .command('sweep')
    .argument('<PROJECT>', 'the project to train on')
    .option(
      '--grid <OPTION=VALUES>',
      'an option and its values: base=8,16 or lr=1e-4..1e-2:x10 or width=224..448:32; may be repeated',
      gather,
    )
    .option('--list <FILE>', 'a JSON file: [{"base": 8, "lr": 1e-3, "name": "small"}, ...], a run each')
    .option('--name <TEXT>', "the sweep's name; 'sweep 1', 'sweep 2' ... if none is given")
    .option('--from <RUN[:EPOCH]>', "begin every run with another run's weights, net and input size")
    .option('--dry-run', 'only list the runs, and about how long they would take')
    .option('--queue', 'only put the runs into the queue')
    .summary('train many runs that differ in some options')
    .description(
      'Train a run for every combination of the values of --grid, or for every entry of --list; all other options are those of train.',
    );
  addRunOptions(command).addHelpText('after', '\nExample: roadbrush sweep monday --preset quick --grid base=8,16 --grid lr=3e-4,1e-3');
  action<SweepFlags>(command, host, end, async (task, [project = ''], options) => {
    const axes = (options.grid ?? []).map(axisOf);
    if (axes.length > 0 === (options.list !== undefined)) wrongUse('A sweep needs either --grid (once or more) or --list.');
    const alone = options.from === undefined ? sweepOf(options, axes, task.path, {}) : null;
    const studio = task.studio(project, options.dryRun ? 'read' : 'write');
    const from = options.from === undefined ? null : findWeights(studio.project, options.from);
    const { runs, same } = alone ?? sweepOf(options, axes, task.path, from ? netOf(studio.project, from.run) : {});
    const known = listRuns(studio.project);
    const sweep =
      options.name?.trim().slice(0, 80) ||
      freshName(
        known.map((run) => run.sweep),
        'sweep',
      );
    if (same > 0) task.note(`${same} of the combinations would be the same run as another one, and are left out.`);
    const time = expectedTimes(
      known,
      runs.map(({ config }) => config),
    );
    const about =
      time.known === runs.length ? `, about ${duration(time.seconds)}` : time.known > 0 ? `, more than ${duration(time.seconds)}` : '';
    const words = `Sweep '${sweep}': ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}${about}.`;
    const names = runs.map(({ name }) => `  ${name}`);
    if (options.dryRun) return { json: { sweep, runs, seconds: time.known > 0 ? time.seconds : null }, lines: [words, ...names] };
    const ids = unwrap(
      await queueRuns(
        studio,
        runs.map((run) => ({ ...run, sweep, from })),
      ),
    );
    if (options.queue)
      return { json: { sweep, runs: ids }, lines: [words, ...names, `Train them with: roadbrush queue-run ${shellWord(project)}`] };
    task.note(words);
    const ended = (await workThrough(task, studio)).filter((run) => ids.includes(run.id));
    const answer = summed(task, project, ended);
    return { ...answer, json: { sweep, ...answer.json }, lines: answer.lines };
  });
}

function axisOf(written: string): Axis {
  const at = written.indexOf('=');
  if (at < 1) return wrongUse(`--grid ${written}: it must be OPTION=VALUES, such as base=8,16.`);
  const name = written.slice(0, at).trim();
  const option = optionNamed(name);
  if (!option) return wrongUse(`--grid: there is no option '${name}'. Options: ${RUN_OPTIONS.map(flagName).join(', ')}.`);
  return { option, text: written.slice(at + 1) };
}

function sweepOf(
  options: SweepFlags,
  axes: readonly Axis[],
  path: (written: string) => string,
  instead: Parameters<typeof runConfig>[1],
): Sweep {
  const base = runConfig(options, instead);
  const preset = presetOf(base) ?? options.preset;
  const read = options.list === undefined ? gridOf(base, preset, axes) : listOf(base, preset, rowsOf(path(options.list)));
  return read.problem === undefined ? read.sweep : wrongUse(read.problem);
}

function rowsOf(file: string): Difference[] {
  let rows: unknown;
  try {
    rows = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return refuse(
      'bad-input',
      missing ? `There is no file ${file}.` : `${file} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (!Array.isArray(rows) || rows.length === 0)
    return refuse('bad-input', `${file} must hold a list of runs, such as [{"base": 8}, {"base": 16}].`);
  return rows.map((row: unknown, index) => {
    const read = readDifference(row);
    return read.problem === undefined ? read.row : refuse('bad-input', `${file}, run ${index + 1}: ${read.problem}`);
  });
}
