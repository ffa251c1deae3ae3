// queue, queue-add, queue-run, queue-remove: runs that wait, and training them one after the other.
import { InvalidArgumentError, type Command } from 'commander';
import type { RunSummary } from '../../shared/contract/runs';
import { unwrap } from '../../shared/result';
import { expectedTime } from '../../shared/training/estimate';
import { holdQueue, listQueue, listRuns, netOf, placeInQueue, queueRuns, removeRun, startNext, type Studio } from '../studio';
import { action, DONE, FAILED, INTERRUPTED, type Answer, type Task } from './command';
import type { Host } from './host';
import { findRun, findWeights, integer } from './parse';
import { duration } from './progress';
import { addRunOptions, runConfig, type RunFlags } from './runOptions';
import { shellWord, table, three } from './text';
import { begin, follow } from './trainCommands';

type End = (code: number) => void;

export function queueCommand(program: Command, host: Host, end: End): void {
  const command = program
    .command('queue')
    .argument('<PROJECT>', 'the project')
    .option('--move <RUN>', 'a queued run, by number or name, to be put elsewhere')
    .option('--to <PLACE>', 'where --move puts it; 1 is the next', integer(1))
    .summary('list the runs that wait to be trained')
    .description('List the runs that wait for their turn, the next first, with the time they are likely to take; or move one.')
    .addHelpText('after', '\nExample: roadbrush queue monday --move 7 --to 1');
  action<{ move?: string; to?: number }>(command, host, end, async (task, [project = ''], options) => {
    if ((options.move === undefined) !== (options.to === undefined)) throw new InvalidArgumentError('--move and --to go together.');
    const opened = task.open(project, options.move === undefined ? 'read' : 'write');
    if (options.move !== undefined) unwrap(placeInQueue(opened, findRun(opened, options.move, true).id, options.to ?? 1));
    const queue = listQueue(opened);
    return { json: { queue }, lines: queueLines(queue, listRuns(opened), project) };
  });
}

export function queueAddCommand(program: Command, host: Host, end: End): void {
  const command = program
    .command('queue-add')
    .argument('<PROJECT>', 'the project to train on')
    .option('--name <TEXT>', "the run's name; 'unet 1', 'unet 2' ... if none is given")
    .option('--from <RUN[:EPOCH]>', "begin with another run's weights (its best epoch, if none is given), net and input size")
    .summary('put a run into the queue')
    .description('Put a run at the end of the queue, with the options of train. It sees the masks of the moment it begins.');
  addRunOptions(command).addHelpText('after', '\nExample: roadbrush queue-add monday --preset road --base 32');
  action<RunFlags & { name?: string; from?: string }>(command, host, end, async (task, [project = ''], options) => {
    const studio = task.studio(project, 'write');
    const from = options.from === undefined ? null : findWeights(studio.project, options.from);
    const config = runConfig(options, from ? netOf(studio.project, from.run) : {});
    unwrap(await queueRuns(studio, [{ config, name: options.name ?? '', from }]));
    const queue = listQueue(studio.project);
    return { json: { queue }, lines: queueLines(queue, listRuns(studio.project), project) };
  });
}

export function queueRemoveCommand(program: Command, host: Host, end: End): void {
  const command = program
    .command('queue-remove')
    .argument('<PROJECT>', 'the project')
    .argument('<RUN>', 'the queued run, by number or name')
    .summary('take a run out of the queue')
    .description('Take a run that has not begun yet out of the queue, for good.')
    .addHelpText('after', '\nExample: roadbrush queue-remove monday 7');
  action(command, host, end, async (task, [project = '', written = '']) => {
    const studio = task.studio(project, 'write');
    const run = findRun(studio.project, written, true);
    // Refuses what has begun: only what waits may go.
    unwrap(placeInQueue(studio.project, run.id, null));
    unwrap(await removeRun(studio, run.id));
    const queue = listQueue(studio.project);
    return { json: { queue }, lines: queueLines(queue, listRuns(studio.project), project) };
  });
}

