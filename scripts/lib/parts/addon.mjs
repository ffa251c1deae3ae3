// The addon of tfjs-node: compiled from the package's own sources against the TensorFlow runtime, kept in the cache, copied into node_modules.
import { copyFileSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cachedFolder } from '../cached.mjs';
import { engineEnv } from '../environment.mjs';
import { inModules, root } from '../paths.mjs';
import { must } from '../run.mjs';
import { hash, hashFiles } from '../stamp.mjs';

const PACKAGE = inModules('@tensorflow', 'tfjs-node-gpu');
const PLACE = join(PACKAGE, 'lib', 'napi-v8', 'tfjs_binding.node');
const SELF_CHECK = `
const util = require('node:util');
util.isNullOrUndefined ??= (value) => value == null;
const tf = require('@tensorflow/tfjs-node-gpu');
const product = tf.tensor2d([[1, 2], [3, 4]]).matMul(tf.tensor2d([[5], [6]])).dataSync();
if (product.join() !== '17,39') throw new Error('matMul gave ' + product.join());
`;

export const name = 'addon';
export const needs = ['tools', 'node', 'packages', 'tensorflow'];
export const key = ({ values }) => `addon ${values.tensorflow?.dir} ${values.nodeDir}`;

export async function install({ cache, say, values, versions }) {
  const { tensorflow, nodeDir } = values;
  const sources = hashFiles(PACKAGE, ['binding', 'package.json']);
  const { folder, made } = await cachedFolder({
    cache,
    say,
    name: `tfjs-addon/${hash(sources, tensorflow.dir, tensorflow.version, `napi 8 ${process.arch}`)}`,
    keep: ['tfjs_binding.node'],
    make: async (draft) => {
      say('compiling the TensorFlow addon (about 10 s)');
      await compile(join(draft, 'tfjs_binding.node'), nodeDir, join(tensorflow.dir, 'tensorflow'));
    },
  });
  mkdirSync(dirname(PLACE), { recursive: true });
  copyFileSync(join(folder, 'tfjs_binding.node'), `${PLACE}.tmp`);
  renameSync(`${PLACE}.tmp`, PLACE);
  await must(
    values.node,
    ['-e', SELF_CHECK],
    { cwd: root, env: engineEnv({ tensorflow }) },
    `Delete ${folder} and ${tensorflow.dir} and start again.`,
  );
  return {
    route: made ? `compiled against TensorFlow ${versions.tensorflow}` : 'from the cache of this machine',
    proof: [PLACE],
    values: { tfjsAddon: PLACE },
  };
}

async function compile(output, nodeDir, runtime) {
  const binding = join(PACKAGE, 'binding');
  const sources = readdirSync(binding)
    .filter((file) => file.endsWith('.cc'))
    .map((file) => join(binding, file));
  await must(
    'g++',
    [
      ...['-std=c++17', '-O2', '-fPIC', '-shared', '-w', '-DNAPI_VERSION=8'],
      ...['-I', PACKAGE, '-I', join(nodeDir, 'include', 'node'), '-I', join(runtime, 'include')],
      ...sources,
      ...['-L', runtime, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'],
      // A run path that LD_LIBRARY_PATH overrules: the same addon serves the CPU and the CUDA runtime.
      ...[`-Wl,--enable-new-dtags,-rpath,${runtime}`, '-o', output],
    ],
    {},
    'The compiler said why above. g++ 9 or later with C++17 is needed.',
  );
}
