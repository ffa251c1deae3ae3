// U-Net (Ronneberger et al. 2015, arXiv 1505.04597) as the KITTI road exercise builds it: same-padded, nearest up-sampling, dropout at the two deepest levels.
import type { Layers, NetDescription } from './layers';

export interface UnetOptions {
  /** Filters of the first level; the five levels have base x 1, 2, 4, 8, 16. 64 is the paper's. */
  readonly base: number;
  /** 0 leaves the dropout layers out. */
  readonly dropout: number;
  readonly batchNorm: boolean;
  /** 'two-filter': 3x3 convolution to 2 filters + ReLU before the 1x1 one, as in the reference; 'direct': without. */
  readonly head: 'two-filter' | 'direct';
}

export const unet = ({ base, dropout, head, batchNorm }: UnetOptions): NetDescription =>
  function unet<X>(layers: Layers<X>, images: X): X[] {
    const conv = (name: string, x: X, level: number): X => layers.conv(name, x, base << (level - 1), batchNorm);
    const pair = (name: string, x: X, level: number): X => conv(`${name}.conv2`, conv(`${name}.conv1`, x, level), level);

    let x = images;
    const skips = new Map<number, X>();
    for (const level of [1, 2, 3, 4]) {
      x = pair(`down${level}`, x, level);
      // Before the dropout: what crosses over to the up path is whole.
      skips.set(level, x);
      if (level === 4) x = layers.dropout('down4.dropout', x, dropout);
      x = layers.maxPool(x);
    }
    x = layers.dropout('bottom.dropout', pair('bottom', x, 5), dropout);
    for (const level of [4, 3, 2, 1]) {
      const up = layers.upConv(`up${level}.up`, x, base << (level - 1), batchNorm);
      x = pair(`up${level}`, layers.concatenate([skips.get(level)!, up]), level);
    }
    if (head === 'two-filter') x = layers.conv('head.two', x, 2);
    return [layers.logits('head.logits', x, 1)];
  };
