// Fetching npm packages: through the user's own npm, so that mirrors, proxies and npm's cache are all respected.
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SetupError } from './log.mjs';
import { capture, must } from './run.mjs';

/** What is in npm's cache needs no network; and without one, npm's own patience is more than a minute for each package. */
export const PATIENCE = ['--prefer-offline', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=10000'];

/** @returns {[string, string[]]} the command and first arguments that run npm */
export function npmCommand() {
  const running = process.env.npm_execpath;
  if (running && basename(running) === 'npm-cli.js') return [process.execPath, [running]];
  const beside = join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');
  return process.platform === 'win32' ? [process.execPath, [beside]] : ['npm', []];
}

/** Unpacks the package `spec` (name@version) into `folder`. A finished download is kept in `downloads` until the part is done. */
export async function npmPackage(spec, folder, downloads) {
  const kept = readdirSync(downloads).find((name) => name.endsWith('.tgz'));
  const archive = kept ? join(downloads, kept) : await download(spec, downloads);
  mkdirSync(folder, { recursive: true });
  const unpack = await capture('tar', ['-xzf', archive, '-C', folder, '--strip-components=1']);
  if (unpack.code !== 0) {
    rmSync(archive, { force: true });
    throw new SetupError(`Unpacking ${spec} failed: ${unpack.output.trim()}`, 'Start again: the archive will be fetched anew.');
  }
}

async function download(spec, downloads) {
  const part = emptyPart(downloads);
  const [npm, first] = npmCommand();
  await must(
    npm,
    [...first, 'pack', spec, ...PATIENCE, '--loglevel=error', '--pack-destination', part],
    { cwd: downloads },
    'Connect to the network once (or set npm up for your mirror or proxy) and start again; what is already fetched is kept.',
  );
  return finishDownload(part, downloads);
}

/** A folder for one download. Its name is ours alone: a download that was orphaned by a kill may still be writing to another. */
export function emptyPart(downloads) {
  for (const name of readdirSync(downloads)) {
    if (name.startsWith('part.')) rmSync(join(downloads, name), { recursive: true, force: true });
  }
  const part = join(downloads, `part.${process.pid}`);
  mkdirSync(part);
  return part;
}

/** Moves the one file of a finished download to where it is kept. @returns {string} its path */
export function finishDownload(part, downloads) {
  const [name] = readdirSync(part);
  renameSync(join(part, name), join(downloads, name));
  rmSync(part, { recursive: true });
  return join(downloads, name);
}
