// npm start: sets up what is missing, builds what is stale, and opens the studio; without a display, the demonstration on the command line.
import { build, outFile } from './lib/build.mjs';
import { main, runElectron, runNode, userFolder } from './lib/launch.mjs';
import { makeSay } from './lib/log.mjs';
import { hasDisplay } from './lib/parts/desktop.mjs';
import { leaveLike } from './lib/run.mjs';
import { COMMAND_LINE, EVERYTHING, ensure } from './lib/setup.mjs';

await main(async () => {
  const args = process.argv.slice(2);
  const say = makeSay();
  const routes = await ensure(hasDisplay() ? EVERYTHING : COMMAND_LINE);
  await build(routes);
  if (hasDisplay()) {
    if (routes.electron.warning)
      say(`Electron ${routes.electron.version} is out of support and here for development and tests only (npm run doctor says more)`);
    leaveLike(await runElectron(routes, [outFile('main', 'index.js'), ...args], { cwd: userFolder() }));
  } else {
    say('there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set), so this is the demonstration on the command line');
    leaveLike(await runNode(routes, outFile('main', 'cli.js'), ['demo', ...args], { cwd: userFolder() }));
  }
});
