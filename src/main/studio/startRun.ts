// Starting a run: its frames are pinned to the mask versions of this moment.
import { RunConfig } from '../../shared/training/config';
import { freshName } from '../../shared/training/names';
import { attempt, refuse, unwrap, type Result } from '../../shared/result';
import type { FrameSummary } from '../../shared/domain';
import type { Engine } from '../engine/protocol';
import { frameSummaries } from '../project/frames';
import { writable } from '../project/project';
import { addRun, runSummaries, setRunState, type PinnedFrame, type RunDevice } from '../project/runs';
import { count } from './need';
import { chooseStart, keepStart } from './startFrom';
import type { RunOptions, RunStart, StartedRun, Studio } from './studio';
import { refuseIfBusy, train } from './training';
import { ROADBRUSH_VERSION } from './version';

export const startRun = (studio: Studio, start: RunStart, options: RunOptions = {}): Promise<Result<StartedRun>> =>
  attempt(async () => {
    const { project } = studio;
    const db = writable(project);
    refuseIfBusy(studio);
    const config = checked(start.config);
    const from = start.from ? chooseStart(project, config, start.from) : null;
    const { pinned, notices } = pin(frameSummaries(project.db));
    const device = await describeDevice(studio.engine, options.signal);
    refuseIfBusy(studio);
    const names = runSummaries(project.db).map((run) => run.name);
    const name = start.name.trim() || freshName(names, config.net);
    const run = addRun(db, { name, config, codeVersion: ROADBRUSH_VERSION, device, frames: pinned, origin: from?.origin ?? '' });
    try {
      if (from) await keepStart(project, run, from);
      return { run, notices, ...(await train(studio, run, null, options)) };
    } catch (error) {
      setRunState(db, run, 'failed', error instanceof Error ? error.message : String(error));
      throw error;
    }
  });

function checked(config: RunConfig): RunConfig {
  const parsed = RunConfig.safeParse(config);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return refuse('bad-input', `The run cannot be started: ${issue?.path.join('.') ?? 'its settings'}: ${issue?.message ?? 'not valid'}.`);
}

/** Frames of both sets that have a mask; refuses where one set is empty, and says what is left out. */
function pin(frames: readonly FrameSummary[]): { pinned: PinnedFrame[]; notices: string[] } {
  if (frames.length === 0) refuse('empty', 'The project has no frames yet.', 'Import a folder of frames first.');
  const notices: string[] = [];
  const pinned: PinnedFrame[] = [];
  for (const split of ['train', 'held-out'] as const) {
    const set = frames.filter((frame) => frame.split === split);
    if (set.length === 0)
      refuse('no-split', `No frame is in the ${split} set.`, 'Split the frames first: some to train on, some held out to score on.');
    let without = 0;
    for (const { id, mask } of set) {
      if (mask === null) without++;
      else pinned.push({ frame: id, split, version: mask });
    }
    if (without === set.length)
      refuse('no-masks', `None of the ${split} frames has a mask.`, 'Paint or import masks for them, or split the frames anew.');
    if (without > 0) notices.push(`${count(without, `${split} frame`)} without a mask ${without === 1 ? 'is' : 'are'} left out.`);
  }
  return { pinned, notices };
}

export async function describeDevice(engine: Engine, signal: AbortSignal | undefined): Promise<RunDevice> {
  const { name, kind } = unwrap(await engine.call('device.describe', {}, signal ? { signal } : {}));
  return { name, kind };
}
