// How long pointer events took until the frame that shows them was presented, by Chromium's own account (trace event 'EventLatency', which is made for
// every event that changed something on the screen): no stopwatch of ours in between.
import { readFileSync, rmSync } from 'node:fs';
import type { ElectronApplication } from 'playwright';

/** Milliseconds. */
export interface Latency {
  /** From the event's own time to the frame presented. */
  readonly whole: number;
  /** From the beginning of our handler to the frame presented: without the wait for the display's next frame, which Chromium aligns moves to. */
  readonly work: number;
  /** Of that: our handler alone. */
  readonly handler: number;
  /** Of that: after the handler until the page is drawn and handed to the compositor. */
  readonly drawing: number;
  /** Of that: raster, composition and swap. */
  readonly presenting: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly id2?: { readonly local?: string };
  readonly args?: { readonly event_latency?: { readonly event_type?: string } };
}

const CATEGORY = 'event_latency';

/** Of all events of that type (MOUSE_DRAGGED: a move with the button down) while `work` runs that were shown, in their order. */
export async function latencies(app: ElectronApplication, work: () => Promise<void>, type = 'MOUSE_DRAGGED'): Promise<Latency[]> {
  await app.evaluate(({ contentTracing }, category) => contentTracing.startRecording({ included_categories: [category] }), CATEGORY);
  await work();
  const file = await app.evaluate(({ contentTracing }) => contentTracing.stopRecording());
  try {
    return read((JSON.parse(readFileSync(file, 'utf8')) as { traceEvents: TraceEvent[] }).traceEvents, type);
  } finally {
    rmSync(file, { force: true });
  }
}

function read(events: readonly TraceEvent[], type: string): Latency[] {
  const open = new Map<string, TraceEvent[]>();
  const found: Latency[] = [];
  for (const event of [...events].sort((a, b) => a.ts - b.ts)) {
    const key = `${event.pid} ${event.id2?.local}`;
    if (event.name === 'EventLatency' && event.ph === 'b') open.set(key, []);
    const story = open.get(key);
    if (!story) continue;
    story.push(event);
    if (event.name !== 'EventLatency' || event.ph !== 'e') continue;
    open.delete(key);
    const latency = story[0]!.args?.event_latency?.event_type === type ? told(story) : null;
    if (latency) found.push(latency);
  }
  return found;
}

function told(story: readonly TraceEvent[]): Latency | null {
  const at = (name: string, ph: string): number | undefined => story.find((event) => event.name === name && event.ph === ph)?.ts;
  const handled = at('RendererMainProcessing', 'b');
  const drawing = at('RendererMainProcessing', 'e');
  const committed = at('Commit', 'e');
  const presented = at('SubmitCompositorFrameToPresentationCompositorFrame', 'e');
  if (handled === undefined || drawing === undefined || committed === undefined || presented === undefined) return null;
  const ms = (from: number, to: number): number => (to - from) / 1000;
  return {
    whole: ms(story[0]!.ts, presented),
    work: ms(handled, presented),
    handler: ms(handled, drawing),
    drawing: ms(drawing, committed),
    presenting: ms(committed, presented),
  };
}
