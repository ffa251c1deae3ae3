// The order of the table's rows. Pure.
import type { PairRow } from '../../shared/contract/compare';

export type Column = 'name' | 'iouA' | 'iouB' | 'difference' | 'disagreement';

export const differenceOf = ({ iouA, iouB }: PairRow): number | null => (iouA === null || iouB === null ? null : iouB - iouA);

/** What is unknown comes last, whichever way; equals stay in the frames' order. `rows` stay as they are. */
export function ordered(rows: readonly PairRow[], by: Column, down: boolean): readonly PairRow[] {
  if (by === 'name') return down ? [...rows].reverse() : rows;
  const value = (row: PairRow): number | null => (by === 'difference' ? differenceOf(row) : row[by]);
  return [...rows].sort((x, y) => {
    const [a, b] = [value(x), value(y)];
    if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
    return down ? b - a : a - b;
  });
}

/** What the two make of a frame's set: no score counts that either trained on. */
export const setOf = ({ splitA, splitB }: Pick<PairRow, 'splitA' | 'splitB'>): 'train' | 'held-out' | 'none' =>
  splitA === 'train' || splitB === 'train' ? 'train' : splitA === 'held-out' && splitB === 'held-out' ? 'held-out' : 'none';
