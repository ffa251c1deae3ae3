// Build tools: a C++ compiler, make, and a Python 3 with pip, which fetches the TensorFlow wheel.
import { SetupError } from '../log.mjs';
import { capture } from '../run.mjs';
import { aptInstall, onPath } from './apt.mjs';

export const name = 'tools';
export const needs = [];
export const key = () => 'tools 1';

export async function install(context) {
  const before = await missingTools();
  if (before.length === 0) return { route: 'already on this system', proof: [] };
  const outcome = process.platform === 'linux' ? await aptInstall(before, context) : { done: false, reason: 'install them' };
  const after = await missingTools();
  if (after.length === 0) return { route: `apt-get install ${before.join(' ')}`, proof: [] };
  throw new SetupError(
    `Tools are missing on this system: ${after.join(', ')}.`,
    `To mend it, ${outcome.reason ?? 'install them'}; then start again.`,
  );
}

/** @returns {Promise<string[]>} the Debian packages of what is missing */
async function missingTools() {
  const missing = [];
  if (!onPath('g++')) missing.push('g++');
  if (!onPath('make')) missing.push('make');
  if (!onPath('python3')) missing.push('python3');
  if ((await capture('python3', ['-m', 'pip', '--version'])).code !== 0) missing.push('python3-pip');
  return missing;
}
