// Loads the session from main and keeps it fresh: the only writer of `useSession`.
import type { JobStatus } from '../../shared/contract/app';
import type { EventPayload } from '../../shared/contract/events';
import type { ProjectInfo } from '../../shared/contract/project';
import type { RunDetail, RunSummary } from '../../shared/contract/runs';
import type { EpochChoice, FrameId, FrameSummary, RunId } from '../../shared/domain';
import { studio } from '../api';
import { emptySession, scoreKey, useSession, type ScoreSet, type Session } from './session';

const { getState: get, setState: set } = useSession;

/** Scores that are on their way: which question an answer must belong to. */
const asked = new Map<string, symbol>();

/** Counts opened projects: answers that belong to an earlier one are dropped. */
let generation = 0;

export async function startSession(): Promise<void> {
  studio.on('project', ({ project }) => void openProject(project));
  studio.on('frames', ({ all, changed }) => (all ? void loadFrames() : set(withFrames(get(), changed))));
  studio.on('classes', ({ classes }) => {
    const { project } = get();
    if (project) set({ project: { ...project, classes } });
  });
  studio.on('runProgress', (progress) => set({ progress: new Map(get().progress).set(progress.run, progress) }));
  studio.on('run', onRun);
  studio.on('runQueue', ({ state, runs }) => set({ runQueue: state, runs: withRuns(get().runs, runs) }));
  studio.on('runRemoved', ({ run }) => set({ runs: get().runs.filter((r) => r.id !== run) }));
  studio.on('job', onJob);
  studio.on('engine', (engine) => set({ engine }));
  const before = generation;
  const [current, jobs] = await Promise.all([studio.project.current({}), studio.app.jobs({})]);
  if (jobs.ok) set({ jobs: [...jobs.value].sort((a, b) => b.id - a.id) });
  if (before === generation) await openProject(current.ok ? current.value : null);
}

async function openProject(project: ProjectInfo | null): Promise<void> {
  const mine = ++generation;
  asked.clear();
  const { jobs, engine } = get();
  set({ ...emptySession, jobs, engine, status: 'ready', project });
  void loadRecent();
  if (!project) return;
  const [, runs, queue] = await Promise.all([loadFrames(), studio.runs.list({}), studio.runQueue.state({})]);
  if (mine !== generation || !runs.ok) return;
  set({ runs: newestFirst(runs.value), ...(queue.ok ? { runQueue: queue.value } : {}) });
}

export async function loadRecent(): Promise<void> {
  const recent = await studio.project.recent({});
  if (recent.ok) set({ recent: recent.value });
}

export async function loadFrames(): Promise<void> {
  const mine = generation;
  const answer = await studio.frames.list({});
  if (mine !== generation) return;
  if (!answer.ok) return set({ framesLoaded: true, framesFailure: answer.error });
  const frames = answer.value;
  const { project } = get();
  set({
    frames,
    frameIds: frames.map((frame) => frame.id),
    framesById: new Map(frames.map((frame) => [frame.id, frame])),
    places: new Map(frames.map((frame, index) => [frame.id, index])),
    changed: frames,
    framesLoaded: true,
    framesFailure: null,
    project: project && { ...project, frames: frames.length },
  });
}

/** What a list of frames shows or filters by; the number of the mask's version is not among it. */
const sameInLists = (a: FrameSummary, b: FrameSummary): boolean =>
  a.review === b.review && a.edited === b.edited && (a.mask === null) === (b.mask === null) && a.split === b.split && a.note === b.note;

/** Replaces `changed` frames; one that the session does not know is left to the next full list. `frames` stays the same array when lists look the same. */
export function withFrames(session: Session, changed: readonly FrameSummary[]): Partial<Session> {
  const fresh = changed.filter((frame) => session.framesById.has(frame.id));
  if (fresh.length === 0) return {};
  const same = fresh.every((frame) => sameInLists(session.framesById.get(frame.id)!, frame));
  // This file is the one writer of both: to everybody else they are read-only.
  const frames = (same ? session.frames : [...session.frames]) as FrameSummary[];
  const framesById = session.framesById as Map<FrameId, FrameSummary>;
  for (const frame of fresh) {
    framesById.set(frame.id, frame);
    frames[session.places.get(frame.id)!] = frame;
  }
  return { frames, changed: fresh };
}

