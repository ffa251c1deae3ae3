// Main's end of the thread that counts pairs: one batch after the other; without the built thread (tests from source) this thread counts, frame by frame.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { PairCounts } from '../../../shared/metrics/pair';
import { ExpectedFailure } from '../../../shared/result';
import { breathe } from '../need';
import { countPair, type PairItem, type Decisions } from './work';
import type { FromPairs, ToPairs } from './worker';

export interface PairCounter {
  /** One answer an item, in their order. One call at a time. */
  count(items: readonly PairItem[], decisions: Decisions): Promise<readonly PairCounts[]>;
  close(): void;
}

/** Beside the program's entry, or above its chunks. */
function builtThread(): string | undefined {
  const here = dirname(fileURLToPath(import.meta.url));
  return [join(here, 'pairs.js'), join(here, '..', 'pairs.js')].find((file) => existsSync(file));
}

export function openCounter(file = builtThread()): PairCounter {
  return file === undefined ? here : inThread(new Worker(file));
}

const here: PairCounter = {
  async count(items, decisions) {
    const counts: PairCounts[] = [];
    for (const item of items) {
      await breathe();
      counts.push(countPair(item, decisions));
    }
    return counts;
  },
  close: () => undefined,
};

function inThread(worker: Worker): PairCounter {
  return {
    count: (items, decisions) =>
      new Promise((resolve, reject) => {
        const over = (): void => void worker.off('message', answered).off('error', broke).off('exit', ended);
        const broke = (error: Error): void => {
          over();
          const message = `The comparison broke off: ${error.message}.`;
          reject(new ExpectedFailure({ code: 'broken-off', message, hint: 'Nothing was changed. Try again.' }));
        };
        const ended = (code: number): void => broke(new Error(`its thread ended with code ${code}`));
        const answered = (answer: FromPairs): void => {
          if ('bug' in answer) return broke(new Error(answer.bug));
          over();
          resolve(answer.counts);
        };
        worker.on('message', answered).on('error', broke).on('exit', ended);
        worker.postMessage({ items, decisions } satisfies ToPairs);
      }),
    close: () => void worker.terminate(),
  };
}
