// evaluate, predict, export-video, export-overlays: what a run sees.
import { Option, type Command } from 'commander';
import type { EpochChoice } from '../../shared/domain';
import { postWords } from '../../shared/prediction/decision';
import { unwrap } from '../../shared/result';
import { evaluate, exportOverlays, exportVideo, predict, type EvaluationSet } from '../studio';
import { action } from './command';
import { postOf, withPost, type PostOptions } from './decisionOptions';
import type { Host } from './host';
import { decimal, epochOption, findFrames, findRun, FRAMES_HELP, integer, RUN_HELP } from './parse';
import { bytes, table, three } from './text';
import type { Project } from '../project/project';

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

interface StyleOptions extends PredictOptions, PostOptions {
  show: 'mask' | 'prediction' | 'both';
  alpha: number;
  threshold?: number;
  readout: boolean;
  out: string;
}
const styled = (command: Command): Command =>
  withPost(command)
    .option('--run <R>', RUN_HELP)
    .addOption(epochOption())
    .option('--frames <FROM..TO>', FRAMES_HELP)
    .addOption(new Option('--show <WHAT>', 'what to lay over the frame').choices(['mask', 'prediction', 'both']).default('both'))
    .option('--alpha <A>', 'opacity of what is laid over, 0 to 1', decimal(0, 1), 0.5)
    .option('--threshold <T>', 'a pixel is road when its probability is above this; the run’s own (0.5) if none is given', decimal(0, 1))
    .option('--no-readout', 'leave out the frame’s name, its set and its IoU');

function requestOf(project: Project, options: StyleOptions) {
  const run = options.show === 'mask' ? null : findRun(project, options.run);
  const threshold = options.threshold ?? run?.config.threshold ?? 0.5;
  const { epoch, show, alpha, readout } = options;
  return {
    run: run?.id ?? null,
    epoch,
    frames: findFrames(project, options.frames),
    show,
    alpha,
    threshold,
    post: postOf(options, threshold),
    readout,
  };
}

export function exportVideoCommand(program: Command, host: Host, end: End): void {
  const command = styled(program.command('export-video').argument('<PROJECT>', 'the project'))
    .option('--fps <F>', 'frames a second', decimal(1, 120), 10)
    .requiredOption('--out <FILE>', 'the video to write, NAME.mp4; it is there only when it is whole')
    .summary('write an overlay video (MP4)')
    .description('Write an overlay video (MP4, H.264) of frames with their mask, a run’s prediction, or both.')
    .addHelpText('after', '\nExample: roadbrush export-video monday --frames 1..36 --show both --fps 10 --out monday.mp4');
  action<StyleOptions & { fps: number }>(command, host, end, async (task, [project = ''], options) => {
    const studio = task.studio(project, 'write-if-free');
    const request = requestOf(studio.project, options);
    const made = unwrap(await exportVideo(studio, { ...request, fps: options.fps, out: task.path(options.out) }, task.verb));
    const words = `${made.frames} frames of ${made.width}x${made.height} at ${options.fps} a second, ${bytes(made.bytes)}`;
    return { json: { ...made, run: request.run, fps: options.fps }, lines: [`Wrote ${made.file}: ${words}.`, ...made.notes] };
  });
}

export function exportOverlaysCommand(program: Command, host: Host, end: End): void {
  const command = styled(program.command('export-overlays').argument('<PROJECT>', 'the project'))
    .requiredOption('--out <DIR>', 'the folder to write into; it is made if need be')
    .summary('write overlay pictures (PNG)')
    .description('Write an overlay PNG of every frame with its mask, a run’s prediction, or both.')
    .addHelpText('after', '\nExample: roadbrush export-overlays monday --run 3 --out overlays');
  action<StyleOptions>(command, host, end, async (task, [project = ''], options) => {
    const studio = task.studio(project, 'write-if-free');
    const request = requestOf(studio.project, options);
    const made = unwrap(await exportOverlays(studio, { ...request, outDir: task.path(options.out) }, task.verb));
    return { json: { ...made, run: request.run }, lines: [`Wrote ${made.files.length} pictures into ${made.folder}.`] };
  });
}
