// Steps to the layers format of TensorFlow.js: model.json beside weights.bin, as tf.loadLayersModel reads them.
import { kerasTopology } from './kerasTopology';
import { nodeName, rawFloats } from './names';
import type { Step } from './traced';

const WEIGHTS = 'weights.bin';

/** File names and contents. */
export function tfjsLayersOf(steps: readonly Step[], version: string, metadata: object): [string, Buffer][] {
  const convolutions = steps.filter((step) => step.kind === 'convolution');
  const weights = convolutions.flatMap((step) => [
    { name: `${nodeName(step)}/kernel`, shape: [step.side, step.side, step.inputs[0]!.channels, step.channels], dtype: 'float32' },
    { name: `${nodeName(step)}/bias`, shape: [step.channels], dtype: 'float32' },
  ]);
  const model = {
    format: 'layers-model',
    generatedBy: `Roadbrush ${version}`,
    convertedBy: null,
    modelTopology: { keras_version: '2.15.0', backend: 'tensorflow', model_config: kerasTopology(steps, 'roadbrush') },
    weightsManifest: [{ paths: [WEIGHTS], weights }],
    userDefinedMetadata: metadata,
  };
  const data = Buffer.concat(convolutions.flatMap((step) => [rawFloats(step.kernel), rawFloats(step.bias)]));
  return [
    ['model.json', Buffer.from(JSON.stringify(model))],
    [WEIGHTS, data],
  ];
}
