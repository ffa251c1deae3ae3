// The engine's call 'weights.import': a Keras file's weights as a checkpoint of ours, with the settings that its net has.
import { basename } from 'node:path';
import { IMPORTED } from '../../../shared/training/changes';
import { PRESETS, type RunConfig } from '../../../shared/training/config';
import { countParameters, parametersOf } from '../../../shared/nets/layers';
import { buildNet } from '../../../shared/nets/net';
import type { EngineHandler } from '../protocol';
import { writeWeights } from '../training/checkpoint';
import { checkTopology } from './checkTopology';
import { inputOf } from './kerasModel';
import { matchKeras } from './matchKeras';
import { readKeras } from './readKeras';

export const importWeights: EngineHandler<'weights.import'> = async ({ file, out, size }) => {
  const { kind, convolutions, model } = await readKeras(file);
  const { net, layers, weights } = matchKeras(file, convolutions);
  const input = model && inputOf(model);
  const { width, height } = size ?? input ?? PRESETS.reference;
  const config: RunConfig = { ...PRESETS.reference, preset: IMPORTED, ...net, width, height, epochs: 1 };
  const description = buildNet(config);
  if (model) checkTopology(file, model, description, layers);
  return {
    config,
    /** Whether the input size is what the file or the person said, and not only the usual one. */
    sizeKnown: size !== null || input !== null,
    origin: `${basename(file)} (${kind})`,
    parameters: countParameters(parametersOf(description)),
    checkpoint: await writeWeights(out, description, config, weights),
  };
};
