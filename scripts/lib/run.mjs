// Child processes: captured or inherited output, and interrupts that reach the children we started and nobody else.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { SetupError, tail } from './log.mjs';

/** Running child -> whether it leads a process group of its own. */
const children = new Map();
let listening = false;
let signalled = null;

/** The signal that asked us to stop, or null: whoever runs several commands in a row looks here between them. */
export const interruptedBy = () => signalled;

function listen() {
  if (listening) return;
  listening = true;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => forward(signal));
}

function forward(signal) {
  signalled = signal;
  // A terminal sends Ctrl+C to every process of our group itself: sending it again would be a second Ctrl+C.
  const alreadySent = signal === 'SIGINT' && process.stdin.isTTY;
  for (const [child, isLeader] of children) if (isLeader || !alreadySent) send(child, signal);
  if (children.size === 0) process.exit(exitCode(null, signal));
}

function send(child, signal) {
  try {
    if (children.get(child)) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    // it ended this moment
  }
}

function start(command, args, options) {
  if (signalled) throw interrupted();
  listen();
  const child = spawn(command, args, options);
  children.set(child, Boolean(options.detached));
  child.once('close', () => children.delete(child));
  child.once('error', () => children.delete(child));
  return child;
}

const interrupted = () => new SetupError(`Interrupted (${signalled}).`, 'Start again: what is finished is kept.');

/** The code a shell gives for a process that ended with this code or by this signal. */
export const exitCode = (code, signal) => (signal ? 128 + constants.signals[signal] : code);

/**
 * Runs a command and keeps its output. Rejects only when we are interrupted.
 * With a time limit the command gets a process group, so that what it started ends with it.
 * @returns {Promise<{code: number, output: string, stdout: string}>} code 127 when there is no such command
 */
export function capture(command, args, { cwd, env, timeout } = {}) {
  return new Promise((done, fail) => {
    const detached = Boolean(timeout) && process.platform !== 'win32';
    const child = start(command, args, { cwd, env, detached, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let output = '';
    child.stdout.on('data', (text) => ((stdout += text), (output += text)));
    child.stderr.on('data', (text) => (output += text));
    const timer = timeout && setTimeout(() => ((output += `\nno end after ${timeout / 1000} s`), send(child, 'SIGKILL')), timeout);
    const finish = (code) => {
      clearTimeout(timer);
      if (signalled) fail(interrupted());
      else done({ code, output, stdout });
    };
    child.once('error', (error) => ((output += error.message), finish(127)));
    child.once('close', (code, signal) => finish(exitCode(code, signal)));
  });
}

/** Like capture, but a failure becomes a SetupError with the end of the output. */
export async function must(command, args, options, hint) {
  const result = await capture(command, args, options);
  if (result.code !== 0) {
    throw new SetupError(`'${[command, ...args].join(' ').slice(0, 200)}' failed (${result.code}):\n${tail(result.output)}`, hint);
  }
  return result;
}

/** Runs a command on our own terminal. @returns {Promise<{code: number | null, signal: string | null}>} */
export function inherit(command, args, { cwd, env, stdio = 'inherit' } = {}) {
  return new Promise((done, fail) => {
    const child = start(command, args, { cwd, env, stdio });
    child.once('error', fail);
    child.once('close', (code, signal) => done({ code, signal }));
  });
}

/** Ends this process the way the child ended: same code, or the same signal. */
export function leaveLike({ code, signal }) {
  if (signal) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
    return;
  }
  process.exit(code ?? 1);
}