export function queueRunCommand(program: Command, host: Host, end: End): void {
  const command = program
    .command('queue-run')
    .argument('<PROJECT>', 'the project')
    .summary('train all queued runs, one after the other')
    .description(
      'Train all queued runs, one after the other; one that fails does not stop the others. Ctrl+C interrupts the one that trains (go on with resume) and leaves the others queued.',
    )
    .addHelpText('after', '\nExample: roadbrush queue-run monday');
  action(command, host, end, async (task, [project = '']) => {
    const studio = task.studio(project, 'write');
    if (listQueue(studio.project).length === 0) return { json: { runs: [] }, lines: ['No run waits in the queue.'] };
    return summed(task, project, await workThrough(task, studio));
  });
}

/** Trains what is queued until nothing waits or Ctrl+C. Answers the runs as they ended, in their order. */
export async function workThrough(task: Task, studio: Studio): Promise<RunSummary[]> {
  const ended: RunSummary[] = [];
  holdQueue(studio, false);
  for (;;) {
    const next = unwrap(await startNext(studio, follow(task)));
    if (!next) return ended;
    const { name } = findRun(studio.project, String(next.run), true);
    task.note(`Run ${next.run} '${name}' begins; ${listQueue(studio.project).length} more in the queue.`);
    const run = await begin(task, { ok: true, value: next });
    if (run.reason && run.state !== 'done') task.note(`Run ${run.id} '${run.name}' is ${run.state}: ${run.reason}`);
    ended.push(run);
  }
}

/** The runs as a table, best first, and what is left to do. */
export function summed(task: Task, project: string, runs: readonly RunSummary[]): Answer {
  const left = task.signal.aborted;
  if (left) task.note(`Go on with: roadbrush resume ${shellWord(project)}, then roadbrush queue-run ${shellWord(project)}`);
  const failed = runs.some(({ state }) => state === 'failed' || state === 'interrupted');
  return { json: { runs: bestFirst(runs) }, lines: bestFirstLines(runs), code: left ? INTERRUPTED : failed ? FAILED : DONE };
}

/** By held-out mean IoU; those without one last. */
export const bestFirst = (runs: readonly RunSummary[]): RunSummary[] =>
  [...runs].sort((a, b) => (b.bestMeanIoU ?? -1) - (a.bestMeanIoU ?? -1) || a.id - b.id);

export function bestFirstLines(runs: readonly RunSummary[]): string[] {
  const rows = bestFirst(runs).map((run) => [
    ...[String(run.id), run.name, three(run.bestMeanIoU), three(run.bestPooledIoU)],
    ...[run.bestEpoch === null ? '-' : String(run.bestEpoch), `${run.epochs}/${run.config.epochs}`, duration(run.seconds), run.state],
  ]);
  return rows.length > 0 ? table(['run', 'name', 'held-out mean IoU', 'pooled IoU', 'at epoch', 'epochs', 'time', 'state'], rows) : [];
}

function queueLines(queue: readonly RunSummary[], runs: readonly RunSummary[], project: string): string[] {
  if (queue.length === 0) return ['No run waits in the queue.'];
  const rows = queue.map((run) => [
    ...[String(run.place ?? '-'), String(run.id), run.name, run.sweep || '-', run.config.net, String(run.config.base)],
    ...[`${run.config.width}x${run.config.height}`, String(run.config.epochs), timeWords(expectedTime(runs, run.config)?.seconds)],
  ]);
  const header = ['place', 'run', 'name', 'sweep', 'net', 'base', 'input', 'epochs', 'about'];
  return [...table(header, rows), `Train them with: roadbrush queue-run ${shellWord(project)}`];
}

const timeWords = (seconds: number | undefined): string => (seconds === undefined ? '-' : duration(seconds));
