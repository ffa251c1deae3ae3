// The thread that counts pairs of predictions. Built as out/main/pairs.js.
import { parentPort } from 'node:worker_threads';
import type { PairCounts } from '../../../shared/metrics/pair';
import { countPair, type PairItem, type Decisions } from './work';

export interface ToPairs {
  readonly items: readonly PairItem[];
  readonly decisions: Decisions;
}
export type FromPairs = { readonly counts: readonly PairCounts[] } | { readonly bug: string };

parentPort?.on('message', ({ items, decisions }: ToPairs) => {
  try {
    parentPort?.postMessage({ counts: items.map((item) => countPair(item, decisions)) } satisfies FromPairs);
  } catch (error) {
    parentPort?.postMessage({ bug: String(error) } satisfies FromPairs);
  }
});
