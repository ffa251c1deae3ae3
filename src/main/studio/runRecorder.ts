// Writes down what a run reports: an epoch's row only after its checkpoint file is there, and at most ten pieces of progress a second.
import { rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { RunProgress, RunSummary } from '../../shared/contract/runs';
import type { EpochRecord, FrameId, RunId, RunState, VersionId } from '../../shared/domain';
import type { TrainEvent } from '../engine/protocol';
import { transaction, type WritableDb } from '../project/database';
import { addCheckpoint, addEpoch } from '../project/epochs';
import { runFolder } from '../project/paths';
import { putPrediction, putScore } from '../project/predictions';
import { writable, type Project } from '../project/project';
import { addRunSeconds, setRunState, type PinnedFrame } from '../project/runs';
import { needRun } from './need';
import type { RunNews } from './studio';

const NEWS_MS = 100;
type EventOf<K extends TrainEvent['kind']> = Extract<TrainEvent, { kind: K }>;

export class RunRecorder {
  /** Why the run cannot be recorded any more; it is then interrupted. */
  failure: string | null = null;
  private readonly db: WritableDb;
  private readonly folder: string;
  private readonly versions: ReadonlyMap<FrameId, VersionId>;
  private progress: RunProgress;
  private lastNews = 0;
  /** Since when the run's time has not been counted yet; null while paused. */
  private since: number | null = Date.now();
  private working = 0;
  private waiting = 0;

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
    const { config, epochs } = needRun(project, id);
    this.progress = {
      ...{ run: id, state: 'running', epoch: epochs + 1, epochs: config.epochs, step: 0, steps: 0, loss: null },
      ...{ imagesPerSecond: null, waiting: null, secondsLeft: null, scoring: false },
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
      else if (event.kind === 'started') return;
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

  private step(event: EventOf<'step'>): void {
    if (event.step <= 1) this.working = this.waiting = 0;
    this.working += event.stepSeconds;
    this.waiting += event.waitSeconds;
    const { epoch, step, steps, loss, imagesPerSecond, secondsLeft } = event;
    const waiting = this.waiting / Math.max(this.working + this.waiting, 1e-9);
    this.progress = { ...this.progress, epoch, step, steps, loss, imagesPerSecond, secondsLeft, waiting, scoring: false };
    this.tellProgress(step === steps);
  }

  private scoring(event: EventOf<'scoring'>): void {
    this.progress = { ...this.progress, epoch: event.epoch, scoring: true };
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

  private epoch({ record, scores, predictions, checkpoint }: EventOf<'epoch'>): void {
    const file = basename(checkpoint.file);
    const { size } = statSync(join(this.folder, file));
    if (size !== checkpoint.bytes) throw new Error(`${join(this.folder, file)} has ${size} bytes instead of ${checkpoint.bytes}`);
    const { keepEvery } = needRun(this.project, this.id).config;
    const dropped = transaction(this.db, () => {
      addEpoch(this.db, this.id, record);
      for (const made of predictions) putPrediction(this.db, this.id, record.epoch, made);
      for (const score of scores) {
        const version = this.versions.get(score.frame);
        if (version !== undefined) putScore(this.db, this.id, record.epoch, { ...score, version });
      }
      this.countTime();
      return addCheckpoint(this.db, this.id, { ...checkpoint, file, epoch: record.epoch }, keepEvery);
    });
    // Only now: until the commit, the rows name these files.
    for (const name of dropped) rmSync(join(this.folder, name), { force: true });
    this.progress = { ...this.progress, epoch: record.epoch, scoring: false };
    this.tellRun(record);
  }

  private countTime(): void {
    const now = Date.now();
    if (this.since !== null) addRunSeconds(this.db, this.id, (now - this.since) / 1000);
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
