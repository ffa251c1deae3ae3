// A lock file, so that two set-ups at once do not build the same thing over each other.
import { mkdirSync, readFileSync, rmdirSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';

const HEARTBEAT = 5_000;
const DEAD_AFTER = 60_000;

/**
 * Runs `work` while holding `file`. Waits for another holder; takes over from one that died:
 * its process is gone (same machine), or its heartbeat stood still for a minute while we watched.
 */
export async function withLock(file, work, { onWait = () => {}, poll = 200, deadAfter = DEAD_AFTER } = {}) {
  mkdirSync(dirname(file), { recursive: true });
  const token = JSON.stringify({ pid: process.pid, host: hostname(), id: Math.random().toString(36).slice(2) });
  await acquire(file, token, { onWait, poll, deadAfter });
  const heartbeat = setInterval(() => touch(file), HEARTBEAT);
  heartbeat.unref();
  const leave = () => release(file, token);
  process.once('exit', leave);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.removeListener('exit', leave);
    leave();
  }
}

async function acquire(file, token, { onWait, poll, deadAfter }) {
  let watched = null;
  for (;;) {
    try {
      writeFileSync(file, token, { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const seen = look(file);
    if (!seen) continue;
    if (!watched) onWait(seen.owner);
    if (!watched || watched.beat !== seen.beat) watched = { beat: seen.beat, since: Date.now() };
    if (isGone(seen.owner) || Date.now() - watched.since > deadAfter) takeOver(file, seen.text);
    else await new Promise((next) => setTimeout(next, poll));
  }
}

function look(file) {
  try {
    const text = readFileSync(file, 'utf8');
    return { text, owner: parse(text), beat: `${statSync(file).mtimeMs}${text}` };
  } catch {
    return null;
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null; // being written this moment, or cut short by a crash: the heartbeat decides
  }
}

function isGone(owner) {
  if (!owner || owner.host !== hostname()) return false;
  try {
    process.kill(owner.pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** Two waiters may see the same dead lock; the guard lets one of them remove it, and only if it is still that lock. */
function takeOver(file, text) {
  const guard = `${file}.takeover`;
  try {
    mkdirSync(guard);
  } catch {
    if (Date.now() - (statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) > 10_000) removeGuard(guard);
    return;
  }
  release(file, text);
  removeGuard(guard);
}

function removeGuard(guard) {
  try {
    rmdirSync(guard);
  } catch {
    // another waiter was quicker
  }
}

function release(file, token) {
  try {
    if (readFileSync(file, 'utf8') === token) unlinkSync(file);
  } catch {
    // already gone
  }
}

function touch(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // the folder was removed under us: the work will say so
  }
}
