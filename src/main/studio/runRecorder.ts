// Writes down what a run reports: an epoch's row only after its checkpoint file is there, and at most ten pieces of progress a second.
import { rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { RunProgress, RunSummary } from '../../shared/contract/runs';
import type { EpochRecord, FrameId, RunId, RunState, VersionId } from '../../shared/domain';
import type { RunConfig } from '../../shared/training/config';
import { budgetLeft, epochsWithoutProgress, NO_PROGRESS, progressed } from '../../shared/training/schedule';
import type { TrainEvent } from '../engine/protocol';
import { transaction, type WritableDb } from '../project/database';
import { addCheckpoint, addEpoch, epochRecords } from '../project/epochs';
import { runFolder } from '../project/paths';
import { putPrediction, putScore } from '../project/predictions';
import { writable, type Project } from '../project/project';
import { addRunSeconds, setRunState, setRunWay, type PinnedFrame } from '../project/runs';
import { needRun } from './need';
import type { RunNews } from './studio';
import { RunLog } from './tensorboard/runLog';

const NEWS_MS = 100;
type EventOf<K extends TrainEvent['kind']> = Extract<TrainEvent, { kind: K }>;

export class RunRecorder {
  /** Why the run cannot be recorded any more; it is then interrupted. */
  failure: string | null = null;
  private readonly db: WritableDb;
  private readonly folder: string;
  private readonly versions: ReadonlyMap<FrameId, VersionId>;
  private readonly config: RunConfig;
  private progress: RunProgress;
  private lastNews = 0;
  /** Since when the run's time has not been counted yet; null while paused. */
  private since: number | null = Date.now();
  /** The seconds of training that were counted before. */
  private spent: number;
  private readonly means = new StepMeans();
  /** For TensorBoard; null where it was not asked for. */
  private readonly log: RunLog | null;

  constructor(
    private readonly project: Project,
    private readonly id: RunId,
    pinned: readonly PinnedFrame[],
    private readonly tell: (news: RunNews) => void,
    private readonly interrupt: () => void,
  ) {
    this.db = writable(project);
    this.folder = runFolder(project.folder, id);
    this.versions = new Map(pinned.map(({ frame, version }) => [frame, version]));
    const { config, epochs, seconds, createdAt } = needRun(project, id);
    const before = epochRecords(this.db, id);
    this.config = config;
    this.spent = seconds;
    this.log = config.tensorboard ? new RunLog(this.folder, before, createdAt) : null;
    const scored = before.reduce((progress, { epoch, heldOut }) => progressed(progress, config, epoch, heldOut.meanIoU), NO_PROGRESS);
    this.progress = {
      ...{ run: id, state: 'running', epoch: epochs + 1, epochs: config.epochs, step: 0, steps: 0, loss: null },
      ...{ imagesPerSecond: null, stepSeconds: null, waitSeconds: null, learningRate: null, secondsLeft: null, scoring: false },
      ...{ withoutBetter: epochsWithoutProgress(scored, epochs), budgetLeft: this.budgetLeft(), yielding: false },
    };
  }

  begin(): void {
    this.tellRun(null);
    this.tellProgress(true);
  }

  /** Never throws: it is called from inside the engine's loop. */
  take(event: TrainEvent): void {
    if (this.failure !== null) return;
    try {
      if (event.kind === 'step') this.step(event);
      else if (event.kind === 'scoring') this.scoring(event);
      else if (event.kind === 'state') this.state(event.state);
      else if (event.kind === 'started') this.started(event);
      else this.epoch(event);
    } catch (error) {
      this.failure = `The run could not be recorded: ${error instanceof Error ? error.message : String(error)}.`;
      this.interrupt();
    }
  }

  /** The record as it ended. */
  end(state: RunState, reason: string): RunSummary {
    this.countTime();
    setRunState(this.db, this.id, state, reason);
    this.progress = { ...this.progress, state, scoring: false, secondsLeft: null };
    this.tellProgress(true);
    return this.tellRun(null);
  }

  private started({ path, precision, note }: EventOf<'started'>): void {
    setRunWay(this.db, this.id, { path, precision });
    if (note !== null) this.tell({ kind: 'notice', message: note });
    this.tellRun(null);
  }

  private step(event: EventOf<'step'>): void {
    const { epoch, step, steps, loss, imagesPerSecond, secondsLeft, learningRate, yielding } = event;
    // While it gives way, the last step is told again.
    if (!yielding) this.means.add(event);
    this.progress = {
      ...{ ...this.progress, epoch, step, steps, loss, imagesPerSecond, secondsLeft, learningRate, yielding, scoring: false },
      ...{ ...this.means.of(epoch), budgetLeft: this.budgetLeft() },
    };
    this.tellProgress(step === steps || yielding);
  }

  private scoring(event: EventOf<'scoring'>): void {
    this.progress = { ...this.progress, epoch: event.epoch, scoring: true, yielding: false };
    this.tellProgress(false);
  }

  private state(state: 'running' | 'paused'): void {
    if (state === 'paused') this.countTime();
    this.since = state === 'paused' ? null : (this.since ?? Date.now());
    setRunState(this.db, this.id, state);
    this.progress = { ...this.progress, state };
    this.tellProgress(true);
    this.tellRun(null);
  }

  private epoch({ record, progress, scores, predictions, checkpoint }: EventOf<'epoch'>): void {
    const file = basename(checkpoint.file);
    const { size } = statSync(join(this.folder, file));
    if (size !== checkpoint.bytes) throw new Error(`${join(this.folder, file)} has ${size} bytes instead of ${checkpoint.bytes}`);
    const dropped = transaction(this.db, () => {
      addEpoch(this.db, this.id, record);
      for (const made of predictions) putPrediction(this.db, this.id, record.epoch, made);
      for (const score of scores) {
        const version = this.versions.get(score.frame);
        if (version !== undefined) putScore(this.db, this.id, record.epoch, { ...score, version });
      }
      this.countTime();
      return addCheckpoint(this.db, this.id, { ...checkpoint, file, epoch: record.epoch }, this.config.keepEvery);
    });
    // Only now: until the commit, the rows name these files.
    for (const name of dropped) rmSync(join(this.folder, name), { force: true });
    const unlogged = this.log?.add(record) ?? null;
    if (unlogged !== null) this.tell({ kind: 'notice', message: unlogged });
    const withoutBetter = epochsWithoutProgress(progress, record.epoch);
    this.progress = { ...this.progress, epoch: record.epoch, scoring: false, withoutBetter };
    this.tellRun(record);
  }

  private budgetLeft(): number | null {
    const uncounted = this.since === null ? 0 : (Date.now() - this.since) / 1000;
    const left = budgetLeft(this.config, this.spent + uncounted);
    return left === Infinity ? null : Math.max(0, left);
  }

  private countTime(): void {
    const now = Date.now();
    if (this.since !== null) {
      const seconds = (now - this.since) / 1000;
      addRunSeconds(this.db, this.id, seconds);
      this.spent += seconds;
    }
    this.since = this.since === null ? null : now;
  }

  private tellProgress(now: boolean): void {
    if (!now && Date.now() - this.lastNews < NEWS_MS) return;
    this.lastNews = Date.now();
    this.tell({ kind: 'progress', progress: this.progress });
  }

  private tellRun(epoch: EpochRecord | null): RunSummary {
    const run = needRun(this.project, this.id);
    this.tell({ kind: 'run', run, epoch });
    return run;
  }
}

/** Means of what the present epoch's steps took, over those that were told. */
class StepMeans {
  private epoch = 0;
  private steps = 0;
  private working = 0;
  private waiting = 0;

  add({ epoch, stepSeconds, waitSeconds }: EventOf<'step'>): void {
    if (epoch !== this.epoch) Object.assign(this, { epoch, steps: 0, working: 0, waiting: 0 });
    this.steps++;
    this.working += stepSeconds;
    this.waiting += waitSeconds;
  }

  of(epoch: number): Pick<EpochRecord, 'stepSeconds' | 'waitSeconds'> {
    if (epoch !== this.epoch || this.steps === 0) return { stepSeconds: null, waitSeconds: null };
    return { stepSeconds: this.working / this.steps, waitSeconds: this.waiting / this.steps };
  }
}
