// How far it is to the goal: which frames count, and how many of them are there.
import type { Goal, MeasureRow } from '../../shared/contract/queue';
import type { FrameId, FrameSummary } from '../../shared/domain';
import type { Measure } from '../../shared/queue/measures';
import { count } from '../format';

export interface Progress {
  readonly done: number;
  readonly total: number;
  /** Of those left, frames that have no number yet. */
  readonly unknown: number;
}

type Rows = ReadonlyMap<FrameId, Pick<MeasureRow, 'value'>> | undefined;

/** The measure that the goal is told by. */
export const measureOfGoal = (goal: Goal): Measure | null => (goal.kind === 'iou' || goal.kind === 'suspicion' ? goal.kind : null);

/** `rows`: numbers of that measure. Null without a goal. */
export function progressOf(goal: Goal, frames: readonly FrameSummary[], rows: Rows): Progress | null {
  const masked = frames.filter((frame) => frame.mask !== null);
  const inSet = (set: 'all' | 'held-out' | 'train'): FrameSummary[] => masked.filter((frame) => set === 'all' || frame.split === set);
  const reviewed = (list: readonly FrameSummary[]): number => list.filter((frame) => frame.review === 'reviewed').length;
  const limited = (list: readonly FrameSummary[], there: (value: number) => boolean): Progress => {
    const values = list.map(({ id }) => rows?.get(id)?.value);
    const known = values.filter((value) => value !== undefined);
    return { done: known.filter(there).length, total: list.length, unknown: list.length - known.length };
  };
  switch (goal.kind) {
    case 'none':
      return null;
    case 'reviewed':
      return { done: Math.min(goal.frames, reviewed(masked)), total: goal.frames, unknown: 0 };
    case 'all-reviewed': {
      const list = inSet(goal.set);
      return { done: reviewed(list), total: list.length, unknown: 0 };
    }
    case 'iou':
      return limited(inSet(goal.set), (value) => value >= goal.least);
    case 'suspicion':
      // What a person has looked at and left is suspected no more.
      return limited(
        masked.filter((frame) => frame.review !== 'reviewed'),
        (value) => value <= goal.most,
      );
  }
}

const SETS = { all: 'Every frame', 'held-out': 'Every held-out frame', train: 'Every train frame' } as const;

export function goalWords(goal: Goal): string {
  switch (goal.kind) {
    case 'none':
      return 'No goal';
    case 'reviewed':
      return `${count(goal.frames, 'frame')} reviewed`;
    case 'all-reviewed':
      return `${SETS[goal.set]} reviewed`;
    case 'iou':
      return `${SETS[goal.set]} at IoU ${goal.least.toFixed(2)}`;
    case 'suspicion':
      return `No suspicion above ${goal.most.toFixed(2)}`;
  }
}

/** '12 frames left', 'Reached'. */
export function leftWords({ done, total, unknown }: Progress): string {
  const left = total - done;
  if (total === 0) return 'no frame counts yet';
  if (left === 0) return 'reached';
  return `${count(left, 'frame')} left${unknown > 0 ? `, ${unknown} of them without a number` : ''}`;
}
