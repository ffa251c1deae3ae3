// npm run doctor: the program's own check of itself; where set-up already fails, what is wrong and how to mend it.
import { build, outFile } from './lib/build.mjs';
import { runNode, tell, userFolder } from './lib/launch.mjs';
import { SetupError } from './lib/log.mjs';
import { cacheDir } from './lib/paths.mjs';
import { leaveLike } from './lib/run.mjs';
import { COMMAND_LINE, EVERYTHING, ensure } from './lib/setup.mjs';

const json = process.argv.includes('--json');

async function prepare() {
  try {
    return await ensure(EVERYTHING);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    tell(error);
    return ensure(COMMAND_LINE); // the window is missing; the rest can still be examined
  }
}

try {
  const routes = await prepare();
  await build(routes);
  leaveLike(await runNode(routes, outFile('main', 'cli.js'), ['doctor', ...process.argv.slice(2)], { cwd: userFolder() }));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  tell(error);
  const facts = {
    ok: false,
    problem: error.message,
    mend: error.hint ?? null,
    platform: `${process.platform}-${process.arch}`,
    node: process.version,
    cache: cacheDir(),
  };
  if (json) process.stdout.write(`${JSON.stringify(facts, null, 2)}\n`);
  process.exit(1);
}
