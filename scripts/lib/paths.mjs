// Where things lie: the checkout, its .runtime folder, and the one cache folder of this machine.
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const runtimeDir = join(root, '.runtime');
export const routesFile = join(runtimeDir, 'routes.json');
export const inModules = (...names) => join(root, 'node_modules', ...names);

/** One per machine, shared by all checkouts, so that a fresh clone starts without downloading. */
export function cacheDir(env = process.env) {
  if (env.ROADBRUSH_CACHE) return resolve(env.ROADBRUSH_CACHE);
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'roadbrush');
  if (process.platform === 'win32' && env.LOCALAPPDATA) {
    return join(env.LOCALAPPDATA, 'roadbrush', 'cache');
  }
  return join(homedir(), '.cache', 'roadbrush');
}
