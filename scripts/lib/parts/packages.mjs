// The npm packages, exactly as package-lock.json says; adopts an installation that is already right, repairs one that is half done.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PATIENCE, npmCommand } from '../fetch.mjs';
import { withLock } from '../lock.mjs';
import { SetupError, tail } from '../log.mjs';
import { root, runtimeDir } from '../paths.mjs';
import { capture } from '../run.mjs';
import { hashFiles, readJson } from '../stamp.mjs';

export const name = 'packages';
export const needs = [];
export const key = () => `npm ${hashFiles(root, ['package-lock.json'])} ${missingPackages(root).length}`;

export async function install({ say }) {
  const onWait = () => say('waiting for another set-up that is installing the npm packages');
  const route = await withLock(join(runtimeDir, 'packages.lock'), () => installUnlessPresent(say), { onWait });
  return { route, proof: [join(root, 'node_modules', '.package-lock.json')] };
}

async function installUnlessPresent(say) {
  const missing = missingPackages(root);
  if (missing.length === 0) return 'already installed as package-lock.json says';
  const some = missing.length > 3 ? `${missing.length} packages` : missing.join(', ');
  say(`installing the npm packages (missing or outdated: ${some})`);
  const [npm, first] = npmCommand();
  const args = ['ci', '--ignore-scripts', ...PATIENCE, '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await capture(npm, [...first, ...args], { cwd: root });
  if (code !== 0) {
    throw new SetupError(
      `npm could not install the packages of package-lock.json (npm ended with ${code}):\n${tail(output)}`,
      "Without a network every package must be in npm's cache: connect once, or set npm up for your mirror, and start again.",
    );
  }
  const still = missingPackages(root);
  if (still.some((path) => !isOptional(path)))
    throw new SetupError(`npm ended well but these are missing: ${still.join(', ')}`, 'Delete node_modules and start again.');
  return 'npm ci, without install scripts';
}

/**
 * What package-lock.json asks for and node_modules does not have in that version.
 * npm writes node_modules/.package-lock.json last, so an interrupted installation lacks it or what it lists.
 */
export function missingPackages(base) {
  const wanted = readJson(join(base, 'package-lock.json'))?.packages ?? {};
  const present = readJson(join(base, 'node_modules', '.package-lock.json'))?.packages;
  if (!present) return ['node_modules'];
  return Object.entries(wanted)
    .filter(([path]) => path !== '')
    .filter(([path, { version, optional, link }]) => {
      if (link) return false;
      const found = present[path];
      if (!found) return !optional || isForThisPlatform(wanted[path]);
      return found.version !== version || !existsSync(join(base, path, 'package.json'));
    })
    .map(([path]) => path);
}

/** Optional packages that carry a binary name their platform; one for ours (sharp's, rolldown's) is not optional at all. */
function isForThisPlatform({ os, cpu, libc }) {
  return Boolean(os?.includes(process.platform) && cpu?.includes(process.arch) && (!libc || libc.includes('glibc')));
}

const isOptional = (path) => Boolean(readJson(join(root, 'package-lock.json')).packages[path]?.optional);
