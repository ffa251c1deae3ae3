// A worker thread that makes batches, or its share of them, one after the other. Built as out/main/batches.js.
import { parentPort, workerData } from 'node:worker_threads';
import { ExpectedFailure, type Failure } from '../../../shared/result';
import type { Batch } from './batch';
import { FrameCache } from './frameCache';
import { makeBatch, type BatchJob } from './makeBatch';

export interface WorkerData {
  /** For this thread's decoded frames. */
  readonly cacheBytes: number;
}
export interface ToWorker {
  readonly id: number;
  readonly job: BatchJob;
}
export type FromWorker = { readonly id: number } & (
  | { readonly batch: Batch }
  /** Expected, with its sentence. */
  | { readonly failure: Failure }
  | { readonly bug: string }
);

function serve(port: NonNullable<typeof parentPort>, cache: FrameCache): void {
  // One after the other, so that the batch that is needed first is ready first.
  let before = Promise.resolve();
  port.on('message', ({ id, job }: ToWorker) => {
    before = before.then(async () => {
      try {
        const batch = await makeBatch(job, cache);
        port.postMessage({ id, batch } satisfies FromWorker, [batch.images.buffer as ArrayBuffer, batch.targets.buffer as ArrayBuffer]);
      } catch (error) {
        const why = error instanceof ExpectedFailure ? { failure: error.failure } : { bug: String((error as Error).stack ?? error) };
        port.postMessage({ id, ...why } satisfies FromWorker);
      }
    });
  });
}

if (parentPort) serve(parentPort, new FrameCache((workerData as WorkerData).cacheBytes));
