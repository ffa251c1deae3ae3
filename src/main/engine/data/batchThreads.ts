// The threads that make batches while a step blocks this one. Each frame has its thread, which keeps it decoded: a batch is made by all of them together.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ExpectedFailure } from '../../../shared/result';
import { copySamples, type Batch } from './batch';
import { FrameCache } from './frameCache';
import { CACHE_BYTES, makeBatch, type BatchJob } from './makeBatch';
import type { FromWorker, ToWorker, WorkerData } from './worker';

export type MakeBatch = (job: BatchJob) => Promise<Batch>;

/** A step on two cores takes both, and one thread makes 16 images in 20 ms of it. A GPU wants more, and its machine has the cores. */
const hands = (): number => Math.max(1, Math.min(4, Math.floor(availableParallelism() / 4)));
/** Beside the program's entry (cli.js or engine.js). */
const workerFile = (): string => resolve(dirname(process.argv[1] ?? ''), 'batches.js');

let shared: MakeBatch | null = null;

/** The process's one set of threads and cache, for training and prediction alike; in this thread where the built worker is missing (tests from source). */
export const batchMaker = (): MakeBatch => (shared ??= existsSync(workerFile()) ? threaded(workerFile(), hands()) : inThisThread());

function inThisThread(): MakeBatch {
  const cache = new FrameCache(CACHE_BYTES);
  return (job) => makeBatch(job, cache);
}

/** Started when first needed. They do not keep the process alive unless somebody waits for a batch. */
export function threaded(file: string, count: number, cacheBytes = CACHE_BYTES): MakeBatch {
  const data: WorkerData = { cacheBytes: cacheBytes / count };
  const threads = Array.from({ length: count }, () => new BatchThread(file, data));
  return async (job) => {
    const { items, width, height } = job;
    const shares = threads.map((_, t) => [...items.keys()].filter((n) => items[n]!.frame.id % count === t));
    const made = await Promise.all(
      shares.map((at, t) => (at.length > 0 ? threads[t]!.make({ ...job, items: at.map((n) => items[n]!) }) : null)),
    );
    const whole = made.find((part) => part?.size === items.length);
    if (whole) return whole;
    const pixels = width * height * items.length;
    const batch = { size: items.length, width, height, images: new Uint8Array(pixels * 3), targets: new Uint8Array(pixels) };
    made.forEach((part, t) => part && copySamples(part, batch, shares[t]!));
    return batch;
  };
}

interface Life {
  readonly worker: Worker;
  readonly waiting: Map<number, { readonly resolve: (batch: Batch) => void; readonly reject: (error: unknown) => void }>;
}

class BatchThread {
  private life: Life | null = null;
  private nextId = 0;

  constructor(
    private readonly file: string,
    private readonly data: WorkerData,
  ) {}

  make(job: BatchJob): Promise<Batch> {
    const { worker, waiting } = (this.life ??= this.start());
    return new Promise((resolve, reject) => {
      const id = this.nextId++;
      waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ id, job } satisfies ToWorker);
    });
  }

  private start(): Life {
    const life: Life = { worker: new Worker(this.file, { workerData: this.data }), waiting: new Map() };
    const { worker, waiting } = life;
    worker.on('message', (answer: FromWorker) => {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (waiting.size === 0) worker.unref();
      if ('batch' in answer) asked?.resolve(answer.batch);
      else asked?.reject('failure' in answer ? new ExpectedFailure(answer.failure) : new Error(`A batch could not be made: ${answer.bug}`));
    });
    // Whoever waits is told; the next batch starts a new thread.
    const end = (error: Error): void => {
      if (this.life === life) this.life = null;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    };
    worker.on('error', end);
    worker.on('exit', (code) => end(new Error(`A thread that makes batches ended with code ${code}.`)));
    return life;
  }
}
