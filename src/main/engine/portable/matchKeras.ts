// Which net a Keras file's convolutions are, and which of them is which of our parameters: found from their number, their order and their shapes.
import { refuse } from '../../../shared/result';
import type { RunConfig } from '../../../shared/training/config';
import { parametersOf, type Layers, type NetDescription } from '../../../shared/nets/layers';
import { buildNet, type NetConfig } from '../../../shared/nets/net';
import { kerasOrder } from './kerasTopology';
import type { StoredConvolution } from './readKeras';

export interface MatchedNet {
  readonly net: Pick<RunConfig, 'net' | 'base' | 'head' | 'deepSupervision'>;
  /** The Keras layer of each of our convolutions. */
  readonly layers: ReadonlyMap<string, string>;
  /** Under our parameters' names. */
  readonly weights: ReadonlyMap<string, Float32Array>;
}

const plain = { base: 1, dropout: 0.5, batchNorm: false } as const;
const VARIANTS: readonly { readonly title: string; readonly config: NetConfig }[] = [
  { title: 'U-Net', config: { ...plain, net: 'unet', head: 'direct', deepSupervision: false } },
  { title: 'U-Net with the two-filter head', config: { ...plain, net: 'unet', head: 'two-filter', deepSupervision: false } },
  { title: 'U-Net++', config: { ...plain, net: 'unetpp', head: 'direct', deepSupervision: false } },
  { title: 'U-Net++ with deep supervision', config: { ...plain, net: 'unetpp', head: 'direct', deepSupervision: true } },
];

/** Refuses ('bad-input') whatever is not exactly one of the reference nets: which layer, what was expected, what was found. */
export function matchKeras(file: string, stored: readonly StoredConvolution[]): MatchedNet {
  // Their numbers of convolutions tell the four apart: 23, 24, 41, 44.
  const variant = VARIANTS.find(({ config }) => convolutionNames(buildNet(config)).length === stored.length);
  if (!variant) {
    const known = VARIANTS.map(({ title, config }) => `${convolutionNames(buildNet(config)).length} (${title})`).join(', ');
    return refuse('bad-input', `${file} holds ${stored.length} convolutions; the nets that can be imported have ${known}.`);
  }
  const [first] = stored;
  const base = first!.kernel.shape[3] ?? 0;
  const config = { ...variant.config, base };
  const shapes = new Map(parametersOf(buildNet(config)).map(({ name, shape }) => [name, shape]));

  const tried = orders(config, stored).map((names) => ({ names, fits: fitting(names, stored, shapes) }));
  const best = tried.reduce((a, b) => (b.fits > a.fits ? b : a));
  if (best.fits < stored.length) return refuseLayer(file, variant.title, stored[best.fits]!, best.names[best.fits]!, shapes);
  const weights = new Map<string, Float32Array>();
  const layers = new Map(stored.map(({ layer }, i) => [best.names[i]!, layer]));
  stored.forEach(({ kernel, bias }, i) => {
    weights.set(`${best.names[i]}.kernel`, kernel.data);
    weights.set(`${best.names[i]}.bias`, bias.data);
  });
  const { net, head, deepSupervision } = config;
  return { net: { net, base, head, deepSupervision }, layers, weights };
}

/**
 * The names of our convolutions in the order of the stored ones, as it may be: Keras keeps layers by their distance from the outputs, which the dropout
 * layers are part of; a list made by hand follows the numbers in the layers' names, which count them as they were made.
 */
function orders(config: NetConfig, stored: readonly StoredConvolution[]): string[][] {
  const made = convolutionNames(buildNet(config));
  const byName = [...stored.keys()].sort((a, b) => numberOf(stored[a]!.layer) - numberOf(stored[b]!.layer) || a - b);
  const numbered: string[] = [];
  byName.forEach((at, i) => (numbered[at] = made[i]!));
  return [keptOrder(buildNet(config)), keptOrder(buildNet({ ...config, dropout: 0 })), numbered, made];
}

const numberOf = (layer: string): number => Number(/_(\d+)$/.exec(layer)?.[1] ?? 0);

/** How many of the stored layers, from the first on, have the shapes of those names. */
function fitting(names: readonly string[], stored: readonly StoredConvolution[], shapes: ReadonlyMap<string, readonly number[]>): number {
  const wrong = stored.findIndex(
    ({ kernel, bias }, i) =>
      kernel.shape.join() !== shapes.get(`${names[i]}.kernel`)!.join() || bias.shape.join() !== shapes.get(`${names[i]}.bias`)!.join(),
  );
  return wrong < 0 ? stored.length : wrong;
}

function refuseLayer(
  file: string,
  title: string,
  { layer, kernel, bias }: StoredConvolution,
  name: string,
  shapes: ReadonlyMap<string, readonly number[]>,
): never {
  const words = (shape: readonly number[] | undefined): string => shape?.join('x') ?? '';
  const expected = `${words(shapes.get(`${name}.kernel`))} and ${words(shapes.get(`${name}.bias`))}`;
  return refuse(
    'bad-input',
    `${file} has as many convolutions as a ${title}, but is none: the layer ${layer} should be ${name} with kernel and bias of ${expected}, and has ${words(kernel.shape)} and ${words(bias.shape)}.`,
    'Only the reference U-Net and U-Net++ can be imported.',
  );
}

interface Node {
  readonly name: string | null;
  readonly inputs: readonly Node[];
}
const nodesOf = (net: NetDescription, all: Node[] = []): readonly Node[] => {
  const node = (name: string | null, ...inputs: readonly Node[]): Node => {
    const made = { name, inputs };
    all.push(made);
    return made;
  };
  const layers: Layers<Node> = {
    conv: (name, x) => node(name, x),
    upConv: (name, x) => node(name, node(null, x)),
    logits: (name, x) => node(name, x),
    maxPool: (x) => node(null, x),
    concatenate: (xs) => node(null, ...xs),
    dropout: (_name, x, rate) => (rate === 0 ? x : node(null, x)),
  };
  return net(layers, node(null));
};
const named = (nodes: readonly Node[]): string[] => nodes.flatMap(({ name }) => name ?? []);
const keptOrder = (net: NetDescription): string[] => named(kerasOrder(nodesOf(net)));
function convolutionNames(net: NetDescription): string[] {
  const all: Node[] = [];
  nodesOf(net, all);
  return named(all);
}
