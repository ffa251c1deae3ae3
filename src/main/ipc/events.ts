// Everything main tells the window, in one place: typed, and no faster than the window can use it.
import { type EventName, type EventPayload, events } from '../../shared/contract/events';
import { eventChannel } from '../../shared/contract';
import type { JobStatus } from '../../shared/contract/app';
import type { RunProgress } from '../../shared/contract/runs';
import type { FrameId, FrameSummary, JobId, RunId } from '../../shared/domain';
import { Throttle } from './throttle';

/** At most 10 a second of each run, job and frame. */
const INTERVAL = 100;

export type Notice = EventPayload<'notice'>;

/** Electron's BrowserWindow, as far as events need it. */
export interface Hearer {
  readonly webContents: { isDestroyed(): boolean; send(channel: string, payload: unknown): void };
}

export class Events {
  private readonly progress = new Throttle<RunId, RunProgress>(INTERVAL, (_run, progress) => this.send('runProgress', progress));
  private readonly jobs = new Throttle<JobId, JobStatus>(INTERVAL, (_job, status) => this.send('job', status));
  private readonly changed = new Throttle<FrameId, FrameSummary>(INTERVAL, (_frame, frame) =>
    this.send('frames', { all: false, changed: [frame] }),
  );
  /** Notices from before the window listens. */
  private early: Notice[] | null = [];

  /** `window` is what hears, if there is one. `check`: development and tests hold payloads against the contract. */
  constructor(
    private readonly window: () => Hearer | null,
    private readonly check: boolean,
  ) {}

  send<E extends EventName>(name: E, payload: EventPayload<E>): void {
    if (this.check) events[name].parse(payload);
    const contents = this.window()?.webContents;
    if (contents && !contents.isDestroyed()) contents.send(eventChannel(name), payload);
  }

  runProgress(progress: RunProgress): void {
    this.progress.put(progress.run, progress);
  }

  job(status: JobStatus): void {
    this.jobs.put(status.id, status);
    // The end is told at once.
    if (status.state !== 'running') this.jobs.flush(status.id);
  }

  frame(frame: FrameSummary): void {
    this.changed.put(frame.id, frame);
  }

  run(payload: EventPayload<'run'>): void {
    this.progress.flush(payload.run.id);
    this.send('run', payload);
  }

  notice(notice: Notice): void {
    if (this.early) this.early.push(notice);
    else this.send('notice', notice);
  }

  /** Whether the page has begun to listen; before that it holds no strokes. */
  get heard(): boolean {
    return this.early === null;
  }

  /** The window listens now. */
  listening(): void {
    const waiting = this.early ?? [];
    this.early = null;
    for (const notice of waiting) this.send('notice', notice);
  }

  /** The page is being loaded (again): keep notices until it listens. */
  deaf(): void {
    this.early ??= [];
  }
}
