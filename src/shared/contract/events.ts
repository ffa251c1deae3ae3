// What main tells the renderer without being asked.
import { z } from 'zod';
import { FrameSummary, LabelClass, RunId } from '../domain';
import { JobStatus } from './app';
import { ProjectInfo } from './project';
import { RunQueueState } from './runQueue';
import { RunProgress, RunSummary } from './runs';
import { EpochRecord } from '../domain';

export const events = {
  /** Another project was opened, or none is open. */
  project: z.object({ project: ProjectInfo.nullable() }),
  /** Frames that changed; `all` = read the list again. */
  frames: z.object({ all: z.boolean(), changed: z.array(FrameSummary) }),
  /** The project's classes, after a change of them. */
  classes: z.object({ classes: z.array(LabelClass) }),
  runProgress: RunProgress,
  /** A run's record changed (state, best ...); `epoch` when one was finished. */
  run: z.object({ run: RunSummary, epoch: EpochRecord.nullable() }),
  /** The queue of runs; `runs` are those whose records changed with it. */
  runQueue: z.object({ state: RunQueueState, runs: z.array(RunSummary) }),
  runRemoved: z.object({ run: RunId }),
  job: JobStatus,
  /** Of the comparison of two runs that is under way: frames counted. */
  compareProgress: z.object({ done: z.number(), total: z.number() }),
  engine: z.object({ state: z.enum(['stopped', 'starting', 'ready', 'died']), message: z.string() }),
  /** A menu entry was chosen, by its command's name (the renderer's command table). */
  command: z.object({ name: z.string() }),
  /** The window wants to close: save, then call app.readyToClose. */
  closing: z.object({}),
  /** One sentence the person should see, and what to do about it: a project that could not be opened, frames left out of a run. */
  notice: z.object({ tone: z.enum(['info', 'warn', 'bad']), message: z.string(), hint: z.string() }),
} as const;
export type EventName = keyof typeof events;
export type EventPayload<E extends EventName> = z.output<(typeof events)[E]>;
