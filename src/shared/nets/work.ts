// How much a net computes: what the time of one shape is scaled to another by.
import type { Layers, NetDescription } from './layers';

interface Extent {
  readonly channels: number;
  readonly width: number;
  readonly height: number;
}

/** Multiply-adds of the convolutions for one image, forward; a training step is about three times that. Sides are multiples of 16. */
export function multiplyAdds(net: NetDescription, width: number, height: number): number {
  let sum = 0;
  const convolved = (x: Extent, filters: number, taps: number): Extent => {
    sum += taps * x.channels * filters * x.width * x.height;
    return { ...x, channels: filters };
  };
  const layers: Layers<Extent> = {
    conv: (_name, x, filters) => convolved(x, filters, 9),
    logits: (_name, x, filters) => convolved(x, filters, 1),
    maxPool: (x) => ({ ...x, width: x.width / 2, height: x.height / 2 }),
    // A transposed convolution of 4x4: each pixel is spread over sixteen.
    upConv: (_name, x, filters) => ({ ...convolved(x, filters, 16), width: x.width * 2, height: x.height * 2 }),
    concatenate: (xs) => ({ ...xs[0]!, channels: xs.reduce((channels, x) => channels + x.channels, 0) }),
    dropout: (_name, x) => x,
  };
  net(layers, { channels: 3, width, height });
  return sum;
}
