// The plan of a set-up: which parts are not in place, and installing them, side by side where they do not need each other.
import { SetupError, duration } from './log.mjs';
import { interruptedBy } from './run.mjs';
import { holds, prove } from './stamp.mjs';

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {string[]} needs parts that come before it
 * @property {(context) => string} key what it is made from, in words; quick, and another text means: make it again
 * @property {(context) => Promise<{route: string, proof: string[], values?: object, versions?: object, again?: boolean}>} install
 *   route: how it came here, for people; proof: files that must stay as they are; values and versions: what it adds to the
 *   routes; again: it could not be completed, so look again next time
 */

/** The wanted parts and all they need, in the order of `all`. */
export function withNeeds(all, wanted) {
  const names = new Set();
  const add = (name) => {
    names.add(name);
    all.find((part) => part.name === name).needs.forEach(add);
  };
  wanted.forEach(add);
  return all.filter((part) => names.has(part.name));
}

/** The parts that are not in place, and those that are made from them. */
export function pending(chosen, state) {
  const names = new Set();
  for (const part of chosen) {
    const done = state.parts[part.name];
    const stale = !done || done.key !== part.key(contextOf(state)) || !holds(done.proof);
    if (stale || part.needs.some((need) => names.has(need))) names.add(part.name);
  }
  return chosen.filter((part) => names.has(part.name));
}

/** Installs what is pending; `save` is called after every part, so that a later failure loses nothing. */
export async function bringInPlace(chosen, state, { say, save }) {
  const running = new Map();
  const failures = [];
  for (const part of pending(chosen, state)) {
    const before = part.needs.map((need) => running.get(need)).filter(Boolean);
    const work = afterAll(before, () => installOne(part, state, say).finally(() => save(state)));
    work.catch((error) => failures.includes(error) || failures.push(error));
    running.set(part.name, work);
  }
  await Promise.allSettled(running.values());
  for (const { message, hint } of failures.slice(1)) say(`also: ${message}${hint ? `\n${hint}` : ''}`);
  if (failures.length > 0) throw failures[0];
}

async function afterAll(before, work) {
  await Promise.all(before);
  return work();
}

async function installOne(part, state, say) {
  if (interruptedBy()) throw new SetupError('Interrupted.');
  const begun = Date.now();
  const sayPart = (text) => say(`${part.name}: ${text}`);
  const patience = setInterval(() => sayPart(`still at it (${duration(Date.now() - begun)})`), 30_000);
  delete state.parts[part.name];
  try {
    const { route, proof, values, versions, again } = await part.install(contextOf(state, sayPart));
    Object.assign(state, values);
    Object.assign(state.versions, versions);
    state.routes[part.name] = route;
    if (!again) state.parts[part.name] = { key: part.key(contextOf(state)), proof: prove(proof) };
    sayPart(`${route} (${duration(Date.now() - begun)})`);
  } finally {
    clearInterval(patience);
  }
}

const contextOf = (state, say) => ({ cache: state.cache, say, values: state, versions: state.versions });
