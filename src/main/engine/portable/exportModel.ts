// The engine's call 'model.export': a checkpoint as a file or folder that other programs load.
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { refuse } from '../../../shared/result';
import { buildPruned } from '../../../shared/nets/net';
import type { EngineHandler, ModelExportJob } from '../protocol';
import { readWeights } from '../training/checkpoint';
import { metadataOf, readmeOf, type ModelFacts } from './about';
import { writeKerasFile } from './kerasFile';
import { onnxOf } from './onnx';
import { placed, writeFiles } from './placed';
import { savedModelOf } from './savedModel';
import { tfjsLayersOf } from './tfjsLayers';
import { traced, type Step } from './traced';

const README = 'README.txt';
/** What a folder of the format holds; null where it is one file. */
const FILES: Record<ModelExportJob['format'], readonly string[] | null> = {
  tfjs: ['model.json', 'weights.bin', README],
  savedmodel: ['saved_model.pb', README],
  onnx: null,
  keras: null,
};

export const exportModel: EngineHandler<'model.export'> = async (job, { signal }) => {
  const { config, checkpoint, format, out, overwrite, about } = job;
  const net = buildPruned(config);
  const steps = traced(net, await readWeights(checkpoint, net), config);
  const parameters = steps.reduce((sum, step) => sum + (step.kind === 'convolution' ? step.kernel.length + step.bias.length : 0), 0);
  const facts: ModelFacts = { ...about, width: config.width, height: config.height, parameters };
  await placed(out, { files: FILES[format], overwrite }, async (path) => {
    await write(format, path, steps, facts);
    if (signal.aborted) refuse('cancelled', 'The export was cancelled.');
  });
  const files = FILES[format] === null ? [out] : (await readdir(out)).sort().map((name) => join(out, name));
  const sizes = await Promise.all(files.map(async (file) => ({ file, bytes: (await stat(file)).size })));
  return { files: sizes, width: config.width, height: config.height, parameters };
};

async function write(format: ModelExportJob['format'], path: string, steps: readonly Step[], facts: ModelFacts): Promise<void> {
  const metadata = metadataOf(facts);
  const words = `Road segmentation; ${metadata['input']}; ${metadata['output']}.`;
  switch (format) {
    case 'onnx':
      return writeFile(path, onnxOf(steps, facts.version, words, metadata), { flush: true });
    case 'keras':
      return writeKerasFile(path, steps, metadata);
    case 'tfjs': {
      const readme = readmeOf(facts, "  const net = await tf.loadLayersModel('model.json'); net.predict(images);");
      return writeFiles(path, [...tfjsLayersOf(steps, facts.version, metadata), [README, readme]]);
    }
    case 'savedmodel': {
      const readme = readmeOf(
        facts,
        "  net = tf.saved_model.load(FOLDER).signatures['serving_default']; net(images=images)['probabilities']",
      );
      return writeFiles(path, [
        ['saved_model.pb', savedModelOf(steps)],
        [README, readme],
      ]);
    }
  }
}
