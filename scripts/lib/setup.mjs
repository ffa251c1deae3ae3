// Set-up: brings the parts a command needs into place, in parallel where they do not need each other, and says how long each took.
import { join } from 'node:path';
import { duration, makeSay } from './log.mjs';
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
import { interruptedBy } from './run.mjs';
import { holds, prove, readJson, writeJson } from './stamp.mjs';

/** Every part after the ones it needs. */
const ALL = [tools, desktop, node, packages, tensorflow, addon, electron, sqlite];

/** What the command line needs: everything but the window. */
export const COMMAND_LINE = ['node', 'packages', 'tensorflow', 'addon'];
export const EVERYTHING = ALL.map((part) => part.name);

/**
 * Makes sure that these parts (and what they need) are in place; silent and quick when they are.
 * @param {string[]} wanted names of parts
 * @returns {Promise<object>} the routes, as written to .runtime/routes.json
 */
export async function ensure(wanted, { quiet = false } = {}) {
  const say = makeSay({ quiet });
  const chosen = withNeeds(wanted);
  const state = readState();
  if (pending(chosen, state).length === 0) return state;
  const onWait = (owner) => say(`waiting for another set-up of this folder (process ${owner?.pid ?? 'unknown'})`);
  return withLock(join(runtimeDir, 'setup.lock'), () => bringInPlace(chosen, readState(), say), { onWait });
}

function withNeeds(wanted) {
  const names = new Set();
  const add = (name) => {
    names.add(name);
    ALL.find((part) => part.name === name).needs.forEach(add);
  };
  wanted.forEach(add);
  return ALL.filter((part) => names.has(part.name));
}

function readState() {
  const state = readJson(routesFile);
  return state?.cache === cacheDir() ? state : emptyState();
}

const emptyState = () => ({
  ...{ node: null, nodeDir: null, tensorflow: null, tfjsAddon: null, electron: null, sqliteBinding: null },
  ...{ versions: {}, routes: {}, cache: cacheDir(), parts: {} },
});

/** The parts that are not in place, and those that are made from them. */
function pending(chosen, state) {
  const names = new Set();
  for (const part of chosen) {
    const done = state.parts[part.name];
    const stale = !done || done.key !== part.key(contextOf(state)) || !holds(done.proof);
    if (stale || part.needs.some((need) => names.has(need))) names.add(part.name);
  }
  return chosen.filter((part) => names.has(part.name));
}

const contextOf = (state, say) => ({ cache: cacheDir(), say, values: state, versions: state.versions });

async function bringInPlace(chosen, state, say) {
  const begun = Date.now();
  const todo = pending(chosen, state);
  const running = new Map();
  const failures = [];
  for (const part of todo) {
    const before = part.needs.map((need) => running.get(need)).filter(Boolean);
    running.set(part.name, installAfter(before, part, state, say, failures));
  }
  await Promise.allSettled(running.values());
  if (failures.length > 0) throw failures[0];
  say(`ready after ${duration(Date.now() - begun)}`);
  return state;
}

async function installAfter(before, part, state, say, failures) {
  await Promise.all(before);
  if (interruptedBy()) throw new Error('interrupted');
  const begun = Date.now();
  const sayPart = (text) => say(`${part.name}: ${text}`);
  const patience = setInterval(() => sayPart(`still at it (${duration(Date.now() - begun)})`), 30_000);
  try {
    const { route, proof, values, versions, again } = await part.install(contextOf(state, sayPart));
    Object.assign(state, values);
    Object.assign(state.versions, versions);
    state.routes[part.name] = route;
    if (!again) state.parts[part.name] = { key: part.key(contextOf(state)), proof: prove(proof) };
    writeJson(routesFile, state);
    sayPart(`${route} (${duration(Date.now() - begun)})`);
  } catch (error) {
    failures.push(error);
    delete state.parts[part.name];
    writeJson(routesFile, state);
    throw error;
  } finally {
    clearInterval(patience);
  }
}
