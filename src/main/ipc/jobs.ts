// Long work that the window watches: import, sample, exports. Each job has a number, progress, time left, and a way to cancel it.
import type { JobStatus } from '../../shared/contract/app';
import { JobId } from '../../shared/domain';
import { attempt, refuse, type Result } from '../../shared/result';

export interface JobWork {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void;
}
/** `cancelled`: the work ended early in good order, without being a failure. */
export interface JobOutcome {
  readonly message: string;
  readonly file?: string;
  readonly report?: unknown;
  readonly cancelled?: boolean;
}
interface Job {
  status: JobStatus;
  readonly begun: number;
  readonly abort: AbortController;
  file: string | null;
  ended: Promise<void>;
}

/** Ended jobs that are remembered, newest first. */
const REMEMBERED = 50;

export class Jobs {
  private readonly jobs = new Map<JobId, Job>();
  private last = 0;

  constructor(
    private readonly changed: (status: JobStatus) => void,
    private readonly unexpected: (title: string, error: unknown) => void,
    private readonly now: () => number = Date.now,
  ) {}

  /** Begins `work` and returns at once. It never throws: what went wrong is the job's message. */
  start(kind: JobStatus['kind'], title: string, work: (tools: JobWork) => Promise<Result<JobOutcome>>): JobId {
    const id = JobId.parse(++this.last);
    const abort = new AbortController();
    const status: JobStatus = {
      ...{ id, kind, title, state: 'running', done: 0, total: 0, secondsLeft: null, message: '', hasFile: false },
    };
    const job: Job = { status, begun: this.now(), abort, file: null, ended: Promise.resolve() };
    this.jobs.set(id, job);
    this.changed(status);
    job.ended = this.run(job, work);
    return id;
  }

  list(): JobStatus[] {
    return [...this.jobs.values()].map((job) => job.status).reverse();
  }

  running(): JobStatus[] {
    return this.list().filter((status) => status.state === 'running');
  }

  /** An ended job is left as it is. */
  cancel(id: JobId): void {
    this.of(id).abort.abort();
  }

  /** The file or folder that a job made. */
  fileOf(id: JobId): string {
    const { file } = this.of(id);
    return file ?? refuse('not-found', 'This job has made no file.');
  }

  /** Settles when the job has ended, whichever way. */
  async ended(id: JobId): Promise<JobStatus> {
    const job = this.of(id);
    await job.ended;
    return job.status;
  }

  /** Cancels all that run and waits until they have put things in order. */
  async cancelAll(): Promise<void> {
    const running = [...this.jobs.values()].filter((job) => job.status.state === 'running');
    for (const job of running) job.abort.abort();
    await Promise.all(running.map((job) => job.ended));
  }

  private of(id: JobId): Job {
    return this.jobs.get(id) ?? refuse('not-found', 'This job is not known any more.');
  }

  private async run(job: Job, work: (tools: JobWork) => Promise<Result<JobOutcome>>): Promise<void> {
    const onProgress: JobWork['onProgress'] = ({ done, total }) => {
      if (job.status.state === 'running') this.update(job, { done, total, secondsLeft: this.secondsLeft(job, done, total) });
    };
    try {
      const tried = await attempt(() => work({ signal: job.abort.signal, onProgress }));
      const result = tried.ok ? tried.value : tried;
      if (result.ok) this.finish(job, result.value);
      else if (result.error.code === 'cancelled') this.end(job, 'cancelled', 'Cancelled.');
      else this.end(job, 'failed', [result.error.message, result.error.hint].filter(Boolean).join(' '));
    } catch (error) {
      this.unexpected(job.status.title, error);
      this.end(job, 'failed', `Something went wrong inside Roadbrush: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private finish(job: Job, outcome: JobOutcome): void {
    job.file = outcome.file ?? null;
    const report = outcome.report === undefined ? {} : { report: outcome.report };
    this.end(job, outcome.cancelled ? 'cancelled' : 'done', outcome.message, { hasFile: job.file !== null, ...report });
  }

  private end(job: Job, state: JobStatus['state'], message: string, more: Partial<JobStatus> = {}): void {
    const done = state === 'done' ? job.status.total : job.status.done;
    this.update(job, { state, message, done, secondsLeft: null, ...more });
    const old = [...this.jobs.values()].filter((other) => other.status.state !== 'running');
    for (const other of old.slice(0, Math.max(0, old.length - REMEMBERED))) this.jobs.delete(other.status.id);
  }

  private update(job: Job, values: Partial<JobStatus>): void {
    job.status = { ...job.status, ...values };
    this.changed(job.status);
  }

  /** From the mean speed so far; unknown in the first second, when it would jump about. */
  private secondsLeft(job: Job, done: number, total: number): number | null {
    const seconds = (this.now() - job.begun) / 1000;
    return done > 0 && total > 0 && seconds >= 1 ? ((total - done) * seconds) / done : null;
  }
}
