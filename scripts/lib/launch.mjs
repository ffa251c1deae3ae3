// Launching: plain Node processes with TensorFlow's environment, and Electron.
import { baseEnv, engineEnv } from './environment.mjs';
import { expected, makeSay, tell } from './log.mjs';
import { exitCode, inherit, interruptedBy } from './run.mjs';

/** tfjs-node calls a function that Node 22 deprecates and Node 23 removed: known, and of no use to the user. */
const QUIET = ['--disable-warning=DEP0051'];

/** Where the user stood when typing the command: npm moves to the root of the package first. */
export const userFolder = () => (process.env.npm_lifecycle_event && process.env.INIT_CWD) || process.cwd();

/** Runs a script with Node 22 on our own terminal. @returns {Promise<{code, signal}>} */
export function runNode(routes, script, args = [], { env = process.env, cwd, nodeArgs = [] } = {}) {
  return inherit(routes.node, [...QUIET, ...nodeArgs, script, ...args], { cwd, env: engineEnv(routes, env) });
}

/** Runs Electron; args starts with the script of its main process. @returns {Promise<{code, signal}>} */
export function runElectron(routes, args, { env = process.env, cwd } = {}) {
  const { command, flags } = electronCommand(routes, makeSay());
  // TensorFlow's libraries are for the engine alone, which main starts with an environment of its own.
  const { ELECTRON_RUN_AS_NODE: _, ...clean } = baseEnv(env);
  return inherit(command, [...flags, ...args], { cwd, env: clean });
}

/** Chromium refuses to run sandboxed as root, so there, and only there, it runs without. */
export function electronCommand({ electron }, say) {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) say('running as root, therefore without the Chromium sandbox (--no-sandbox)');
  return { command: electron.path, flags: isRoot ? ['--no-sandbox'] : [] };
}

/** The command under a virtual display where there is no real one. @returns {[string, string[]]} */
export function withDisplay(hasDisplay, command, args) {
  if (hasDisplay) return [command, args];
  return ['xvfb-run', ['-a', '-s', '-screen 0 1600x1000x24', command, ...args]];
}

/** Runs the body of a script of ours: what fails is told with what to do about it, and ends with a code other than 0. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    tell(expected(error));
    process.exit(interruptedBy() ? exitCode(null, interruptedBy()) : 1);
  }
}
