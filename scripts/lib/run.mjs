// Child processes: captured or inherited output, and interrupts that reach the children we started and nobody else.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { SetupError, tail } from './log.mjs';

const children = new Set();
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
  // A terminal sends Ctrl+C to every process of the group itself: sending it again would be a second Ctrl+C.
  const alreadySent = signal === 'SIGINT' && process.stdin.isTTY;
  if (!alreadySent) for (const child of children) child.kill(signal);
  if (children.size === 0) process.exit(128 + constants.signals[signal]);
}

function start(command, args, options) {
  listen();
  const child = spawn(command, args, options);
  children.add(child);
  child.once('close', () => children.delete(child));
  child.once('error', () => children.delete(child));
  return child;
}

/**
 * Runs a command and keeps its output.
 * @returns {Promise<{code: number, output: string, stdout: string, timedOut: boolean}>} never rejects; code 127 when there is no such command
 */
export function capture(command, args, { cwd, env, timeout, input } = {}) {
  return new Promise((done) => {
    const child = start(command, args, { cwd, env, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
    let stdout = '';
    let output = '';
    let timedOut = false;
    const timer = timeout && setTimeout(() => ((timedOut = true), child.kill('SIGKILL')), timeout);
    child.stdout.on('data', (text) => ((stdout += text), (output += text)));
    child.stderr.on('data', (text) => (output += text));
    if (input !== undefined) child.stdin.end(input);
    const finish = (code) => (clearTimeout(timer), done({ code, output, stdout, timedOut }));
    child.once('error', (error) => finish(((output += error.message), 127)));
    child.once('close', (code, signal) => finish(signal ? 128 + constants.signals[signal] : code));
  });
}

/** Like capture, but a failure becomes a SetupError with the end of the output. */
export async function must(command, args, options, hint) {
  const result = await capture(command, args, options);
  if (signalled) throw new SetupError(`Interrupted (${signalled}).`, 'Start again: what is finished is kept.');
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
