// Starting a run: its frames are pinned to the mask versions of this moment.
import { RunConfig } from '../../shared/training/config';
import { freshName } from '../../shared/training/names';
import { attempt, refuse, unwrap, type Result } from '../../shared/result';
import type { Engine } from '../engine/protocol';
import { frameSummaries } from '../project/frames';
import { writable, type Project } from '../project/project';
import { addRun, runSummaries, setRunState, type NewRun, type RunDevice } from '../project/runs';
import { pin } from './pinFrames';
import { chooseStart, keepStart, type Start } from './startFrom';
import type { RunOptions, RunStart, StartedRun, Studio } from './studio';
import { starting, train } from './training';
import { ROADBRUSH_VERSION } from './version';

export const startRun = (studio: Studio, start: RunStart, options: RunOptions = {}): Promise<Result<StartedRun>> =>
  attempt(() => starting(studio, () => startNow(studio, start, options)));

async function startNow(studio: Studio, start: RunStart, options: RunOptions): Promise<StartedRun> {
  const { project } = studio;
  const db = writable(project);
  const { made, from } = recordOf(project, start);
  const { pinned, notices } = pin(project, frameSummaries(project.db), made.retrain);
  const device = await describeDevice(studio.engine, options.signal);
  const run = addRun(db, { ...made, device, frames: pinned });
  try {
    if (from) await keepStart(project, run, from);
    return { run, notices, ...(await train(studio, run, null, options)) };
  } catch (error) {
    setRunState(db, run, 'failed', error instanceof Error ? error.message : String(error));
    throw error;
  }
}

/** What is written down of a run before it begins; its settings and the weights that it starts from are checked. `taken`: names besides those in the project. */
export function recordOf(project: Project, start: RunStart, taken: readonly string[] = []): { made: NewRun; from: Start | null } {
  const config = checked(start.config);
  const from = start.from ? chooseStart(project, config, start.from) : null;
  const names = [...runSummaries(project.db).map((run) => run.name), ...taken];
  const name = start.name.trim() || freshName(names, config.net);
  const weight = start.retrain?.weight ?? 1;
  if (!Number.isInteger(weight) || weight < 1 || weight > 100) refuse('bad-input', 'Corrected frames count 1 to 100 times.');
  const retrain = start.retrain && from ? { parent: from.run, epoch: from.epoch, weight } : null;
  const origin = from ? [from.origin, weight > 1 ? `corrected frames count ${weight} times` : ''].filter(Boolean).join('; ') : '';
  return { made: { name, config, codeVersion: ROADBRUSH_VERSION, origin, sweep: start.sweep ?? '', retrain }, from };
}

function checked(config: RunConfig): RunConfig {
  const parsed = RunConfig.safeParse(config);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return refuse('bad-input', `The run cannot be started: ${issue?.path.join('.') ?? 'its settings'}: ${issue?.message ?? 'not valid'}.`);
}

export async function describeDevice(engine: Engine, signal: AbortSignal | undefined): Promise<RunDevice> {
  const { name, kind } = unwrap(await engine.call('device.describe', {}, signal ? { signal } : {}));
  return { name, kind };
}
