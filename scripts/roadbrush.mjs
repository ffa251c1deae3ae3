#!/usr/bin/env node
// The command line: sets up what it needs (messages on standard error), then becomes the program: its output, exit code and signals.
import { build, outFile } from './lib/build.mjs';
import { main, runNode, userFolder } from './lib/launch.mjs';
import { leaveLike } from './lib/run.mjs';
import { COMMAND_LINE, ensure } from './lib/setup.mjs';

await main(async () => {
  const routes = await ensure(COMMAND_LINE);
  await build(routes);
  leaveLike(await runNode(routes, outFile('main', 'cli.js'), process.argv.slice(2), { cwd: userFolder() }));
});
