// npm run bench: the measurements of tests/bench, with the built program. `npm run bench -- step` runs one file.
import { join } from 'node:path';
import { build } from './lib/build.mjs';
import { main, runNode } from './lib/launch.mjs';
import { root } from './lib/paths.mjs';
import { leaveLike } from './lib/run.mjs';
import { COMMAND_LINE, ensure } from './lib/setup.mjs';

await main(async () => {
  const routes = await ensure(COMMAND_LINE);
  await build(routes);
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const config = join('tests', 'bench', 'vitest.config.ts');
  leaveLike(await runNode(routes, vitest, ['run', '--config', config, ...process.argv.slice(2)], { cwd: root }));
});
