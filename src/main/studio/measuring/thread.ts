// Main's end of the thread that measures frames: one batch after the other; without the built thread (tests from source) this thread measures, frame by frame.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ExpectedFailure } from '../../../shared/result';
import { breathe } from '../need';
import { measureFrame, type FrameNumbers, type MeasureItem } from './measureFrame';
import type { FromMeasurer, ToMeasurer } from './worker';

export interface Measurer {
  /** One answer an item, in their order. One call at a time. */
  measure(items: readonly MeasureItem[]): Promise<readonly FrameNumbers[]>;
  close(): void;
}

/** Beside the program's entry, or above its chunks. */
function builtThread(): string | undefined {
  const here = dirname(fileURLToPath(import.meta.url));
  return [join(here, 'measures.js'), join(here, '..', 'measures.js')].find((file) => existsSync(file));
}

export function openMeasurer(file = builtThread()): Measurer {
  return file === undefined ? here : inThread(new Worker(file));
}

const here: Measurer = {
  async measure(items) {
    const numbers: FrameNumbers[] = [];
    for (const item of items) {
      await breathe();
      numbers.push(measureFrame(item));
    }
    return numbers;
  },
  close: () => undefined,
};

function inThread(worker: Worker): Measurer {
  return {
    measure: (items) =>
      new Promise((resolve, reject) => {
        const over = (): void => void worker.off('message', answered).off('error', broke).off('exit', ended);
        const broke = (error: Error): void => {
          over();
          const message = `Measuring the frames broke off: ${error.message}.`;
          reject(new ExpectedFailure({ code: 'broken-off', message, hint: 'What was measured until then is kept. Try again.' }));
        };
        const ended = (code: number): void => broke(new Error(`its thread ended with code ${code}`));
        const answered = (answer: FromMeasurer): void => {
          if ('bug' in answer) return broke(new Error(answer.bug));
          over();
          resolve(answer.numbers);
        };
        worker.on('message', answered).on('error', broke).on('exit', ended);
        worker.postMessage({ items } satisfies ToMeasurer);
      }),
    close: () => void worker.terminate(),
  };
}