/** One frame's new summary, as a call answered it (the event may come later or before). */
export const putFrame = (frame: FrameSummary): void => putFrames([frame]);
export const putFrames = (frames: readonly FrameSummary[]): void => set(withFrames(get(), frames));

export const newestFirst = (runs: readonly RunSummary[]): RunSummary[] => [...runs].sort((a, b) => b.id - a.id);

/** Records that are known are replaced, others added. */
export function withRuns(runs: readonly RunSummary[], changed: readonly RunSummary[]): readonly RunSummary[] {
  if (changed.length === 0) return runs;
  const fresh = new Map(changed.map((run) => [run.id, run]));
  return newestFirst([...runs.filter((run) => !fresh.has(run.id)), ...changed]);
}

export const withJob = (jobs: readonly JobStatus[], job: JobStatus): JobStatus[] =>
  jobs.some((other) => other.id === job.id) ? jobs.map((other) => (other.id === job.id ? job : other)) : [job, ...jobs];

function onJob(job: JobStatus): void {
  const { jobs } = get();
  set({ jobs: withJob(jobs, job) });
  // Frames were scored as they were predicted, also those before a cancellation: whoever shows scores asks again.
  if (job.kind === 'predict' && job.state !== 'running') {
    asked.clear();
    set({ scores: new Map() });
  }
}

const ended = (run: RunSummary): boolean => run.state !== 'running' && run.state !== 'paused' && run.state !== 'queued';

function onRun({ run, epoch }: EventPayload<'run'>): void {
  const { runs, runDetails, progress, scores } = get();
  const known = runs.some((other) => other.id === run.id);
  const patch: { -readonly [K in keyof Session]?: Session[K] } = {
    runs: known ? runs.map((other) => (other.id === run.id ? run : other)) : newestFirst([run, ...runs]),
  };
  const detail = runDetails.get(run.id);
  if (detail) patch.runDetails = new Map(runDetails).set(run.id, withEpoch({ ...detail, run }, epoch));
  if (ended(run) && progress.has(run.id)) {
    const rest = new Map(progress);
    rest.delete(run.id);
    patch.progress = rest;
  }
  // 'best' and 'last' may now mean another epoch: forget their scores, and let whoever shows them ask again.
  if (epoch) {
    const rest = new Map(scores);
    for (const choice of ['best', 'last', epoch.epoch] as const) {
      rest.delete(scoreKey(run.id, choice));
      // An answer under way is about the epoch before.
      asked.delete(scoreKey(run.id, choice));
    }
    patch.scores = rest;
  }
  set(patch);
  if (detail && (epoch || ended(run))) void loadRunDetail(run.id);
}

/** An epoch run twice (resumed from a checkpoint) replaces its earlier record and everything after it. */
export function withEpoch(detail: RunDetail, epoch: EventPayload<'run'>['epoch']): RunDetail {
  if (!epoch) return detail;
  return { ...detail, epochs: [...detail.epochs.filter((other) => other.epoch < epoch.epoch), epoch] };
}

export async function loadRunDetail(run: RunId): Promise<void> {
  const mine = generation;
  const answer = await studio.runs.get({ run });
  if (mine === generation && answer.ok) set({ runDetails: new Map(get().runDetails).set(run, answer.value) });
}

/** Asks for a run's stored scores once; a failed or empty answer may be asked for again. */
export async function loadScores(run: RunId, epoch: EpochChoice): Promise<void> {
  const key = scoreKey(run, epoch);
  if (get().scores.has(key) || asked.has(key)) return;
  const question = Symbol(key);
  asked.set(key, question);
  const answer = await studio.runs.scores({ run, epoch });
  if (asked.get(key) !== question) return;
  asked.delete(key);
  if (!answer.ok) return;
  const { rows, heldOut } = answer.value;
  const set_: ScoreSet = { run, epoch: answer.value.epoch, heldOut, byFrame: new Map(rows.map((row) => [row.frame, row])) };
  set({ scores: new Map(get().scores).set(key, set_) });
}
