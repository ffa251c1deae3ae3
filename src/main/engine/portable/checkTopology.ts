// A Keras model walked beside our description of the net: that each layer reads from the right ones, in the right order, and does what ours does. Shapes alone do not tell.
import { refuse } from '../../../shared/result';
import type { Layers, NetDescription } from '../../../shared/nets/layers';
import type { KerasLayer } from './kerasModel';

/**
 * Refuses ('bad-input') the first layer that differs: what it should be and what it is.
 * @param layerOf the Keras layer's name of one of our convolutions
 */
export function checkTopology(file: string, model: readonly KerasLayer[], net: NetDescription, layerOf: ReadonlyMap<string, string>): void {
  const byName = new Map(model.map((layer) => [layer.name, layer]));
  /** Dropout does nothing once a net is trained, wherever it stands. */
  const through = (name: string): string => {
    const layer = byName.get(name);
    return layer?.kind === 'Dropout' || layer?.kind === 'SpatialDropout2D' ? through(layer.inputs[0] ?? '') : name;
  };
  const reads = (layer: KerasLayer): string => layer.inputs.map(through).join(', ');
  const wrong = (what: string): never =>
    refuse('bad-input', `${file} is not of a net that Roadbrush has: ${what}.`, 'Only the reference U-Net and U-Net++ can be imported.');
  const settings = ({ name, config }: KerasLayer, wanted: Readonly<Record<string, readonly unknown[]>>): void => {
    for (const [key, allowed] of Object.entries(wanted)) {
      const found = JSON.stringify(config[key] ?? null);
      if (!allowed.some((value) => JSON.stringify(value) === found))
        wrong(`the layer ${name} should have ${key} ${JSON.stringify(allowed[0])}, and has ${found}`);
    }
  };
  // Here X is the Keras layer that computes it.
  const follows = (kind: string, xs: readonly string[], wanted: Readonly<Record<string, readonly unknown[]>>): string => {
    const layer = model.find((each) => each.kind === kind && reads(each) === xs.join(', '));
    if (!layer) return wrong(`there should be a ${kind} layer that reads from ${xs.join(', ')}, in this order, and there is none`);
    settings(layer, wanted);
    return layer.name;
  };
  const convolution = (name: string, x: string, activations: readonly string[], padding: readonly string[]): string => {
    const layer = byName.get(layerOf.get(name) ?? '');
    if (layer?.kind !== 'Conv2D')
      return wrong(`the layer ${layerOf.get(name)} should be a Conv2D, and is ${layer?.kind ?? 'not described'}`);
    if (reads(layer) !== x) wrong(`the layer ${layer.name} (${name}) should read from ${x}, and reads from ${reads(layer)}`);
    // The activation may be a layer of its own.
    const after = model.find(({ kind, inputs }) => (kind === 'Activation' || kind === 'ReLU') && inputs.join() === layer.name);
    const own = layer.config['activation'] === 'linear' && after;
    if (own && own.kind === 'Activation') settings(own, { activation: activations });
    settings(layer, {
      ...(own ? {} : { activation: activations }),
      ...{ padding, strides: [[1, 1]], dilation_rate: [[1, 1]], groups: [1, null], data_format: ['channels_last', null] },
    });
    return own ? own.name : layer.name;
  };
  const upsampled = (x: string): string => follows('UpSampling2D', [x], { size: [[2, 2]], interpolation: ['nearest'] });
  const layers: Layers<string> = {
    conv: (name, x) => convolution(name, x, ['relu'], ['same']),
    upConv: (name, x) => convolution(name, upsampled(x), ['relu'], ['same']),
    // Without its sigmoid it is still the same net: ours has logits there. Around one pixel there is nothing to pad.
    logits: (name, x) => convolution(name, x, ['sigmoid', 'linear'], ['same', 'valid']),
    maxPool: (x) => follows('MaxPooling2D', [x], { pool_size: [[2, 2]], strides: [[2, 2], null] }),
    concatenate: (xs) => follows('Concatenate', xs, { axis: [-1, 3] }),
    dropout: (_name, x) => x,
  };
  net(layers, model.find(({ kind }) => kind === 'InputLayer')?.name ?? '');
}
