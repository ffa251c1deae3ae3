// Set-up: makes sure that the parts a command needs are in place; silent and quick when they are.
import { join } from 'node:path';
import { duration, expected, makeSay } from './log.mjs';
import { withLock } from './lock.mjs';
import * as addon from './parts/addon.mjs';
import * as desktop from './parts/desktop.mjs';
import * as electron from './parts/electron.mjs';
import * as node from './parts/node.mjs';
import * as packages from './parts/packages.mjs';
import * as sqlite from './parts/sqlite.mjs';
import * as tensorflow from './parts/tensorflow.mjs';
import * as tools from './parts/tools.mjs';
import { cacheDir, routesFile, runtimeDir } from './paths.mjs';
import { bringInPlace, pending, withNeeds } from './plan.mjs';
import { readJson, writeJson } from './stamp.mjs';

/** Every part after the ones it needs. */
const ALL = [tools, desktop, node, packages, tensorflow, addon, electron, sqlite];

/** What the command line needs: everything but the window. */
export const COMMAND_LINE = ['node', 'packages', 'tensorflow', 'addon'];
export const EVERYTHING = ALL.map((part) => part.name);

/**
 * @param {string[]} wanted names of parts; what they need comes with them
 * @returns {Promise<object>} the routes, as written to .runtime/routes.json
 */
export async function ensure(wanted, { quiet = false } = {}) {
  const say = makeSay({ quiet });
  const chosen = withNeeds(ALL, wanted);
  const routes = readRoutes();
  if (pending(chosen, routes).length === 0) return routes;
  const onWait = (owner) => say(`waiting for another set-up of this folder (process ${owner?.pid ?? 'unknown'})`);
  return withLock(join(runtimeDir, 'setup.lock'), () => setUp(chosen, say), { onWait });
}

/**
 * Everything; where only the parts of the window fail, the rest all the same.
 * @returns {Promise<{routes: object, problem: SetupError | null}>} rejects when even the command line cannot run
 */
export async function ensureWhatWorks() {
  try {
    return { routes: await ensure(EVERYTHING), problem: null };
  } catch (error) {
    const routes = readRoutes();
    if (pending(withNeeds(ALL, COMMAND_LINE), routes).length > 0) throw error;
    return { routes, problem: expected(error) };
  }
}

async function setUp(chosen, say) {
  const begun = Date.now();
  const routes = readRoutes(); // again: another set-up may have finished while we waited
  if (pending(chosen, routes).length === 0) return routes;
  await bringInPlace(chosen, routes, { say, save: (state) => writeJson(routesFile, state) });
  say(`ready after ${duration(Date.now() - begun)}`);
  return routes;
}

function readRoutes() {
  const routes = readJson(routesFile);
  return routes?.cache === cacheDir() ? routes : noRoutes();
}

const noRoutes = () => ({
  node: null,
  nodeDir: null,
  tensorflow: null,
  tfjsAddon: null,
  electron: null,
  sqliteBinding: null,
  versions: {},
  routes: {},
  cache: cacheDir(),
  parts: {},
});
