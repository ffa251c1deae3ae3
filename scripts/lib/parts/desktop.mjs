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
export const key = () => `desktop ${hasDisplay() ? 'display' : 'virtual'}`;

export async function install(context) {
  if (process.platform !== 'linux') return { route: 'part of the system', proof: [] };
  const before = await missing();
  if (before.length === 0) return { route: 'already on this system', proof: [] };
  const outcome = await aptInstall(before, context);
  const after = await missing();
  if (after.length === 0) return { route: `apt-get install ${before.join(' ')}`, proof: [] };
  // Not fatal: the command line works without; the window will say it again if it cannot start.
  const route = `missing: ${after.join(' ')}; ${outcome.reason ?? ''}`;
  context.say(`system libraries for the window are ${route}`);
  return { route, proof: [], again: true };
}

/** @returns {Promise<string[]>} the Debian packages of what is missing */
async function missing() {
  const { stdout } = await capture('ldconfig', ['-p'], { env: { ...process.env, PATH: `${process.env.PATH}:/sbin:/usr/sbin` } });
  const packages = Object.entries(LIBRARIES)
    .filter(([library]) => !stdout.includes(`\t${library} `))
    .map(([, pack]) => pack);
  if (!hasDisplay() && !onPath('xvfb-run')) packages.push('xvfb', 'xauth');
  return packages;
}
