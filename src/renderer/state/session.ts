// What the window knows of the open project. Filled and kept fresh by sessionEvents.ts; components read it through narrow selectors.
import { create } from 'zustand';
import type { EventPayload } from '../../shared/contract/events';
import type { JobStatus } from '../../shared/contract/app';
import type { ProjectInfo, RecentProject } from '../../shared/contract/project';
import type { RunQueueState } from '../../shared/contract/runQueue';
import type { FrameScoreRow, RunDetail, RunProgress, RunSummary } from '../../shared/contract/runs';
import type { EpochChoice, FrameId, FrameSummary, JobId, RunId, SetScore } from '../../shared/domain';
import type { Failure } from '../../shared/result';

/** Stored scores of one run at one epoch, at the threshold the run was scored with. */
export interface ScoreSet {
  readonly run: RunId;
  readonly epoch: number;
  readonly byFrame: ReadonlyMap<FrameId, FrameScoreRow>;
  readonly heldOut: SetScore;
}

export interface Session {
  /** 'loading' until main has answered which project is open. */
  readonly status: 'loading' | 'ready';
  readonly project: ProjectInfo | null;
  readonly recent: readonly RecentProject[];
  /** Sorted by name; a new array only when the list itself changed (import, removal). */
  readonly frameIds: readonly FrameId[];
  /**
   * Sorted by name. A new array when what lists tell of a frame changed (its set, review, note, having a mask, being edited). Another mask version alone
   * replaces its entry in place, so that a stroke costs the same in a project of ten frames and of 10,000: whoever needs versions watches `changed`.
   */
  readonly frames: readonly FrameSummary[];
  /** One map for the life of the list; its entries are replaced. Watch `changed`. */
  readonly framesById: ReadonlyMap<FrameId, FrameSummary>;
  /** Where each frame stands in `frames`. */
  readonly places: ReadonlyMap<FrameId, number>;
  /** The frames that main told of last; a new array each time, all of them when the list was read anew. */
  readonly changed: readonly FrameSummary[];
  /** False while a project's frames are still on their way. */
  readonly framesLoaded: boolean;
  readonly framesFailure: Failure | null;
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  readonly runDetails: ReadonlyMap<RunId, RunDetail>;
  readonly progress: ReadonlyMap<RunId, RunProgress>;
  /** Who waits, `runs` says. */
  readonly runQueue: RunQueueState;
  /** Newest first. */
  readonly jobs: readonly JobStatus[];
  readonly engine: EventPayload<'engine'>;
  readonly scores: ReadonlyMap<string, ScoreSet>;
}

export const emptySession: Session = {
  status: 'loading',
  project: null,
  recent: [],
  frameIds: [],
  frames: [],
  framesById: new Map(),
  places: new Map(),
  changed: [],
  framesLoaded: false,
  framesFailure: null,
  runs: [],
  runQueue: { held: false, why: '' },
  runDetails: new Map(),
  progress: new Map(),
  jobs: [],
  engine: { state: 'stopped', message: '' },
  scores: new Map(),
};

export const useSession = create<Session>()(() => emptySession);

export const scoreKey = (run: RunId, epoch: EpochChoice): string => `${run}/${epoch}`;

export const useFrame = (id: FrameId | null): FrameSummary | undefined =>
  useSession((s) => (id === null ? undefined : s.framesById.get(id)));
export const useRun = (id: RunId | null): RunSummary | undefined =>
  useSession((s) => (id === null ? undefined : s.runs.find((run) => run.id === id)));
export const useScores = (run: RunId | null, epoch: EpochChoice): ScoreSet | undefined =>
  useSession((s) => (run === null ? undefined : s.scores.get(scoreKey(run, epoch))));
export const useJob = (id: JobId | null): JobStatus | undefined =>
  useSession((s) => (id === null ? undefined : s.jobs.find((job) => job.id === id)));
