// A run's report: one HTML file that holds all it shows, there only when it is whole.
import { existsSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import type { EpochChoice, RunId } from '../../../shared/domain';
import { attempt, refuse, unwrap, type Result } from '../../../shared/result';
import { PictureStyle } from '../../../shared/overlay/pictureStyle';
import { PartialFile } from '../../engine/partialFile';
import { framesSeen } from '../../project/runs';
import { choose, gather } from '../exportGather';
import { needRun, stopIfAborted } from '../need';
import { chooseEpoch } from '../predict';
import { getRun } from '../runRecords';
import type { Studio, VerbOptions } from '../studio';
import { ROADBRUSH_VERSION } from '../version';
import { measure, type MeasuredFrame } from './measure';
import { reportPage, type Picture } from './page';

/** Pictures of the worst, and of the best. */
const SHOWN = 6;
const PICTURE_WIDTH = 640;

export interface WrittenReport {
  readonly file: string;
  readonly bytes: number;
  readonly run: RunId;
  readonly epoch: number;
  readonly heldOutFrames: number;
}

/** Replaces a file of that name. Cancelled or failed, it leaves nothing behind. Fails with 'bad-input', 'not-found', 'no-epoch', 'unwritable', 'disk-full'. */
export const writeReport = (
  studio: Studio,
  what: { readonly run: RunId; readonly epoch: EpochChoice; readonly out: string },
  options: VerbOptions = {},
): Promise<Result<WrittenReport>> =>
  attempt(async () => {
    const { project } = studio;
    const out = resolve(what.out);
    if (!/^\.html?$/i.test(extname(out))) refuse('bad-input', `${out} does not end in .html: the report is one HTML file.`);
    if (!existsSync(dirname(out))) refuse('not-found', `There is no folder ${dirname(out)} to write the report into.`);
    const run = needRun(project, what.run);
    const epoch = chooseEpoch(project, run, what.epoch);
    const file = await PartialFile.create(out);
    try {
      const measured = await measure(studio, run, epoch, options);
      const frames = measured?.frames ?? [];
      const half = Math.min(SHOWN, Math.ceil(frames.length / 2));
      const chosen = [...frames.slice(0, half), ...frames.slice(Math.max(half, frames.length - SHOWN)).toReversed()];
      const drawn = await pictures(studio, run.id, epoch, run.config.threshold, chosen, options);
      const page = reportPage({
        ...{ version: ROADBRUSH_VERSION, project: project.name, now: Date.now(), detail: unwrap(getRun(project, run.id)) },
        ...{ frames: framesSeen(project.db, run.id), epoch, measured, worst: drawn.slice(0, half), best: drawn.slice(half) },
      });
      stopIfAborted(options.signal);
      await file.write(Buffer.from(page), 0);
      return { file: out, bytes: await file.commit(), run: run.id, epoch, heldOutFrames: frames.length };
    } finally {
      await file.discard();
    }
  });

async function pictures(
  studio: Studio,
  run: RunId,
  epoch: number,
  threshold: number,
  frames: readonly MeasuredFrame[],
  options: VerbOptions,
): Promise<Picture[]> {
  if (frames.length === 0) return [];
  const style = PictureStyle.parse({ show: 'both', threshold, readout: true, width: PICTURE_WIDTH });
  const chosen = choose(studio.project, { ...style, run, epoch, frames: frames.map(({ frame }) => frame) });
  const gathered = await gather(studio, chosen, options);
  const made: Picture[] = [];
  for (const [i, frame] of gathered.entries()) {
    stopIfAborted(options.signal);
    const job = { frame, style: chosen.style, scores: [], index: 0, size: null, card: null };
    const { webp } = unwrap(await studio.engine.call('picture.webp', job, options.signal ? { signal: options.signal } : {}));
    made.push({ name: frames[i]!.name, iou: frames[i]!.iou, webp });
    options.onProgress?.({ done: made.length, total: gathered.length, what: 'Drawing frames' });
  }
  return made;
}
