// npm run bench: the measurements of tests/bench, with the built program.
import { join } from 'node:path';
import { build } from './lib/build.mjs';
import { main, runNode } from './lib/launch.mjs';
import { root } from './lib/paths.mjs';
import { leaveLike } from './lib/run.mjs';
import { COMMAND_LINE, ensure } from './lib/setup.mjs';

await main(async () => {
  const routes = await ensure(COMMAND_LINE);
  await build(routes);
  const script = join(root, 'tests', 'bench', 'run.ts');
  const nodeArgs = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
  leaveLike(await runNode(routes, script, process.argv.slice(2), { cwd: root, nodeArgs }));
});
