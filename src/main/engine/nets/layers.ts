// The words nets are written in. One description of a net serves twice: over shapes it lists the parameters, over tensors it computes.

export interface Layers<X> {
  /** 3x3 same-padded convolution + ReLU, he-normal. */
  conv(name: string, x: X, filters: number): X;
  /** 1x1 convolution without activation: what the sigmoid of the loss and of the prediction is applied to. */
  logits(name: string, x: X, filters: number): X;
  /** 2x2, stride 2. */
  maxPool(x: X): X;
  /** Nearest, x2. */
  upsample(x: X): X;
  concatenate(xs: readonly X[]): X;
  /** While training, zeroes with chance `rate`; otherwise the identity. */
  dropout(name: string, x: X, rate: number): X;
}

/** A net: from images [n, height, width, 3] of 0..1 to logits [n, height, width, 1]. Sides are multiples of 16. */
export type NetDescription = <X>(layers: Layers<X>, images: X) => X;

export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  /** he-normal with this fan-in, Glorot's uniform (what Keras gives a convolution that asks for nothing, as the reference's last one), or zeros. */
  readonly initial: { readonly kind: 'he-normal' | 'glorot-uniform'; readonly fanIn: number; readonly fanOut: number } | 'zeros';
}

/** Every parameter of a net, in the order in which it is used. */
export function parametersOf(net: NetDescription, channels = 3): Parameter[] {
  const parameters: Parameter[] = [];
  const convolution = (name: string, inputs: number, filters: number, size: number, kind: 'he-normal' | 'glorot-uniform'): number => {
    parameters.push(
      {
        name: `${name}.kernel`,
        shape: [size, size, inputs, filters],
        initial: { kind, fanIn: size * size * inputs, fanOut: size * size * filters },
      },
      { name: `${name}.bias`, shape: [filters], initial: 'zeros' },
    );
    return filters;
  };
  // Here X is the number of channels.
  const shapes: Layers<number> = {
    conv: (name, x, filters) => convolution(name, x, filters, 3, 'he-normal'),
    logits: (name, x, filters) => convolution(name, x, filters, 1, 'glorot-uniform'),
    maxPool: (x) => x,
    upsample: (x) => x,
    concatenate: (xs) => xs.reduce((sum, x) => sum + x, 0),
    dropout: (_name, x) => x,
  };
  net(shapes, channels);
  return parameters;
}

export const sizeOf = (parameter: Pick<Parameter, 'shape'>): number => parameter.shape.reduce((product, side) => product * side, 1);
export const countParameters = (parameters: readonly Parameter[]): number =>
  parameters.reduce((sum, parameter) => sum + sizeOf(parameter), 0);
