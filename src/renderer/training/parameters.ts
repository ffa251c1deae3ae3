// How many parameters a U-Net has: the sum over its convolutions (weights and one bias a filter).
import type { RunConfig } from '../../shared/training/config';

const convolution = (from: number, to: number, size = 3): number => size * size * from * to + to;

/** As product.md describes the net; 34,514,437 at 64 base filters with the two-filter head. */
export function unetParameters({ base, head }: Pick<RunConfig, 'base' | 'head'>): number {
  const filters = [1, 2, 4, 8, 16].map((factor) => factor * base);
  let sum = 0;
  let from = 3;
  for (const to of filters) {
    sum += convolution(from, to) + convolution(to, to);
    from = to;
  }
  for (let level = filters.length - 2; level >= 0; level--) {
    const here = filters[level]!;
    sum += convolution(filters[level + 1]!, here) + convolution(2 * here, here) + convolution(here, here);
  }
  return sum + (head === 'two-filter' ? convolution(base, 2) + convolution(2, 1, 1) : convolution(base, 1, 1));
}
