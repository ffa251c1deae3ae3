// The words nets are written in. One description of a net serves twice: over shapes it lists the parameters, over tensors it computes.

export interface Layers<X> {
  /** 3x3 same-padded convolution, he-normal, + ReLU; with `norm`, batch normalisation between them instead of a bias. */
  conv(name: string, x: X, filters: number, norm?: boolean): X;
  /** 1x1 convolution without activation: what the sigmoid of the loss and of the prediction is applied to. */
  logits(name: string, x: X, filters: number): X;
  /** 2x2, stride 2. */
  maxPool(x: X): X;
  /** Nearest up-sampling x2, then the same as `conv`. */
  upConv(name: string, x: X, filters: number, norm?: boolean): X;
  concatenate(xs: readonly X[]): X;
  /** While training, zeroes with chance `rate`; otherwise the identity. */
  dropout(name: string, x: X, rate: number): X;
}

/**
 * A net: from images [n, height, width, 3] of 0..1 to logits [n, height, width, 1], one for each of its heads.
 * The last head is the one to predict with. Sides are multiples of 16.
 */
export type NetDescription = <X>(layers: Layers<X>, images: X) => readonly X[];

export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  /** False: moving statistics of batch normalisation, which a step sets and no gradient moves. */
  readonly trainable: boolean;
  /** he-normal with this fan-in, Glorot's uniform (what Keras gives a convolution that asks for nothing, as the reference's last one), zeros or ones. */
  readonly initial: { readonly kind: 'he-normal' | 'glorot-uniform'; readonly fanIn: number; readonly fanOut: number } | 'zeros' | 'ones';
}

/** What batch normalisation keeps under a convolution's name. */
export const NORM = { scale: 'scale', offset: 'offset', mean: 'mean', variance: 'variance' } as const;

/** Every parameter of a net, in the order in which it is used. */
export function parametersOf(net: NetDescription, channels = 3): Parameter[] {
  const parameters: Parameter[] = [];
  const add = (name: string, shape: readonly number[], initial: Parameter['initial'], trainable = true): void => {
    parameters.push({ name, shape, initial, trainable });
  };
  const kernel = (name: string, inputs: number, filters: number, size: number, kind: 'he-normal' | 'glorot-uniform'): void =>
    add(`${name}.kernel`, [size, size, inputs, filters], { kind, fanIn: size * size * inputs, fanOut: size * size * filters });
  // Here X is the number of channels.
  const conv = (name: string, x: number, filters: number, norm = false): number => {
    kernel(name, x, filters, 3, 'he-normal');
    if (!norm) add(`${name}.bias`, [filters], 'zeros');
    else {
      add(`${name}.${NORM.scale}`, [filters], 'ones');
      add(`${name}.${NORM.offset}`, [filters], 'zeros');
      add(`${name}.${NORM.mean}`, [filters], 'zeros', false);
      add(`${name}.${NORM.variance}`, [filters], 'ones', false);
    }
    return filters;
  };
  const shapes: Layers<number> = {
    conv,
    upConv: conv,
    logits: (name, x, filters) => {
      kernel(name, x, filters, 1, 'glorot-uniform');
      add(`${name}.bias`, [filters], 'zeros');
      return filters;
    },
    maxPool: (x) => x,
    concatenate: (xs) => xs.reduce((sum, x) => sum + x, 0),
    dropout: (_name, x) => x,
  };
  net(shapes, channels);
  return parameters;
}

export const sizeOf = (parameter: Pick<Parameter, 'shape'>): number => parameter.shape.reduce((product, side) => product * side, 1);
export const countParameters = (parameters: readonly Parameter[]): number =>
  parameters.reduce((sum, parameter) => sum + sizeOf(parameter), 0);
