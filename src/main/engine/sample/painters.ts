// Draws the scenes of a drive on as many cores as there are, in any order; in this thread where the built worker is missing (tests from source).
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { LabelMap } from '../../../shared/mask/labelMap';
import { renderScene } from './scene';

export interface Scene {
  /** [height*width*3] */
  readonly rgb: Uint8Array;
  readonly mask: LabelMap;
}
export interface Painters {
  draw(index: number, seed: number): Promise<Scene>;
  /** How many frames may be drawn at once. */
  readonly hands: number;
  close(): Promise<void>;
}

const MOST_WORKERS = 4;
/** Beside the program's entry (cli.js or engine.js). */
const workerFile = (): string => join(dirname(process.argv[1] ?? ''), 'scene.js');

export function painters(): Painters {
  const hands = Math.min(availableParallelism(), MOST_WORKERS);
  if (hands < 2 || !existsSync(workerFile())) {
    return {
      hands: 1,
      // Lets messages in between two frames.
      draw: async (index, seed) => (await new Promise((resolve) => setImmediate(resolve)), renderScene(index, seed)),
      close: async () => undefined,
    };
  }
  const idle = Array.from({ length: hands }, () => new Worker(workerFile()));
  const all = [...idle];
  const waiting: ((worker: Worker) => void)[] = [];
  /** Set once a thread has failed: whoever waits for one gives up. */
  let broken: { readonly error: unknown } | null = null;
  const free = (worker: Worker): void => {
    const next = waiting.shift();
    if (next) next(worker);
    else idle.push(worker);
  };
  return {
    hands,
    async draw(index, seed) {
      const worker = idle.pop() ?? (await new Promise<Worker>((resolve) => waiting.push(resolve)));
      if (broken) throw broken.error;
      try {
        return await new Promise<Scene>((resolve, reject) => {
          worker.removeAllListeners().once('message', resolve).once('error', reject);
          worker.once('exit', (code) => reject(new Error(`A thread that draws the sample ended with code ${code}.`)));
          worker.postMessage({ index, seed });
        });
      } catch (error) {
        broken = { error };
        throw error;
      } finally {
        free(worker);
      }
    },
    async close() {
      await Promise.all(all.map((worker) => worker.removeAllListeners().terminate()));
    },
  };
}
