// The TensorFlow runtime: the libraries inside TensorFlow's own current wheel, for the CPU, or with CUDA where a GPU answers.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder, isWhole } from '../cached.mjs';
import { emptyPart, finishDownload } from '../fetch.mjs';
import { SetupError, tail } from '../log.mjs';
import { capture, must } from '../run.mjs';
import { onPath } from './apt.mjs';

const VERSION = '2.21.0';
const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'].map((file) => join('tensorflow', file));
const HEADER = join('tensorflow', 'include', 'tensorflow', 'c', 'c_api.h');
const UNPACK = `
import sys, zipfile
wheel, folder, wanted = sys.argv[1], sys.argv[2], tuple(sys.argv[3].split('|'))
with zipfile.ZipFile(wheel) as archive:
    archive.extractall(folder, [name for name in archive.namelist() if name.startswith(wanted)])
`;

export const name = 'tensorflow';
export const needs = ['tools'];
/** ROADBRUSH_TENSORFLOW=cpu or cuda overrules the look for a GPU. */
export const key = () => `tensorflow ${VERSION} ${process.env.ROADBRUSH_TENSORFLOW ?? (onPath('nvidia-smi') ? 'gpu?' : 'cpu')}`;

export async function install(context) {
  if (process.platform !== 'linux') {
    throw new SetupError(
      `Training on ${process.platform} is not set up yet: the addon is built against TensorFlow's Linux wheel.`,
      'Use Linux (x64 or arm64), or the Windows Subsystem for Linux.',
    );
  }
  const reason = await reasonForCuda();
  if (reason) {
    try {
      return describe('cuda', await withCuda(context), `pip install "tensorflow[and-cuda]==${VERSION}", because ${reason}`);
    } catch (error) {
      if (process.env.ROADBRUSH_TENSORFLOW === 'cuda') throw error;
      context.say(
        `the CUDA build could not be installed, so the CPU build serves (ROADBRUSH_TENSORFLOW=cuda tries again): ${error.message}`,
      );
    }
  }
  return describe('cpu', await withoutCuda(context), `the libraries of the ${cpuWheel()} ${VERSION} wheel, fetched with pip`);
}

async function reasonForCuda() {
  const wish = process.env.ROADBRUSH_TENSORFLOW;
  if (wish) return wish === 'cuda' ? 'ROADBRUSH_TENSORFLOW asks for it' : null;
  const answers = onPath('nvidia-smi') && (await capture('nvidia-smi', ['-L'], { timeout: 20_000 })).stdout.includes('GPU ');
  return answers ? 'a GPU answers nvidia-smi' : null;
}

const cpuWheel = () => (process.arch === 'x64' ? 'tensorflow-cpu' : 'tensorflow');
const folderName = (kind) => `tensorflow/${VERSION}-${kind}-linux-${process.arch}`;

async function withoutCuda({ cache, say }) {
  const { folder } = await cachedFolder({
    cache,
    say,
    name: folderName('cpu'),
    keep: [...LIBRARIES, HEADER],
    make: async (draft, downloads) => {
      const wheel = await fetchWheel(downloads, say);
      say('unpacking the TensorFlow libraries');
      const wanted = [...LIBRARIES, 'tensorflow/include/'].join('|');
      await must('python3', ['-c', UNPACK, wheel, draft, wanted], {}, 'Check that the disk has 2 GB free and start again.');
    },
  });
  return folder;
}

async function fetchWheel(downloads, say) {
  const wheels = () =>
    readdirSync(downloads)
      .filter((file) => file.endsWith('.whl'))
      .map((file) => join(downloads, file));
  if (wheels().length > 0) return wheels()[0];
  say(`fetching TensorFlow ${VERSION} (274 MB)`);
  const part = emptyPart(downloads);
  const ask = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--quiet', '--dest', part, `${cpuWheel()}==${VERSION}`];
  let result = await capture('python3', ask);
  if (result.code !== 0 && /no matching distribution/i.test(result.output)) {
    // No wheel for this Python. Only the libraries inside are wanted, and they are the same in every Python's wheel.
    result = await capture('python3', [...ask, '--python-version', '3.12']);
  }
  if (result.code !== 0) {
    throw new SetupError(
      `pip could not fetch ${cpuWheel()} ${VERSION}:\n${tail(result.output, 4)}`,
      'Connect to the network once (or set pip up for your mirror or proxy) and start again.',
    );
  }
  return finishDownload(part, downloads);
}

async function withCuda({ cache, say }) {
  const { folder } = await cachedFolder({
    cache,
    say,
    name: folderName('cuda'),
    keep: [...LIBRARIES, HEADER],
    make: async (draft) => {
      say(`fetching TensorFlow ${VERSION} with the CUDA libraries (about 6 GB unpacked)`);
      await must(
        'python3',
        ['-m', 'pip', 'install', '--quiet', '--no-compile', '--target', draft, `tensorflow[and-cuda]==${VERSION}`],
        {},
        'Check the network and that the disk has 10 GB free, or set ROADBRUSH_TENSORFLOW=cpu; then start again.',
      );
      if (!existsSync(join(draft, 'nvidia')))
        throw new SetupError('pip installed TensorFlow without CUDA libraries.', 'Set ROADBRUSH_TENSORFLOW=cpu.');
    },
  });
  return folder;
}

function describe(kind, dir, route) {
  if (!isWhole(dir)) throw new SetupError(`The TensorFlow runtime in ${dir} is not whole.`, 'Delete that folder and start again.');
  return {
    route,
    proof: LIBRARIES.map((file) => join(dir, file)),
    values: { tensorflow: { dir, kind, version: VERSION, route } },
    versions: { tensorflow: VERSION },
  };
}
