// What the window knows of the queue: the order chosen, the numbers behind it, and the goal. Written by review/followQueue.ts.
import { create } from 'zustand';
import type { Goal, MeasureRow } from '../../shared/contract/queue';
import type { FrameId, JobId } from '../../shared/domain';
import { MEASURE_WORDS, type Measure } from '../../shared/queue/measures';
import type { QueueSort, Ranks } from '../frames/order';

/** The measure behind an order; null where frames are ordered without one. */
export const MEASURE_OF: Record<QueueSort, Measure | null> = {
  worst: 'iou',
  boundary: 'boundary',
  uncertainty: 'entropy',
  suspicion: 'suspicion',
  runs: 'runs',
  epochs: 'epochs',
  flips: 'flips',
  pair: null,
  spread: null,
};

export interface Measured {
  readonly rows: ReadonlyMap<FrameId, MeasureRow>;
  readonly epoch: number;
  /** Frames that need a prediction before they can be measured. */
  readonly unpredicted: readonly FrameId[];
  /** Frames that could be measured now and are not yet. */
  readonly stale: readonly FrameId[];
}

export interface Queue {
  /** The order of the queue that was chosen last. */
  readonly order: QueueSort;
  readonly measures: ReadonlyMap<Measure, Measured>;
  readonly ranks: ReadonlyMap<QueueSort, Ranks>;
  /** Why the numbers of a measure could not be had; one sentence. */
  readonly failures: ReadonlyMap<Measure, string>;
  /** A project was opened, or another order or run chosen: the queue begins at its first frame. */
  readonly begins: boolean;
  /** What measures now. */
  readonly job: JobId | null;
  /** How two compared runs disagree, 0..1 by frame, and in words which two they are. */
  readonly pair: { readonly label: string; readonly disagreement: ReadonlyMap<FrameId, number> } | null;
  /** Of the order 'spread': frames to the nearest reviewed one. */
  readonly gaps: ReadonlyMap<FrameId, number>;
  readonly goal: Goal;
}

export const EMPTY_QUEUE: Omit<Queue, 'order'> = {
  measures: new Map(),
  ranks: new Map(),
  failures: new Map(),
  begins: true,
  job: null,
  pair: null,
  gaps: new Map(),
  goal: { kind: 'none' },
};

export const useQueue = create<Queue>()(() => ({ order: 'worst', ...EMPTY_QUEUE }));

/** The comparison of two runs offers its own order. */
export function setPairOrder(rows: readonly { readonly frame: FrameId; readonly disagreement: number }[], label: string): void {
  const disagreement = new Map(rows.map((row) => [row.frame, row.disagreement]));
  const ranks = new Map(useQueue.getState().ranks).set('pair', new Map([...disagreement].map(([frame, value]) => [frame, -value])));
  useQueue.setState({ pair: { label, disagreement }, ranks });
}

/** Lower first. `held`: a frame that keeps the place that it had. */
export function ranksOf(measure: Measure, rows: Measured['rows'], before: Ranks | undefined, held: FrameId | null): Ranks {
  const sign = MEASURE_WORDS[measure].first === 'low' ? 1 : -1;
  const ranks = new Map<FrameId, number>();
  for (const [frame, { value }] of rows) ranks.set(frame, sign * value);
  const kept = held === null ? undefined : before?.get(held);
  if (held !== null && kept !== undefined && ranks.has(held)) ranks.set(held, kept);
  return ranks;
}
