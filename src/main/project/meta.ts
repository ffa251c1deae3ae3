// Small facts about a project, by key, as JSON.
import type { SplitRule } from '../../shared/contract/frames';
import type { Goal } from '../../shared/contract/queue';
import { one, run, type ReadableDb, type WritableDb } from './database';

/** What may be noted, and its shape. */
export interface Meta {
  /** Set for the generated sample project. */
  sample: { readonly seed: number; readonly planted: readonly string[] };
  /** The rule that split the frames last; the names of two lists are not repeated here. */
  split: { readonly kind: SplitRule['kind'] };
  /** What the person works towards. */
  goal: Goal;
}

export function readMeta<K extends keyof Meta>(db: ReadableDb, key: K): Meta[K] | null {
  const row = one<{ value: string }>(db, 'SELECT value FROM meta WHERE key = ?', key);
  return row ? (JSON.parse(row.value) as Meta[K]) : null;
}

export function writeMeta<K extends keyof Meta>(db: WritableDb, key: K, value: Meta[K]): void {
  run(db, 'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value', key, JSON.stringify(value));
}
