// export-video, export-overlays: pictures of frames with their mask, a run's prediction, or several views of both.
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { EpochChoice } from '../../shared/domain';
import type { ExportRequest } from '../../shared/contract/app';
import { Arrangement, LONGEST_TITLE, needsPrediction, PANELS, Panel, PictureStyle } from '../../shared/overlay/pictureStyle';
import { unwrap } from '../../shared/result';
import { exportOverlays, exportVideo } from '../studio';
import type { Project } from '../project/project';
import { action, wrongUse } from './command';
import { postOf, smoothOf, withPost, withSmooth, type PostOptions, type SmoothOptions } from './decisionOptions';
import type { Host } from './host';
import { decimal, epochOption, findFrames, findRun, FRAMES_HELP, integer, RUN_HELP } from './parse';
import { bytes } from './text';

type End = (code: number) => void;

interface StyleOptions extends PostOptions, SmoothOptions {
  run?: string;
  epoch: EpochChoice;
  frames?: string;
  show: 'mask' | 'prediction' | 'both';
  panels?: Panel[];
  arrange: Arrangement;
  alpha?: number;
  alphaMask?: number;
  alphaPrediction?: number;
  outline?: true;
  fill?: true;
  threshold?: number;
  readout: boolean;
  strip?: true;
  title?: string;
  card?: true;
  width?: number;
  out: string;
}

function panels(text: string): Panel[] {
  return text.split(',').map((word) => {
    const found = Panel.safeParse(word.trim().toLowerCase());
    if (!found.success) throw new InvalidArgumentError(`'${word.trim()}' is no view. Views: ${PANELS.join(', ')}.`);
    return found.data;
  });
}

function title(text: string): string {
  if (text.length > LONGEST_TITLE) throw new InvalidArgumentError(`It must have ${LONGEST_TITLE} characters at most.`);
  return text;
}

/** Which frames, whose prediction, and how it is decided. */
const decided = (command: Command): Command =>
  withSmooth(
    withPost(
      command
        .option('--run <R>', RUN_HELP)
        .addOption(epochOption())
        .option('--frames <FROM..TO>', FRAMES_HELP)
        .option(
          '--threshold <T>',
          'a pixel is road when its probability is above this; the run’s own (0.5) if none is given',
          decimal(0, 1),
        ),
    ),
  );

const styled = (command: Command): Command =>
  decided(command)
    .addOption(new Option('--show <WHAT>', 'what to lay over the frame').choices(['mask', 'prediction', 'both']).default('both'))
    .option('--panels <VIEWS>', `several views of each frame, in this order, with commas between: ${PANELS.join(', ')}`, panels)
    .addOption(
      new Option('--arrange <HOW>', 'how several views stand; fit is nearest to a screen’s shape')
        .choices(Arrangement.options)
        .default('fit'),
    )
    .option('--alpha <A>', 'opacity of all that is laid over, 0 to 1; 0.5 by default', decimal(0, 1))
    .option('--alpha-mask <A>', 'opacity of the mask alone', decimal(0, 1))
    .option('--alpha-prediction <A>', 'opacity of the prediction alone', decimal(0, 1))
    .addOption(new Option('--outline', 'outlines only, nothing filled').conflicts('fill'))
    .option('--fill', 'filled only, without outlines')
    .option('--strip', 'the IoU of every frame as a curve beneath the picture')
    .option('--title <TEXT>', 'a line above the picture', title)
    .option('--width <PIXELS>', 'make pictures smaller that would be wider', integer(160, 16_384))
    .option('--no-readout', 'leave out the frame’s name, its set, its IoU, the run and the threshold');

function requestOf(project: Project, options: StyleOptions): ExportRequest {
  if (options.card && !options.title) wrongUse('--card needs a --title to show.');
  const { epoch, show, arrange, alpha = 0.5, readout } = options;
  const views = { show, panels: options.panels ?? [] };
  const strip = options.strip ?? false;
  const run = needsPrediction(views) || strip ? findRun(project, options.run) : null;
  const threshold = options.threshold ?? run?.config.threshold ?? 0.5;
  const style = PictureStyle.parse({
    ...views,
    arrange,
    alphaMask: options.alphaMask ?? alpha,
    alphaPrediction: options.alphaPrediction ?? alpha,
    borders: options.outline ? 'only' : options.fill ? 'none' : 'with',
    threshold,
    post: postOf(options, threshold),
    readout,
    strip,
    title: options.title ?? '',
    titleAs: options.card ? 'card' : 'line',
    width: options.width ?? null,
  });
  const what = { run: run?.id ?? null, epoch, frames: findFrames(project, options.frames), temporal: smoothOf(options) };
  return { ...what, ...style };
}

export function exportVideoCommand(program: Command, host: Host, end: End): void {
  const command = styled(program.command('export-video').argument('<PROJECT>', 'the project'))
    .option('--fps <F>', 'frames a second', decimal(1, 120), 10)
    .option('--card', 'the title as a card before the first frame, not as a line')
    .requiredOption('--out <FILE>', 'the video to write, NAME.mp4 (H.264), NAME.webm (VP9) or NAME.gif; it is there only when it is whole')
    .summary('write an overlay video (MP4, WebM, GIF)')
    .description('Write an overlay video of frames with their mask, a run’s prediction, both, or several views side by side.')
    .addHelpText(
      'after',
      `
Example: roadbrush export-video monday --frames 1..36 --show both --fps 10 --out monday.mp4
Example: roadbrush export-video monday --panels source,mask,prediction,difference --strip --title 'Monday' --out monday.webm`,
    );
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
    .description('Write a PNG of every frame with its mask, a run’s prediction, both, or several views side by side.')
    .addHelpText('after', '\nExample: roadbrush export-overlays monday --run 3 --out overlays');
  action<StyleOptions>(command, host, end, async (task, [project = ''], options) => {
    const studio = task.studio(project, 'write-if-free');
    const request = requestOf(studio.project, options);
    const made = unwrap(await exportOverlays(studio, { ...request, outDir: task.path(options.out) }, task.verb));
    return { json: { ...made, run: request.run }, lines: [`Wrote ${made.files.length} pictures into ${made.folder}.`] };
  });
}
