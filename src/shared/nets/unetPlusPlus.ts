// U-Net++ (Zhou et al. 2018, arXiv 1807.10165): node X(i,j) sees all X(i,0..j-1) and the up-sampled X(i+1,j-1); its up path and dropout are the U-Net's.
import type { Layers, NetDescription } from './layers';

export interface UnetPlusPlusOptions {
  /** Filters of the first level; the five levels have base x 1, 2, 4, 8, 16. */
  readonly base: number;
  /** After X(4,0); 0 leaves it out. */
  readonly dropout: number;
  readonly batchNorm: boolean;
  /** A 1x1 head on each of X(0,1) .. X(0,4). */
  readonly deepSupervision: boolean;
  /** The last column that is built, 1..4: a shallower net is the full one, pruned. Less than 4 wants deep supervision. */
  readonly depth: number;
}

/** Heads: those of X(0,1) .. X(0,depth) with deep supervision, else that of X(0,4) alone. */
export const unetPlusPlus = ({ base, dropout, batchNorm, deepSupervision, depth }: UnetPlusPlusOptions): NetDescription =>
  function unetPlusPlus<X>(layers: Layers<X>, images: X): X[] {
    const conv = (name: string, x: X, level: number): X => layers.conv(name, x, base << level, batchNorm);
    const pair = (name: string, x: X, level: number): X => conv(`${name}.conv2`, conv(`${name}.conv1`, x, level), level);
    const name = (i: number, j: number): string => `x${i}${j}`;
    const nodes = new Map<string, X>();
    const node = (i: number, j: number): X => nodes.get(name(i, j))!;

    for (let i = 0; i <= depth; i++) {
      const x = pair(name(i, 0), i === 0 ? images : layers.maxPool(node(i - 1, 0)), i);
      nodes.set(name(i, 0), i === 4 ? layers.dropout('x40.dropout', x, dropout) : x);
    }
    for (let j = 1; j <= depth; j++) {
      for (let i = 0; i <= depth - j; i++) {
        const up = layers.upConv(`${name(i, j)}.up`, node(i + 1, j - 1), base << i, batchNorm);
        const before = Array.from({ length: j }, (_, k) => node(i, k));
        nodes.set(name(i, j), pair(name(i, j), layers.concatenate([...before, up]), i));
      }
    }
    if (!deepSupervision) return [layers.logits('head.logits', node(0, 4), 1)];
    return Array.from({ length: depth }, (_, k) => layers.logits(`head${k + 1}.logits`, node(0, k + 1), 1));
  };
