// retrain: a run goes on learning from what was corrected since, within a time budget; then what became better and worse.
import { type Command } from 'commander';
import type { RetrainReport } from '../../shared/contract/runQueue';
import { unwrap } from '../../shared/result';
import { retrainingStart, retrainReport, startRun } from '../studio';
import { action, INTERRUPTED, FAILED } from './command';
import type { Host } from './host';
import { decimal, findRun, findWeights, integer, RUN_HELP } from './parse';
import { shellWord, table, three } from './text';
import { begin, follow } from './trainCommands';

export function retrainCommand(program: Command, host: Host, end: (code: number) => void): void {
  const command = program
    .command('retrain')
    .argument('<PROJECT>', 'the project of the run')
    .argument('[RUN[:EPOCH]]', `${RUN_HELP}, and its best epoch`)
    .option('--budget <MIN>', 'minutes of training, after which it is scored and kept', decimal(0.01, 1440), 5)
    .option('--weight <N>', 'how often an epoch sees a train frame that was corrected since the run saw it', integer(1, 100), 1)
    .option('--name <TEXT>', "the new run's name")
    .summary('train on from corrections, and compare')
    .description(
      "Train on from a run's best checkpoint, with its settings, on the frames and masks of now; then say what became better and worse, a frame each.",
    )
    .addHelpText('after', '\nExample: roadbrush retrain monday 3 --budget 5 --weight 3');
  action<{ budget: number; weight: number; name?: string }>(command, host, end, async (task, [project = '', written], options) => {
    const studio = task.studio(project, 'write');
    const from =
      written === undefined ? { run: findRun(studio.project, undefined).id, epoch: 'best' as const } : findWeights(studio.project, written);
    const start = unwrap(retrainingStart(studio.project, { from, minutes: options.budget, weight: options.weight }));
    const run = await begin(task, await startRun(studio, { ...start, name: options.name ?? start.name }, follow(task)));
    if (run.bestEpoch === null || run.state === 'failed' || run.state === 'interrupted') {
      if (run.reason) task.note(run.reason);
      task.note(`Go on with: roadbrush resume ${shellWord(project)} --run ${run.id}`);
      const words = `Run ${run.id} '${run.name}' is ${run.state}: there is nothing to compare yet.`;
      return { json: { run }, lines: [words], code: task.signal.aborted ? INTERRUPTED : FAILED };
    }
    const report = unwrap(await retrainReport(studio, run.id, task.verb));
    return { json: { run, report }, lines: reportLines(report) };
  });
}

export function reportLines({ parent, run, threshold, heldOut, frames }: RetrainReport): string[] {
  const line = (label: string, { before, after }: { before: number | null; after: number | null }): string =>
    `  ${label.padEnd(18)} ${three(before)} -> ${three(after)}${before === null || after === null ? '' : `  ${signed(after - before)}`}`;
  const rows = frames.map(({ name, split, corrected, before, after }) => [
    ...[name, split, corrected ? 'corrected' : '', three(before), three(after), signed(after - before)],
  ]);
  return [
    `'${parent.name}' epoch ${parent.epoch} -> '${run.name}' epoch ${run.epoch}, road IoU at threshold ${threshold}, against the masks of now:`,
    line('held-out mean', heldOut.mean),
    line('held-out pooled', heldOut.pooled),
    `  ${heldOut.frames} held-out frames: ${heldOut.better} better, ${heldOut.worse} worse, ${heldOut.frames - heldOut.better - heldOut.worse} as before`,
    '',
    ...table(['frame', 'set', '', 'before', 'after', 'difference'], rows),
  ];
}

const signed = (delta: number): string => `${delta < 0 ? '-' : '+'}${Math.abs(delta).toFixed(3)}`;
