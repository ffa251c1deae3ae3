// train, resume: a line an epoch, Ctrl+C at any time, and on with `resume`.
import type { Command } from 'commander';
import type { RunProgress, RunSummary } from '../../shared/contract/runs';
import type { EpochRecord } from '../../shared/domain';
import type { RunConfig } from '../../shared/training/config';
import { patienceWords, rateWords, stepWords } from '../../shared/training/words';
import { unwrap, type Result } from '../../shared/result';
import { netOf, resumeRun, startRun, type RunOptions, type StartedRun } from '../studio';
import { action, DONE, FAILED, INTERRUPTED, type Answer, type Task } from './command';
import type { Host } from './host';
import { findRun, findWeights } from './parse';
import { duration } from './progress';
import { addRunOptions, runConfig, type RunFlags } from './runOptions';
import { shellWord, three } from './text';

type End = (code: number) => void;

export function trainCommand(program: Command, host: Host, end: End): void {
  const command = program
    .command('train')
    .argument('<PROJECT>', 'the project to train on')
    .option('--name <TEXT>', "the run's name; 'unet 1', 'unet 2' ... if none is given")
    .option(
      '--from <RUN[:EPOCH]>',
      "begin with another run's weights (its best epoch, if none is given), net and input size; Adam begins afresh",
    )
    .summary('train a run')
    .description('Train a run on the train frames and score it on the held-out ones after every epoch. Ctrl+C is safe: go on with resume.');
  addRunOptions(command).addHelpText('after', '\nExample: roadbrush train monday --preset quick --epochs 20 --size 640x192');
  action<RunFlags & { name?: string; from?: string }>(command, host, end, async (task, [project = ''], options) => {
    // What is wrong with the options is said before the project is opened, if it can be known.
    const alone = options.from === undefined ? runConfig(options) : null;
    const studio = task.studio(project, 'write');
    const from = options.from === undefined ? null : findWeights(studio.project, options.from);
    const config = alone ?? runConfig(options, from ? netOf(studio.project, from.run) : {});
    const start = { config, name: options.name ?? '', from };
    return finish(task, project, await begin(task, await startRun(studio, start, follow(task))));
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

/** Tells the run's news as they come. */
export function follow(task: Task): RunOptions {
  let known: RunSummary | null = null;
  const record = (run: RunSummary, epoch: EpochRecord | null): void => {
    if (run.path !== null && (known?.path ?? null) === null) task.note(`Run ${run.id} '${run.name}' trains on ${run.device}.`);
    known = run;
    if (epoch) task.tell(epochLine(epoch, run));
  };
  return {
    signal: task.signal,
    onNews: (news) => {
      if (news.kind === 'run') record(news.run, news.epoch);
      else if (news.kind === 'notice') task.note(news.message);
      else if (known) tick(task, news.progress, known.config);
    },
  };
}

export async function begin(task: Task, result: Result<StartedRun>): Promise<RunSummary> {
  const started = unwrap(result);
  for (const notice of started.notices) task.note(notice);
  return unwrap(await started.finished);
}

function tick(task: Task, progress: RunProgress, config: RunConfig): void {
  if (progress.state !== 'running' || progress.steps === 0) return;
  const { epoch, epochs, step, steps, loss, learningRate, imagesPerSecond, secondsLeft, budgetLeft, scoring } = progress;
  const words = [
    ...[loss === null ? '' : `loss ${loss.toFixed(4)}`, imagesPerSecond === null ? '' : `${imagesPerSecond.toFixed(1)} images/s`],
    ...[stepWords(progress), learningRate === null ? '' : `learning rate ${rateWords(learningRate)}`],
    ...[patienceWords(progress.withoutBetter, config), budgetLeft === null ? '' : `${duration(budgetLeft)} of the time budget`],
  ];
  const more = scoring ? 'scoring' : words.filter(Boolean).join(', ');
  task.progress.tick({ what: `Epoch ${epoch}/${epochs}`, done: step, total: steps, more, secondsLeft });
}

function epochLine(record: EpochRecord, run: RunSummary): string {
  const { epoch, loss, heldOut, seconds, imagesPerSecond, learningRate } = record;
  const place = `epoch ${String(epoch).padStart(String(run.config.epochs).length)}/${run.config.epochs}`;
  const scores = `held-out mean IoU ${three(heldOut.meanIoU)}  pooled ${three(heldOut.pooledIoU)}`;
  const speed = `${seconds.toFixed(1)} s  ${imagesPerSecond.toFixed(1)} images/s`;
  const standing =
    run.bestEpoch === epoch
      ? 'best'
      : patienceWords(run.bestMeanIoU === null || run.bestEpoch === null ? 0 : epoch - run.bestEpoch, run.config);
  const all = [
    place,
    loss === null ? '' : `loss ${loss.toFixed(4)}`,
    scores,
    speed,
    stepWords(record),
    `learning rate ${rateWords(learningRate)}`,
    standing,
  ];
  return all.filter(Boolean).join('  ');
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
