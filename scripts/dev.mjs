// npm run dev: the studio with hot reload, in the Electron that set-up found.
import { outdate } from './lib/build.mjs';
import { baseEnv } from './lib/environment.mjs';
import { electronCommand, main } from './lib/launch.mjs';
import { makeSay } from './lib/log.mjs';
import { inModules, root } from './lib/paths.mjs';
import { inherit, leaveLike } from './lib/run.mjs';
import { EVERYTHING, ensure } from './lib/setup.mjs';

await main(async () => {
  const routes = await ensure(EVERYTHING);
  outdate(); // what is built here belongs to the dev server
  const { command, flags } = electronCommand(routes, makeSay());
  const args = ['dev', ...(flags.length > 0 ? ['--noSandbox'] : []), ...process.argv.slice(2)];
  const env = { ...baseEnv(), ELECTRON_EXEC_PATH: command };
  leaveLike(await inherit(routes.node, [inModules('electron-vite', 'bin', 'electron-vite.js'), ...args], { cwd: root, env }));
});
