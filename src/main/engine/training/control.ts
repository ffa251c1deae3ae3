// Pause, resume and stop of the runs in progress: answered between two steps. And a run's own clock, which stands still while it is paused.
import { refuse } from '../../../shared/result';
import { ourTurn } from '../prediction/turns';

type Action = 'pause' | 'resume' | 'stop';
type State = 'running' | 'paused' | 'stopping';
const AFTER: Record<Action, State> = { pause: 'paused', resume: 'running', stop: 'stopping' };

export class RunControl {
  private state: State = 'running';
  private wake: (() => void) | null = null;
  private pausedMs = 0;

  /** @param report told when the run really pauses and really goes on. */
  constructor(
    private readonly signal: AbortSignal,
    private readonly report: (state: 'running' | 'paused') => void,
  ) {
    signal.addEventListener('abort', () => this.wake?.(), { once: true });
  }

  /** Seconds from some moment on, without the pauses. */
  get seconds(): number {
    return (performance.now() - this.pausedMs) / 1000;
  }

  act(action: Action): void {
    if (this.state === 'stopping') return;
    this.state = AFTER[action];
    this.wake?.();
  }

  /**
   * To be asked between two pieces of work: lets other calls in, gives way to a person at work, waits while paused. True: the run shall stop.
   * Fails with 'cancelled'.
   * @param painting told when it is the person's brush that is given way to.
   */
  async stopping(painting?: () => void): Promise<boolean> {
    await ourTurn(painting);
    if (this.pausing()) {
      const begun = performance.now();
      this.report('paused');
      while (this.pausing()) await new Promise<void>((resolve) => (this.wake = resolve));
      this.pausedMs += performance.now() - begun;
      if (this.state === 'running' && !this.signal.aborted) this.report('running');
    }
    if (this.signal.aborted) refuse('cancelled', 'The training was cancelled.', 'Resume it: it goes on where it was.');
    return this.state === 'stopping';
  }

  private pausing(): boolean {
    return this.state === 'paused' && !this.signal.aborted;
  }
}

const runs = new Map<number, RunControl>();

/** Registers the run for `train.control` while `work` goes on. Refuses a second run under one key ('busy'). */
export async function controlled<T>(run: number, control: RunControl, work: () => Promise<T>): Promise<T> {
  if (runs.has(run)) refuse('busy', `Run ${run} is being trained already.`, 'Stop it first.');
  runs.set(run, control);
  try {
    return await work();
  } finally {
    runs.delete(run);
  }
}

export function controlRun(run: number, action: Action): void {
  const control = runs.get(run) ?? refuse('not-found', `Run ${run} is not being trained.`, 'It has ended; look at its record.');
  control.act(action);
}
