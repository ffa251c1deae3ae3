// train, resume, runs: a line an epoch, Ctrl+C at any time, and on with `resume`.
import type { Command } from 'commander';
import type { RunProgress, RunSummary } from '../../shared/contract/runs';
import type { EpochRecord } from '../../shared/domain';
import { unwrap, type Result } from '../../shared/result';
import { getRun, listRuns, resumeRun, startRun, type RunOptions, type StartedRun } from '../studio';
import { action, DONE, FAILED, INTERRUPTED, type Answer, type Task } from './command';
import type { Host } from './host';
import { findRun } from './parse';
import { duration } from './progress';
import { addRunOptions, runConfig, type RunFlags } from './runOptions';
import { shellWord, table, three } from './text';

type End = (code: number) => void;

export function trainCommand(program: Command, host: Host, end: End): void {
  const command = program
    .command('train')
    .argument('<PROJECT>', 'the project to train on')
    .option('--name <TEXT>', "the run's name; 'unet 1', 'unet 2' ... if none is given")
    .summary('train a run')
    .description('Train a run on the train frames and score it on the held-out ones after every epoch. Ctrl+C is safe: go on with resume.');
  addRunOptions(command).addHelpText('after', '\nExample: roadbrush train monday --preset quick --epochs 20 --size 640x192');
  action<RunFlags & { name?: string }>(command, host, end, async (task, [project = ''], options) => {
    const config = runConfig(options);
    const studio = task.studio(project, 'write');
    return finish(task, project, await begin(task, await startRun(studio, { config, name: options.name ?? '' }, follow(task))));
  });
}

export function resumeCommand(program: Command, host: Host, end: End): void {
  const command = program
    .command('resume')
    .argument('<PROJECT>', 'the project of the run')
    .option('--run <R>', 'the run, by number or name; the newest if none is given')
    .summary('go on with an interrupted run')
    .description('Go on with a run that was interrupted, stopped or failed, from its last checkpoint, as if nothing had happened.')
    .addHelpText('after', '\nExample: roadbrush resume monday --run 3');
  action<{ run?: string }>(command, host, end, async (task, [project = ''], options) => {
    const studio = task.studio(project, 'write');
    const run = findRun(studio.project, options.run, true);
    return finish(task, project, await begin(task, await resumeRun(studio, run.id, follow(task))));
  });
}

function follow(task: Task): RunOptions {
  return {
    signal: task.signal,
    onNews: (news) => {
      if (news.kind === 'progress') tick(task, news.progress);
      else if (news.epoch) task.tell(epochLine(news.epoch, news.run));
    },
  };
}

export async function begin(task: Task, result: Result<StartedRun>): Promise<RunSummary> {
  const started = unwrap(result);
  for (const notice of started.notices) task.note(notice);
  return unwrap(await started.finished);
}

export function tick(task: Task, progress: RunProgress): void {
  if (progress.state !== 'running' || progress.steps === 0) return;
  const { epoch, epochs, step, steps, loss, imagesPerSecond, secondsLeft, scoring } = progress;
  const speed = imagesPerSecond === null ? undefined : `${imagesPerSecond.toFixed(1)} images/s`;
  const more = scoring ? 'scoring' : [loss === null ? undefined : `loss ${loss.toFixed(4)}`, speed].filter(Boolean).join(', ');
  task.progress.tick({ what: `Epoch ${epoch}/${epochs}`, done: step, total: steps, more, secondsLeft });
}

export function epochLine(record: EpochRecord, run: RunSummary): string {
  const { epoch, loss, heldOut, seconds, imagesPerSecond } = record;
  const place = `epoch ${String(epoch).padStart(String(run.config.epochs).length)}/${run.config.epochs}`;
  const scores = `held-out mean IoU ${three(heldOut.meanIoU)}  pooled ${three(heldOut.pooledIoU)}`;
  return `${place}  loss ${loss.toFixed(4)}  ${scores}  ${seconds.toFixed(1)} s  ${imagesPerSecond.toFixed(1)} images/s${run.bestEpoch === epoch ? '  best' : ''}`;
}

function finish(task: Task, project: string, run: RunSummary): Answer {
  const score =
    run.bestEpoch === null
      ? 'no epoch was scored'
      : `best held-out mean IoU ${three(run.bestMeanIoU)} (pooled ${three(run.bestPooledIoU)}) after epoch ${run.bestEpoch}`;
  const words = `Run ${run.id} '${run.name}' is ${run.state} after ${run.epochs} of ${run.config.epochs} epochs in ${duration(run.seconds)}: ${score}.`;
  if (run.state === 'done') return { json: run, lines: run.reason ? [words, run.reason] : [words], code: DONE };
  // Without --json the reason still belongs to standard error.
  if (run.reason) task.note(run.reason);
  task.note(`Go on with: roadbrush resume ${shellWord(project)} --run ${run.id}`);
  return { json: run, lines: [words], code: task.signal.aborted ? INTERRUPTED : run.state === 'stopped' ? DONE : FAILED };
}

export function runsCommand(program: Command, host: Host, end: End): void {
  const command = program
    .command('runs')
    .argument('<PROJECT>', 'the project')
    .summary('list the runs of a project')
    .description('List the runs of a project, newest first, also while another program is training one.')
    .addHelpText('after', '\nExample: roadbrush runs monday');
  action(command, host, end, async (task, [project = '']) => {
    const opened = task.open(project, 'read');
    const runs = listRuns(opened);
    const rows = runs.map((run) => [
      ...[String(run.id), run.name, run.config.preset, String(run.config.base), run.state, `${run.epochs}/${run.config.epochs}`],
      ...[
        three(run.bestMeanIoU),
        three(run.bestPooledIoU),
        run.bestEpoch === null ? '-' : String(run.bestEpoch),
        keptOf(opened, run),
        duration(run.seconds),
      ],
    ]);
    const header = ['run', 'name', 'preset', 'base', 'state', 'epochs', 'mean IoU', 'pooled IoU', 'best', 'weights of', 'time'];
    return {
      json: { runs },
      lines: runs.length > 0 ? table(header, rows) : [`${opened.name} has no run yet. Train one with: roadbrush train`],
    };
  });
}

const keptOf = (project: Parameters<typeof getRun>[0], run: RunSummary): string =>
  unwrap(getRun(project, run.id))
    .checkpoints.map((checkpoint) => String(checkpoint.epoch))
    .join(',') || '-';
