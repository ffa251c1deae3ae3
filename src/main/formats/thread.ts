// Main's end of the thread for data sets: one a task, ended with it. Cancelling ends it in the middle of a parse, and whatever becomes of it, the caller hears a sentence.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { attempt, ExpectedFailure, type Failure, type Result } from '../../shared/result';
import type { DatasetFrame, DatasetPlan } from './index';
import type { Problem } from './annotated';
import { FormatWork, type PlanHints } from './work';
import type { FromWorker, ToWorker } from './worker';

type Answer<K extends keyof FormatWork> = Awaited<ReturnType<FormatWork[K]>>;

export interface Work {
  /** Rejects with an ExpectedFailure for what may happen: 'cancelled', 'out-of-memory', 'broken-off' and what the work itself refuses. */
  call<K extends keyof FormatWork>(name: K, ...args: Parameters<FormatWork[K]>): Promise<Answer<K>>;
  close(): Promise<void>;
}
export interface WorkOptions {
  readonly signal?: AbortSignal | undefined;
  /** What the person is told when memory ran out. */
  readonly tooMuch: Failure;
  /** Of the thread's heap; HEAP_MB without it. */
  readonly heapMb?: number | undefined;
}

/** Beside the program's entry, or above its chunks. */
function builtThread(): string | null {
  const here = dirname(fileURLToPath(import.meta.url));
  return [join(here, 'formats.js'), join(here, '..', 'formats.js')].find((file) => existsSync(file)) ?? null;
}
let file: string | null | undefined;
/** Another program for the thread; null: this thread does the work, as it does where the built one is missing (tests from source). */
export const useThread = (other: string | null): void => void (file = other);

export function openWork(options: WorkOptions): Work {
  if (file === undefined) file = builtThread();
  return file === null ? inThisThread(options) : new Thread(file, options);
}

const cancelled = (): ExpectedFailure => new ExpectedFailure({ code: 'cancelled', message: 'Cancelled.' });

function inThisThread({ signal }: WorkOptions): Work {
  const work = new FormatWork();
  return {
    async call<K extends keyof FormatWork>(name: K, ...args: Parameters<FormatWork[K]>): Promise<Answer<K>> {
      await breathe();
      if (signal?.aborted) throw cancelled();
      return (await (work[name] as (...args: readonly unknown[]) => unknown).apply(work, args)) as Answer<K>;
    },
    close: async () => undefined,
  };
}

/** Its heap; a text of the most that is read, with what is made of it. Beyond, the thread ends and nothing else. */
const HEAP_MB = 3072;

class Thread implements Work {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, { readonly resolve: (value: never) => void; readonly reject: (error: unknown) => void }>();
  private readonly abort = (): void => void this.end(cancelled());
  private nextId = 0;
  private over: unknown;

  constructor(
    program: string,
    private readonly options: WorkOptions,
  ) {
    this.worker = new Worker(program, { resourceLimits: { maxOldGenerationSizeMb: options.heapMb ?? HEAP_MB } });
    this.worker.on('message', (answer: FromWorker) => this.answered(answer));
    this.worker.on('error', (error: NodeJS.ErrnoException) => this.end(this.failure(error)));
    this.worker.on('exit', (code) => this.end(this.failure(new Error(`its thread ended with code ${code}`))));
    if (options.signal?.aborted) this.abort();
    options.signal?.addEventListener('abort', this.abort);
  }

  call<K extends keyof FormatWork>(name: K, ...args: Parameters<FormatWork[K]>): Promise<Answer<K>> {
    return new Promise((resolve, reject) => {
      if (this.over !== undefined) return reject(this.over as Error);
      const id = this.nextId++;
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, name, args } satisfies ToWorker);
    });
  }

  async close(): Promise<void> {
    this.end(new Error('the thread for data sets is closed'));
    await this.worker.terminate();
  }

  private answered(answer: FromWorker): void {
    const asked = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ('value' in answer) asked?.resolve(answer.value as never);
    else asked?.reject('failure' in answer ? new ExpectedFailure(answer.failure) : new Error(answer.bug));
  }

  private failure(error: NodeJS.ErrnoException): ExpectedFailure {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return new ExpectedFailure(this.options.tooMuch);
    const message = `Work on the data set broke off: ${error.message}.`;
    return new ExpectedFailure({ code: 'broken-off', message, hint: 'Nothing was changed. Try again.' });
  }

  private end(why: unknown): void {
    this.options.signal?.removeEventListener('abort', this.abort);
    this.over ??= why;
    for (const { reject } of this.waiting.values()) reject(this.over);
    this.waiting.clear();
    void this.worker.terminate();
  }
}

export const tooMuchToRead = (path: string): Failure => ({
  code: 'out-of-memory',
  message: `${path} holds more than fits into memory at once.`,
  hint: 'Split it into several files and import them one after the other.',
});

/** planImport in a thread of its own. The plan has no shapes: `reopened` reads them again for the import, so that none are held while a person chooses. */
export const planApart = (path: string, hints: PlanHints = {}, signal?: AbortSignal, heapMb?: number): Promise<Result<DatasetPlan>> =>
  attempt(async () => {
    const work = openWork({ signal, heapMb, tooMuch: tooMuchToRead(path) });
    try {
      const { pages, ...head } = await work.call('plan', path, hints);
      const [frames, problems]: [DatasetFrame[], Problem[]] = [[], []];
      for (let i = 0; i < pages; i++) {
        const page = await work.call('page', i);
        frames.push(...page.frames);
        problems.push(...page.problems);
      }
      return { ...head, frames, problems };
    } finally {
      await work.close();
    }
  });

/** The plan's source read again where its masks are shapes; null where none are. To be closed. */
export async function reopened({ source, format, hints, frames }: DatasetPlan, signal?: AbortSignal): Promise<Work | null> {
  if (!frames.some(({ mask }) => mask?.kind === 'shapes')) return null;
  const work = openWork({ signal, tooMuch: tooMuchToRead(source) });
  try {
    await work.call('plan', source, { ...hints, format });
    return work;
  } catch (error) {
    await work.close();
    throw error;
  }
}
