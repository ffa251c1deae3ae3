// A net with its weights as a short list of plain steps, which every exporter walks. Batch normalisation is folded into the convolutions, and only what the output needs is kept.
import { NORM, type Layers, type NetDescription } from '../../../shared/nets/layers';
import { EPSILON } from '../tensorflow/batchNorm';

interface Common {
  /** 'down1.conv1'; of one kind of character only, but for the dots. Unique. */
  readonly name: string;
  readonly inputs: readonly Step[];
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}
export interface Convolution extends Common {
  readonly kind: 'convolution';
  /** Side of the kernel, 3 or 1; stride 1, same-padded. */
  readonly side: number;
  readonly activation: 'relu' | 'sigmoid';
  /** [side, side, channels in, channels out] */
  readonly kernel: Float32Array;
  /** [channels out] */
  readonly bias: Float32Array;
}
/** 2x2 maxima, stride 2; nearest x2; along the channels; nothing at all once the net is trained. */
export type Step = (Common & { readonly kind: 'input' | 'maxPool' | 'upsample' | 'concatenate' }) | Dropout | Convolution;
export interface Dropout extends Common {
  readonly kind: 'dropout';
  readonly rate: number;
}

export type Arrays = ReadonlyMap<string, Float32Array>;

/**
 * @param weights as `readWeights` gives them
 * @returns the steps in the order in which they are computed: images [n, height, width, 3] of 0..1 first, road probabilities [n, height, width, 1] last
 */
export function traced(net: NetDescription, weights: Arrays, { width, height }: { width: number; height: number }): Step[] {
  const made: Step[] = [];
  const add = <S extends Step>(step: S): S => {
    made.push(step);
    return step;
  };
  const convolution = (name: string, x: Step, channels: number, side: number, activation: Convolution['activation']): Convolution => {
    const { kernel, bias } = folded(name, weights);
    const size = { height: x.height, width: x.width };
    return add({ kind: 'convolution', name, inputs: [x], ...size, channels, side, activation, kernel, bias });
  };
  const scaled = (kind: 'maxPool' | 'upsample', name: string, x: Step, by: number): Step =>
    add({ kind, name, inputs: [x], height: x.height * by, width: x.width * by, channels: x.channels });
  const layers: Layers<Step> = {
    conv: (name, x, filters) => convolution(name, x, filters, 3, 'relu'),
    upConv: (name, x, filters) => convolution(name, scaled('upsample', `${x.name}.upsample`, x, 2), filters, 3, 'relu'),
    logits: (name, x, filters) => convolution(name, x, filters, 1, 'sigmoid'),
    maxPool: (x) => scaled('maxPool', `${x.name}.pool`, x, 0.5),
    concatenate: (xs) => {
      const last = xs.at(-1)!;
      const channels = xs.reduce((sum, x) => sum + x.channels, 0);
      return add({ kind: 'concatenate', name: `${last.name}.concatenate`, inputs: xs, height: last.height, width: last.width, channels });
    },
    dropout: (name, x, rate) => {
      const { height, width, channels } = x;
      return rate === 0 ? x : add({ kind: 'dropout', name, inputs: [x], height, width, channels, rate });
    },
  };
  const heads = net<Step>(layers, add({ kind: 'input', name: 'images', inputs: [], height, width, channels: 3 }));
  const needed = new Set<Step>();
  const need = (step: Step): void => {
    if (needed.has(step)) return;
    needed.add(step);
    step.inputs.forEach(need);
  };
  need(heads.at(-1)!);
  return made.filter((step) => needed.has(step));
}

/** Kernel and bias of a convolution; with batch normalisation, those that give the same as the convolution and its moving statistics. */
function folded(name: string, weights: Arrays): { kernel: Float32Array; bias: Float32Array } {
  const of = (part: string): Float32Array => {
    const found = weights.get(`${name}.${part}`);
    if (!found) throw new Error(`There are no weights ${name}.${part}.`);
    return found;
  };
  const kernel = of('kernel');
  if (!weights.has(`${name}.${NORM.scale}`)) return { kernel, bias: of('bias') };
  const [scale, offset, mean, variance] = [of(NORM.scale), of(NORM.offset), of(NORM.mean), of(NORM.variance)];
  const factors = Float64Array.from(scale, (value, channel) => value / Math.sqrt(variance[channel]! + EPSILON));
  return {
    // The channel is the kernel's last side.
    kernel: kernel.map((value, i) => value * factors[i % factors.length]!),
    bias: offset.map((value, channel) => value - mean[channel]! * factors[channel]!),
  };
}
