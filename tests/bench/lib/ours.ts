// Ours, measured as users can: the engine's call 'bench.step' in a fresh engine process of the built program.
import { unwrap } from '../../../src/shared/result';
import type { RunConfig } from '../../../src/shared/training/config';
import type { BenchResult } from '../../../src/main/engine/protocol';
import { superviseEngine } from '../../../src/main/engine/supervisor';
import { readRoutes } from '../../../src/main/routes';

/** `npm run bench` has built the engine before. Fails where it took another way than was asked for. */
export async function ourStep(config: RunConfig, path: BenchResult['path'], steps: number): Promise<BenchResult> {
  const said: string[] = [];
  const engine = superviseEngine({
    ...{ routes: unwrap(readRoutes()), nice: 0, environment: { ROADBRUSH_STEP: path } },
    log: (line) => void said.push(line),
  });
  try {
    const result = unwrap(await engine.call('bench.step', { config, steps, warmUp: 2 }));
    if (result.path !== path) throw new Error(`The step took the ${result.path} path:\n${said.join('\n')}`);
    return result;
  } finally {
    await engine.close();
  }
}
