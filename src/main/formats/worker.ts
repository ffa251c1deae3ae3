// The thread that does the long work on data sets, one call after the other. Built as out/main/formats.js.
import { parentPort } from 'node:worker_threads';
import { ExpectedFailure, type Failure } from '../../shared/result';
import { FormatWork, type WrittenFile } from './work';

export interface ToWorker {
  readonly id: number;
  readonly name: keyof FormatWork;
  readonly args: readonly unknown[];
}
export type FromWorker = { readonly id: number } & (
  | { readonly value: unknown }
  /** Expected, with its sentence. */
  | { readonly failure: Failure }
  | { readonly bug: string }
);

/** Memory of written files goes over without a copy. */
const files = (value: unknown): ArrayBuffer[] =>
  Array.isArray(value) ? (value as Partial<WrittenFile>[]).flatMap(({ bytes }) => (bytes ? [bytes.buffer as ArrayBuffer] : [])) : [];

if (parentPort) {
  const port = parentPort;
  const work = new FormatWork();
  let before = Promise.resolve();
  port.on('message', ({ id, name, args }: ToWorker) => {
    before = before.then(async () => {
      try {
        const value = await (work[name] as (...args: readonly unknown[]) => unknown).apply(work, [...args]);
        port.postMessage({ id, value } satisfies FromWorker, files(value));
      } catch (error) {
        const why = error instanceof ExpectedFailure ? { failure: error.failure } : { bug: String((error as Error).stack ?? error) };
        port.postMessage({ id, ...why } satisfies FromWorker);
      }
    });
  });
}
