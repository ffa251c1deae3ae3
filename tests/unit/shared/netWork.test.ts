// How much a net computes, counted by hand and against the parameters.
import { expect, it } from 'vitest';
import type { Layers } from '../../../src/shared/nets/layers';
import { unet } from '../../../src/shared/nets/unet';
import { multiplyAdds } from '../../../src/shared/nets/work';

it('counts every convolution at its own size', () => {
  const net = <X>(layers: Layers<X>, images: X): X[] => {
    const wide = layers.conv('a', images, 2);
    const deep = layers.conv('b', layers.maxPool(wide), 4);
    return [layers.logits('c', layers.concatenate([wide, layers.upConv('up', deep, 3)]), 1)];
  };
  // Up and convolved as one: 4x4 from each of the 128 pixels below.
  expect(multiplyAdds(net, 32, 16)).toBe(9 * 3 * 2 * 512 + 9 * 2 * 4 * 128 + 16 * 4 * 3 * 128 + (2 + 3) * 512);
});

it('grows with the pixels, and four times with twice the filters but for the first and the last layers', () => {
  const work = (base: number, width: number, height: number) =>
    multiplyAdds(unet({ base, dropout: 0.5, batchNorm: false, head: 'direct' }), width, height);
  expect(work(8, 448, 224)).toBe(2 * work(8, 224, 224));
  expect(work(64, 224, 224) / work(32, 224, 224)).toBeGreaterThan(3.95);
  expect(work(64, 224, 224) / work(32, 224, 224)).toBeLessThan(4);
});
