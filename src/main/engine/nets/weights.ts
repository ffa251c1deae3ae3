// The weights that a net starts from, by name.
import { Random } from '../../../shared/random';
import { parametersOf, sizeOf, type NetDescription, type Parameter } from '../../../shared/nets/layers';

/** The same for the same seed on every machine; each parameter has a stream of its own. Float32, under the parameters' names. */
export const initialWeights = (net: NetDescription, seed: number): Map<string, Float32Array> =>
  new Map(parametersOf(net).map((parameter, index) => [parameter.name, initialValues(parameter, Random.seeded(seed, index))]));

/** The parameters that gradients move. */
export const trainableOf = (net: NetDescription): Parameter[] => parametersOf(net).filter(({ trainable }) => trainable);

/** What Adam's moments start from. */
export const zeros = (net: NetDescription): Map<string, Float32Array> =>
  new Map(trainableOf(net).map((parameter) => [parameter.name, new Float32Array(sizeOf(parameter))]));

/** As Keras draws them: he-normal (He et al. 2015), normal, cut off at two standard deviations, then of variance 2 / fan-in; Glorot's uniform (Glorot & Bengio 2010). */
function initialValues(parameter: Parameter, random: Random): Float32Array {
  const values = new Float32Array(sizeOf(parameter));
  if (parameter.initial === 'zeros') return values;
  if (parameter.initial === 'ones') return values.fill(1);
  const { kind, fanIn, fanOut } = parameter.initial;
  if (kind === 'glorot-uniform') {
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    for (let i = 0; i < values.length; i++) values[i] = limit * (2 * random.uniform() - 1);
    return values;
  }
  // The cut takes this much off a standard deviation of 1.
  const scale = Math.sqrt(2 / fanIn) / 0.87962566103423978;
  for (let i = 0; i < values.length; i++) values[i] = scale * cutNormal(random);
  return values;
}

function cutNormal(random: Random): number {
  for (;;) {
    // Box-Muller; 1 - u is never 0.
    const value = Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
    if (Math.abs(value) <= 2) return value;
  }
}
