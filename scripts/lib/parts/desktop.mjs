// The system libraries that Electron links to on Linux, and a virtual display where there is no real one.
import { capture } from '../run.mjs';
import { aptInstall, onPath } from './apt.mjs';

const LIBRARIES = {
  'libgtk-3.so.0': 'libgtk-3-0',
  'libnss3.so': 'libnss3',
  'libasound.so.2': 'libasound2',
  'libgbm.so.1': 'libgbm1',
  'libXss.so.1': 'libxss1',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
  'libdrm.so.2': 'libdrm2',
  'libXtst.so.6': 'libxtst6',
  'libnotify.so.4': 'libnotify4',
};

export const hasDisplay = (env = process.env) => process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);

export const name = 'desktop';
export const needs = ['tools']; // apt-get works for one at a time
export const key = ({ values }) => (hasDisplay() || values.virtualDisplay ? 'desktop' : 'desktop without a display');

export async function install(context) {
  if (process.platform !== 'linux') return { route: 'part of the system', proof: [] };
  const before = await look();
  if (before.missing.length === 0) return present(before, 'already on this system');
  const outcome = await aptInstall(before.missing, context);
  const after = await look();
  if (after.missing.length === 0) return present(after, `apt-get install ${before.missing.join(' ')}`);
  // Not fatal: the command line works without; the window will say it again if it cannot start.
  const route = `missing: ${after.missing.join(' ')}; ${outcome.reason ?? ''}`;
  context.say(`system libraries for the window are ${route}`);
  return { route, proof: [], again: true };
}

const present = ({ files }, route) => ({ route, proof: files, values: { virtualDisplay: onPath('xvfb-run') } });

/** @returns {Promise<{missing: string[], files: string[]}>} the Debian packages of what is missing, and the libraries that are there */
async function look() {
  const { stdout } = await capture('ldconfig', ['-p'], { env: { ...process.env, PATH: `${process.env.PATH}:/sbin:/usr/sbin` } });
  const missing = [];
  const files = [];
  for (const [library, pack] of Object.entries(LIBRARIES)) {
    const line = stdout.split('\n').find((entry) => entry.startsWith(`\t${library} `));
    if (line) files.push(line.split(' => ')[1]);
    else missing.push(pack);
  }
  if (!hasDisplay() && !onPath('xvfb-run')) missing.push('xvfb', 'xauth');
  return { missing, files };
}
