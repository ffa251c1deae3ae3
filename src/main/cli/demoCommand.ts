// demo: the whole way through in a few minutes: sample, a short training, scores, a video.
import type { Command } from 'commander';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PictureStyle } from '../../shared/overlay/pictureStyle';
import { refuse, unwrap } from '../../shared/result';
import { named } from '../../shared/training/changes';
import { PRESETS } from '../../shared/training/config';
import { createSample, evaluate, exportVideo, startRun, studioOf } from '../studio';
import { action, INTERRUPTED } from './command';
import type { Host } from './host';
import { begin, follow } from './trainCommands';
import { three, shellWord } from './text';

/** Small and wide, like the frames: a minute on two busy cores brings the synthetic road to a held-out IoU of about 0.79. */
const FRAMES = 40;
const OWN = { width: 208, height: 64, batch: 4, learningRate: 2e-3, epochs: 24, keepEvery: 0 };
const CONFIG = named({ ...PRESETS.quick, ...OWN }, 'quick');

export function demoCommand(program: Command, host: Host, end: (code: number) => void): void {
  const command = program
    .command('demo')
    .option('--out <DIR>', 'where to put everything', 'demo')
    .summary('see the whole way through in a few minutes')
    .description('See the whole way through in a few minutes: a synthetic drive, a short training, its scores, and an overlay video.')
    .addHelpText('after', '\nExample: roadbrush demo --out demo');
  action<{ out: string }>(command, host, end, async (task, _args, options) => {
    const folder = task.path(options.out);
    mkdirSync(folder, { recursive: true });
    const opening = { program: 'roadbrush demo', mode: 'write' as const, ...task.verb };
    const engine = await task.engine();
    const project = unwrap(await createSample(join(folder, 'demo.roadbrush'), engine, { frames: FRAMES, seed: 1 }, opening));
    try {
      const studio = studioOf(project, engine);
      task.note(`Made ${project.folder} with ${FRAMES} frames.`);
      const run = await begin(task, await startRun(studio, { config: CONFIG, name: '' }, follow(task)));
      if (run.state !== 'done') {
        task.note(`Go on with: roadbrush resume ${shellWord(project.folder)} --run ${run.id}`);
        if (task.signal.aborted) return { json: { project: project.folder, run }, lines: [], code: INTERRUPTED };
        refuse(run.state, `The training did not get to its end: ${run.reason}`);
      }
      const scores = unwrap(
        await evaluate(studio, { run: run.id, epoch: 'best', threshold: CONFIG.threshold, set: 'held-out' }, task.verb),
      );
      const style = { ...PictureStyle.parse({ show: 'both', threshold: CONFIG.threshold, readout: true, strip: true }), fps: 10 };
      const out = join(folder, 'overlay.mp4');
      const video = unwrap(await exportVideo(studio, { run: run.id, epoch: 'best', frames: [], ...style, out }, task.verb));
      return {
        json: {
          project: project.folder,
          run: run.id,
          epoch: scores.epoch,
          meanIoU: scores.meanIoU,
          pooledIoU: scores.pooledIoU,
          video: video.file,
        },
        lines: [
          `Held-out mean IoU ${three(scores.meanIoU)}, pooled ${three(scores.pooledIoU)} on ${scores.frames} frames it never saw (epoch ${scores.epoch}).`,
          `Project  ${project.folder}`,
          `Video    ${video.file}`,
          `Look at it in the window: npm start -- ${shellWord(project.folder)}`,
        ],
      };
    } finally {
      project.close();
    }
  });
}
