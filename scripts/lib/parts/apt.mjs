// Debian packages: installed where we are root, otherwise the exact line for the user to run.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../lock.mjs';
import { capture } from '../run.mjs';

const isRoot = () => process.getuid?.() === 0;

/** @returns {boolean} whether a program of this name is on the PATH */
export function onPath(program) {
  return (process.env.PATH ?? '').split(':').some((folder) => folder && existsSync(join(folder, program)));
}

/** The line a user without our rights has to run. */
export const installLine = (packages) => `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`;

/**
 * Installs Debian packages if this process may.
 * @returns {Promise<{done: true} | {done: false, reason: string}>}
 */
export async function aptInstall(packages, { cache, say }) {
  if (!onPath('apt-get')) return { done: false, reason: `install the equivalents of these Debian packages: ${packages.join(' ')}` };
  if (!isRoot()) return { done: false, reason: `run: ${installLine(packages)}` };
  return withLock(join(cache, 'locks', 'apt.lock'), async () => {
    say(`installing system packages with apt-get: ${packages.join(' ')}`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const update = await capture('apt-get', ['update', '-qq'], { env });
    const names = await Promise.all(packages.map(currentName));
    const args = ['install', '-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', ...names];
    const { code, output } = await capture('apt-get', args, { env });
    if (code === 0) return { done: true };
    const reason = (output.trim() || update.output.trim()).split('\n').slice(-3).join(' ');
    return { done: false, reason: `apt-get failed (${reason}); run by hand: ${installLine(packages)}` };
  });
}

/** Debian 13 and Ubuntu 24.04 renamed some libraries: libasound2 is libasound2t64 there. */
async function currentName(name) {
  if (!name.startsWith('lib')) return name;
  const renamed = await capture('apt-cache', ['show', '--no-all-versions', `${name}t64`]);
  return renamed.code === 0 ? `${name}t64` : name;
}
