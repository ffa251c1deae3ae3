// The stages of npm test, in their order: a command, or the build.
import { join } from 'node:path';
import { build } from './build.mjs';
import { engineEnv } from './environment.mjs';
import { withDisplay } from './launch.mjs';
import { hasDisplay } from './parts/desktop.mjs';
import { inModules, root, runtimeDir } from './paths.mjs';
import { inherit } from './run.mjs';
import { oneCheck, vitestCounts } from './report.mjs';

const program = (...names) => inModules(...names);
const config = (folder) => ['--config', join('tests', folder, 'vitest.config.ts')];

export const STAGES = [
  { name: 'types', title: 'Types', run: check(program('typescript', 'bin', 'tsc'), ['-p', 'tsconfig.json', '--noEmit']) },
  { name: 'lint', title: 'Lint', run: check(program('eslint', 'bin', 'eslint.js'), ['.']) },
  {
    name: 'imports',
    title: 'Who may import whom',
    run: check(program('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'), ['src', '--output-type', 'err']),
  },
  { name: 'format', title: 'Format', run: check(program('prettier', 'bin', 'prettier.cjs'), ['--check', '.', '--log-level', 'warn']) },
  { name: 'build', title: 'Build', run: async (routes) => (await build(routes), oneCheck(0)) },
  { name: 'unit', title: 'Unit and integration tests', run: tests('unit', []) },
  { name: 'e2e', title: 'The whole program, in its window', run: tests('e2e', config('e2e'), { window: true }) },
];

function check(script, args) {
  return async (routes) => {
    const { code } = await inherit(routes.node, [script, ...args], { cwd: root, env: engineEnv(routes) });
    return oneCheck(code);
  };
}

function tests(name, args, { window = false } = {}) {
  return async (routes, filters) => {
    const report = join(runtimeDir, `tests-${name}.json`);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const vitest = [program('vitest', 'vitest.mjs'), 'run', ...args, ...reporters, ...filters];
    const [command, all] = window ? withDisplay(hasDisplay(), routes.node, vitest) : [routes.node, vitest];
    return vitestCounts(report, () =>
      inherit(command, all, { cwd: root, env: { ...engineEnv(routes), VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' } }),
    );
  };
}
