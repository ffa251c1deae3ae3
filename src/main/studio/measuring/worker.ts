// The thread that measures frames for the queue, a few at a time. Built as out/main/measures.js.
import { parentPort } from 'node:worker_threads';
import { measureFrame, type FrameNumbers, type MeasureItem } from './measureFrame';

export interface ToMeasurer {
  readonly items: readonly MeasureItem[];
}
export type FromMeasurer = { readonly numbers: readonly FrameNumbers[] } | { readonly bug: string };

if (parentPort) {
  const port = parentPort;
  port.on('message', ({ items }: ToMeasurer) => {
    try {
      port.postMessage({ numbers: items.map(measureFrame) } satisfies FromMeasurer);
    } catch (error) {
      port.postMessage({ bug: error instanceof Error ? error.message : String(error) } satisfies FromMeasurer);
    }
  });
}
