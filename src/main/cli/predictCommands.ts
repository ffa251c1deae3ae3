// evaluate, predict: what a run sees.
import { Option, type Command } from 'commander';
import type { EpochChoice } from '../../shared/domain';
import { postWords } from '../../shared/prediction/decision';
import { unwrap } from '../../shared/result';
import { evaluate, predict, type EvaluationSet } from '../studio';
import { action } from './command';
import { postOf, withPost, type PostOptions } from './decisionOptions';
import type { Host } from './host';
import { decimal, epochOption, findFrames, findRun, FRAMES_HELP, integer, RUN_HELP } from './parse';
import { table, three } from './text';

type End = (code: number) => void;

interface EvaluateOptions extends PostOptions {
  run?: string;
  epoch: EpochChoice;
  threshold?: number;
  set: EvaluationSet;
  depth?: number;
}
export function evaluateCommand(program: Command, host: Host, end: End): void {
  const command = program
    .command('evaluate')
    .argument('<PROJECT>', 'the project of the run')
    .option('--run <R>', RUN_HELP)
    .addOption(epochOption())
    .option(
      '--threshold <T>',
      'a pixel is road when its probability is above this, 0 to 1; the run’s own (0.5) if none is given',
      decimal(0, 1),
    )
    .addOption(
      new Option('--set <SET>', 'which frames, by what they were to the run').choices(['held-out', 'train', 'all']).default('held-out'),
    )
    .option(
      '--depth <N>',
      'read a U-Net++ with deep supervision at this node of its top row, 1 to 4: what lies deeper is not computed',
      integer(1, 4),
    )
    .summary('score a run')
    .description(
      'Score a run: IoU, precision, recall and F1 of road at the frames’ own size, ignore pixels left out, against the masks as they are now.',
    )
    .addHelpText('after', '\nExample: roadbrush evaluate monday --run 3 --epoch best --set held-out --json');
  withPost(command);
  action<EvaluateOptions>(command, host, end, async (task, [project = ''], options) => {
    const studio = task.studio(project, 'write-if-free');
    const run = findRun(studio.project, options.run);
    const threshold = options.threshold ?? run.config.threshold;
    const what = { run: run.id, epoch: options.epoch, threshold, set: options.set, post: postOf(options, threshold) };
    const { depth } = options;
    const found = unwrap(await evaluate(studio, { ...what, ...(depth === undefined ? {} : { depth }) }, task.verb));
    const worst = [...found.perFrame].sort((a, b) => a.iou - b.iou).slice(0, 5);
    const followed = postWords({ ...found.post, threshold: found.threshold });
    const lines = [
      `Run ${found.run} '${run.name}', epoch ${found.epoch}${depth === undefined ? '' : `, depth ${depth}`}, threshold ${found.threshold}${followed && `, ${followed}`}, set ${found.set}: ${found.frames} frames`,
      `  mean IoU    ${three(found.meanIoU)}`,
      `  pooled IoU  ${three(found.pooledIoU)}`,
      `  precision   ${three(found.precision)}`,
      `  recall      ${three(found.recall)}`,
      `  F1          ${three(found.f1)}`,
      '',
      ...table(
        ['worst frames', 'set', 'IoU'],
        worst.map((frame) => [frame.name, frame.split === 'none' ? 'not seen' : frame.split, three(frame.iou)]),
      ),
    ];
    return { json: found, lines };
  });
}

interface PredictOptions {
  run?: string;
  epoch: EpochChoice;
  frames?: string;
  set?: 'all' | 'held-out' | 'train';
}
export function predictCommand(program: Command, host: Host, end: End): void {
  const command = program
    .command('predict')
    .argument('<PROJECT>', 'the project of the run')
    .option('--run <R>', RUN_HELP)
    .addOption(epochOption())
    .option('--frames <FROM..TO>', FRAMES_HELP)
    .addOption(
      new Option('--set <SET>', 'which frames, by what they were to the run').choices(['held-out', 'train', 'all']).conflicts('frames'),
    )
    .summary('predict frames and store the predictions')
    .description(
      'Predict frames with a run and store the predictions in the project, for the window, scores and exports. What is stored already is kept.',
    )
    .addHelpText('after', '\nExample: roadbrush predict monday --frames 1..36');
  action<PredictOptions>(command, host, end, async (task, [project = ''], options) => {
    const studio = task.studio(project, 'write');
    const run = findRun(studio.project, options.run);
    const frames = options.set ?? findFrames(studio.project, options.frames);
    const done = unwrap(await predict(studio, { run: run.id, epoch: options.epoch, frames }, task.verb));
    const words = `Run ${done.run} '${run.name}', epoch ${done.epoch}: ${done.frames} frames predicted, ${done.computed} of them now.`;
    return { json: done, lines: [words] };
  });
}
