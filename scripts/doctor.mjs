// npm run doctor: the program's own check of itself; where set-up already fails, what is wrong and how to mend it.
import { build, outFile } from './lib/build.mjs';
import { runNode, userFolder } from './lib/launch.mjs';
import { expected, tell } from './lib/log.mjs';
import { cacheDir } from './lib/paths.mjs';
import { leaveLike } from './lib/run.mjs';
import { ensureWhatWorks } from './lib/setup.mjs';

const args = process.argv.slice(2);

try {
  const { routes, problem } = await ensureWhatWorks();
  if (problem) tell(problem); // the window is missing; the rest can still be examined
  await build(routes);
  leaveLike(await runNode(routes, outFile('main', 'cli.js'), ['doctor', ...args], { cwd: userFolder() }));
} catch (error) {
  const problem = expected(error);
  tell(problem);
  if (args.includes('--json')) {
    const machine = { platform: `${process.platform}-${process.arch}`, node: process.version, cache: cacheDir() };
    process.stdout.write(`${JSON.stringify({ ok: false, problem: problem.message, mend: problem.hint, ...machine }, null, 2)}\n`);
  }
  process.exit(1);
}
