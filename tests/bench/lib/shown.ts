// From a key or a press to the frame that shows what came of it, also where that takes several frames: the page says in which of its frames the outcome was
// there, Chromium's trace says when that frame was presented.
import { readFileSync, rmSync } from 'node:fs';
import type { Opened } from '../../e2e/lib/studio';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly id2?: { readonly local?: string };
}

/** Milliseconds on the page's clock. */
interface Seen {
  readonly event: number;
  readonly seen: number;
}

export interface Trigger {
  readonly type: 'keydown' | 'pointerdown' | 'click' | 'input';
  /** Of the keyboard event, where several keys are pressed. */
  readonly key?: string;
  /** The outcome is there when this is on the page, with that text; without it with the first frame after the event. */
  readonly until?: { readonly selector: string; readonly text?: string };
}

const CATEGORIES = ['disabled-by-default-devtools.timeline.frame', 'blink.user_timing'];

export class Stopwatch {
  private constructor(private readonly studio: Opened) {}

  /** Milliseconds from event to presented, of everything that `work` times. */
  static async run(studio: Opened, work: (watch: Stopwatch) => Promise<void>): Promise<number[]> {
    const { app, page } = studio;
    await page.evaluate(() => void ((window as unknown as { seen: Seen[] }).seen = []));
    await app.evaluate(({ contentTracing }, included_categories) => contentTracing.startRecording({ included_categories }), CATEGORIES);
    const began = await page.evaluate(() => performance.mark('bench-clock').startTime);
    await work(new Stopwatch(studio));
    await page.waitForTimeout(200);
    const file = await app.evaluate(({ contentTracing }) => contentTracing.stopRecording());
    const rows = await page.evaluate(() => (window as unknown as { seen: Seen[] }).seen);
    try {
      return presented((JSON.parse(readFileSync(file, 'utf8')) as { traceEvents: TraceEvent[] }).traceEvents, began, rows);
    } finally {
      rmSync(file, { force: true });
    }
  }

  /** Presented frames in which `selector`'s text was another than in the frame before, while `work` runs: their times on the page's clock, ms. */
  static changes(studio: Opened, selector: string, work: () => Promise<void>): Promise<number[]> {
    return Stopwatch.run(studio, async () => {
      await studio.page.evaluate((watched) => {
        const words = (): string | null | undefined => document.querySelector(watched)?.textContent;
        let before = words();
        const look = (): void => {
          const { seen, over } = window as unknown as { seen: Seen[]; over?: boolean };
          if (over) return;
          const now = words();
          if (now !== before) seen.push({ event: 0, seen: performance.now() });
          before = now;
          requestAnimationFrame(look);
        };
        (window as unknown as { over?: boolean }).over = false;
        requestAnimationFrame(look);
      }, selector);
      await work();
      await studio.page.evaluate(() => void ((window as unknown as { over?: boolean }).over = true));
    });
  }

  /** Times one event that `act` brings about; answers when its outcome is there. */
  async time(trigger: Trigger, act: () => Promise<void>): Promise<void> {
    const { page } = this.studio;
    const before = await page.evaluate(({ type, key, until }) => {
      const { seen } = window as unknown as { seen: Seen[] };
      const listener = (event: Event): void => {
        if (key !== undefined && (event as KeyboardEvent).key.toLowerCase() !== key.toLowerCase()) return;
        window.removeEventListener(type, listener, { capture: true });
        const look = (): void => {
          const text = until ? document.querySelector(until.selector)?.textContent : null;
          if (until && (text === undefined || text !== (until.text ?? text))) return void requestAnimationFrame(look);
          seen.push({ event: event.timeStamp, seen: performance.now() });
        };
        requestAnimationFrame(look);
      };
      window.addEventListener(type, listener, { capture: true });
      return seen.length;
    }, trigger);
    await act();
    await page.waitForFunction((count) => (window as unknown as { seen: Seen[] }).seen.length > count, before, {
      polling: 20,
      timeout: 30_000,
    });
  }
}

function presented(events: readonly TraceEvent[], began: number, rows: readonly Seen[]): number[] {
  const clock = events.find(({ name }) => name === 'bench-clock');
  if (!clock) throw new Error('The trace lacks the mark that its clock is set by.');
  const onPage = (ts: number): number => (ts - clock.ts) / 1000 + began;
  const frames = new Map<string, { from?: number; to?: number; shown?: number }>();
  for (const { name, ph, pid, ts, id2 } of [...events].sort((a, b) => a.ts - b.ts)) {
    if (pid !== clock.pid || id2?.local === undefined) continue;
    // An id is used again once its frame is over.
    if (name === 'PipelineReporter' && ph === 'b') frames.set(`${id2.local} ${ts}`, {});
    const frame = [...frames].filter(([key]) => key.startsWith(`${id2.local} `)).at(-1)?.[1];
    if (!frame) continue;
    if (name === 'SendBeginMainFrameToCommit') frame[ph === 'b' ? 'from' : 'to'] = onPage(ts);
    if (name === 'SubmitCompositorFrameToPresentationCompositorFrame' && ph === 'e') frame.shown = onPage(ts);
  }
  const complete = [...frames.values()].filter(({ from, to, shown }) => from !== undefined && to !== undefined && shown !== undefined);
  return rows.flatMap(({ event, seen }) => {
    const frame = complete.find(({ from, to }) => from! <= seen && seen <= to!);
    return frame ? [frame.shown! - event] : [];
  });
}
