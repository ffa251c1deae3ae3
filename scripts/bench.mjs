// npm run bench: the measurements of tests/bench, with the built program. `npm run bench -- step` runs one file.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './lib/build.mjs';
import { engineEnv } from './lib/environment.mjs';
import { main, withDisplay } from './lib/launch.mjs';
import { hasDisplay } from './lib/parts/desktop.mjs';
import { inModules, root } from './lib/paths.mjs';
import { inherit, leaveLike } from './lib/run.mjs';
import { COMMAND_LINE, ensure, EVERYTHING } from './lib/setup.mjs';

const args = process.argv.slice(2);
const names = args.filter((arg) => !arg.startsWith('-'));
/** Those that measure the window itself: they need Electron, and a display, virtual where there is none. */
const inWindow = readdirSync(join(root, 'tests', 'bench', 'window'));
const window = names.length === 0 || names.some((name) => inWindow.some((file) => join('tests', 'bench', 'window', file).includes(name)));

await main(async () => {
  const routes = await ensure(window ? EVERYTHING : COMMAND_LINE);
  await build(routes);
  const vitest = [inModules('vitest', 'vitest.mjs'), 'run', '--config', join('tests', 'bench', 'vitest.config.ts'), ...args];
  const [command, all] = window ? withDisplay(hasDisplay(), routes.node, vitest) : [routes.node, vitest];
  leaveLike(await inherit(command, all, { cwd: root, env: engineEnv(routes) }));
});
