// What a split would do, before it is done: counts and the sentence beside the form. Pure; the same rules as main's.
import type { SplitRule } from '../../shared/contract/frames';
import type { FrameSummary } from '../../shared/domain';

export interface SplitCounts {
  readonly train: number;
  readonly heldOut: number;
  /** Frames that would be in neither set. */
  readonly none: number;
}

type Named = Pick<FrameSummary, 'name' | 'mask'>;

/** How many frames 'last' and 'ratio' divide: those with a mask, or all where none has one. */
export function divisible(frames: readonly Named[]): number {
  const masked = frames.filter((frame) => frame.mask !== null).length;
  return masked > 0 ? masked : frames.length;
}

/** A ratio is the held-out share; lists may name frames that are not there. */
export function splitCounts(frames: readonly Named[], rule: SplitRule): SplitCounts {
  if (rule.kind === 'lists') {
    const there = new Set(frames.map((frame) => frame.name));
    const heldOut = new Set(rule.heldOut.filter((name) => there.has(name)));
    const train = new Set(rule.train.filter((name) => there.has(name) && !heldOut.has(name)));
    return { train: train.size, heldOut: heldOut.size, none: frames.length - train.size - heldOut.size };
  }
  const total = divisible(frames);
  const heldOut = Math.min(total, rule.kind === 'last' ? rule.count : Math.round(total * rule.ratio));
  return { train: total - heldOut, heldOut, none: frames.length - total };
}

/** What is wrong with a split of that outcome, or undefined. */
export function splitProblem({ train, heldOut }: SplitCounts): string | undefined {
  if (train + heldOut === 0) return 'None of the names in the lists belongs to a frame of this project.';
  if (train === 0) return 'No frame would be left to train on.';
  if (heldOut === 0) return 'No frame would be held out: nothing could be measured.';
  return undefined;
}

/** A first split that suits the project: the last 30 as the KITTI exercise does it, the last fifth of a small one. */
export const usualCount = (frames: readonly Named[]): number => {
  const total = divisible(frames);
  return total >= 100 ? 30 : Math.max(1, Math.round(total / 5));
};
