// Steps to a Keras model file (.h5): topology and weights, as keras.models.load_model of Keras 2 and 3 reads them.
import { hdf5 } from './hdf5';
import { kerasOrder, kerasTopology } from './kerasTopology';
import { nodeName } from './names';
import type { Step } from './traced';

/** Writes `file`, over what was there. */
export async function writeKerasFile(file: string, steps: readonly Step[], metadata: object): Promise<void> {
  const { File } = await hdf5();
  const written = new File(file, 'w');
  try {
    written.create_attribute('keras_version', '2.15.0');
    written.create_attribute('backend', 'tensorflow');
    written.create_attribute('model_config', JSON.stringify(kerasTopology(steps, 'roadbrush')));
    written.create_attribute('roadbrush', JSON.stringify(metadata));
    const weights = written.create_group('model_weights');
    // Keras matches layers by their place in this list.
    const layers = kerasOrder([steps.at(-1)!]);
    weights.create_attribute('layer_names', layers.map(nodeName));
    weights.create_attribute('keras_version', '2.15.0');
    weights.create_attribute('backend', 'tensorflow');
    for (const step of layers) {
      const name = nodeName(step);
      const group = weights.create_group(name);
      if (step.kind !== 'convolution') {
        // An empty list: HDF5 has no empty attribute that every reader takes, so the kind of the list is a number's, as Keras writes it.
        group.create_attribute('weight_names', new Float64Array(0), [0]);
        continue;
      }
      const shape = [step.side, step.side, step.inputs[0]!.channels, step.channels];
      group.create_attribute('weight_names', [`${name}/kernel:0`, `${name}/bias:0`]);
      const inner = group.create_group(name);
      inner.create_dataset({ name: 'kernel:0', data: step.kernel, shape });
      inner.create_dataset({ name: 'bias:0', data: step.bias, shape: [step.channels] });
    }
  } finally {
    written.close();
  }
}
