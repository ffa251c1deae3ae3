// The build: electron-vite, run when out/ is older than what it is made from.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError, duration, makeSay } from './log.mjs';
import { withLock } from './lock.mjs';
import { inModules, root, runtimeDir } from './paths.mjs';
import { must } from './run.mjs';
import { hashFiles } from './stamp.mjs';

const SOURCES = ['src', 'resources', 'electron.vite.config.ts', 'tsconfig.json', 'package.json', 'package-lock.json'];
const OUTPUTS = ['main/index.js', 'main/cli.js', 'main/engine.js', 'preload/index.js', 'renderer/index.html'];

export const outFile = (...names) => join(root, 'out', ...names);
const stampFile = outFile('.stamp');

/** Builds when needed; silent when fresh. */
export async function build(routes, { force = false } = {}) {
  if (!force && isFresh()) return;
  const say = makeSay();
  const onWait = () => say('waiting for another build of this folder');
  await withLock(join(runtimeDir, 'build.lock'), () => (!force && isFresh() ? undefined : run(routes, say)), { onWait });
}

/** From now on out/ counts as stale. */
export const outdate = () => rmSync(stampFile, { force: true });

function isFresh() {
  if (!existsSync(stampFile)) return false;
  return readFileSync(stampFile, 'utf8') === sourcesNow() && missingOutputs().length === 0;
}

const sourcesNow = () => hashFiles(root, SOURCES);
const missingOutputs = () => OUTPUTS.filter((file) => !existsSync(outFile(file)));

async function run(routes, say) {
  const begun = Date.now();
  const sources = sourcesNow(); // before the build: what is edited while it runs is built again
  say('building');
  outdate();
  const program = inModules('electron-vite', 'bin', 'electron-vite.js');
  await must(routes.node, [program, 'build'], { cwd: root }, 'The build said above which file is wrong.');
  const missing = missingOutputs();
  if (missing.length > 0) throw new SetupError(`The build made no ${missing.join(', ')}.`, 'See electron.vite.config.ts.');
  mkdirSync(outFile(), { recursive: true });
  writeFileSync(stampFile, sources);
  say(`built (${duration(Date.now() - begun)})`);
}
