// Fetching npm packages: through the user's own npm, so that mirrors, proxies and npm's cache are all respected.
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SetupError } from './log.mjs';
import { capture, must } from './run.mjs';

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
  const part = join(downloads, 'part');
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  const [npm, first] = npmCommand();
  await must(
    npm,
    [...first, 'pack', spec, '--prefer-offline', '--silent', '--pack-destination', part],
    { cwd: downloads },
    'Connect to the network once (or set npm up for your mirror or proxy) and start again; what is already fetched is kept.',
  );
  const [name] = readdirSync(part);
  renameSync(join(part, name), join(downloads, name));
  return join(downloads, name);
}
