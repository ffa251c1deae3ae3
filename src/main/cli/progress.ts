// Progress on standard error: a bar on a terminal, a plain line every few seconds elsewhere.
import type { Output } from './host';

const BAR = 24;
const TERMINAL_MS = 100;
const LINES_MS = 5000;

export interface Tick {
  readonly done: number;
  readonly total: number;
  readonly what: string;
  /** Whatever else fits: '12.3 images/s, loss 0.21'. */
  readonly more?: string;
  readonly secondsLeft?: number | null;
}

export class Progress {
  private shown = false;
  private last = 0;
  private what = '';
  private begun = 0;

  constructor(
    private readonly output: Output,
    private readonly now: () => number = Date.now,
  ) {}

  tick(tick: Tick): void {
    const now = this.now();
    if (tick.what !== this.what) {
      this.what = tick.what;
      this.begun = now;
      // A plain log gets its first line only when the work lasts: quick things need none.
      this.last = this.output.isTTY ? 0 : now;
    }
    if (now - this.last < (this.output.isTTY ? TERMINAL_MS : LINES_MS) && !(this.shown && tick.done >= tick.total)) return;
    this.last = now;
    const share = tick.total > 0 ? Math.min(1, tick.done / tick.total) : 0;
    const left = tick.secondsLeft === undefined ? guess(share, now - this.begun) : tick.secondsLeft;
    const words = [tick.more, left === null ? undefined : `${duration(left)} left`].filter(Boolean).join(', ');
    if (!this.output.isTTY) return this.output.write(`${tick.what} ${tick.done}/${tick.total}${words && `, ${words}`}\n`);
    const bar = '█'.repeat(Math.round(share * BAR)).padEnd(BAR, '░');
    const line = `${tick.what} ${bar} ${tick.done}/${tick.total}${words && `  ${words}`}`;
    this.output.write(`\r\x1b[K${line.slice(0, this.output.columns - 1)}`);
    this.shown = true;
  }

  /** Before anything else is written to the terminal. */
  clear(): void {
    if (this.shown) this.output.write('\r\x1b[K');
    this.shown = false;
  }
}

const guess = (share: number, ms: number): number | null => (share > 0.02 && ms > 2000 ? ((ms / 1000) * (1 - share)) / share : null);

/** '0:07', '12:30', '2:05:00'. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (n: number): string => String(n).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
