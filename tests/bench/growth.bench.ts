// No growth: the memory held after 2,000 steps against that after 200, every step with a batch of its own, as the loop has them.
import { expect, it } from 'vitest';
import { buildNet, initialWeights, zeros } from '../../src/main/engine/nets/net';
import { loadTensorFlow } from '../../src/main/engine/tensorflow/runtime';
import { beginningState } from '../../src/main/engine/training/stepper';
import { stepperFor } from '../../src/main/engine/training/stepperFor';
import { PRESETS, type RunConfig } from '../../src/shared/training/config';
import { roadBatch } from '../integration/graph/agreement';
import { fromEnvironment, markdown } from './lib/numbers';

const STEPS = fromEnvironment('ROADBRUSH_BENCH_STEPS', 2000);
const SETTLED = Math.ceil(STEPS / 10);
const SIZE = 64;
const heldMB = (): number => process.memoryUsage.rss() / 2 ** 20;

it('memory over many steps', async () => {
  await loadTensorFlow();
  const rows: string[][] = [];
  for (const path of ['graph', 'eager'] as const) {
    process.env['ROADBRUSH_STEP'] = path;
    const config: RunConfig = { ...PRESETS.reference, base: 4, batch: 4, width: SIZE, height: SIZE, precision: 'float32' };
    const net = buildNet(config);
    const start = beginningState(initialWeights(net, config.seed), zeros(net), config.averaging);
    const { stepper } = stepperFor(config, 'float32', config.batch, start);
    let settled = 0;
    for (let k = 1; k <= STEPS; k++) {
      stepper.step(roadBatch(config.batch, SIZE, SIZE, k), config.learningRate);
      if (k === SETTLED) settled = heldMB();
    }
    const end = heldMB();
    stepper.dispose();
    rows.push([path, `${settled.toFixed(0)} MB`, `${end.toFixed(0)} MB`, (end - settled).toFixed(1)]);
    expect(settled).toBeGreaterThan(0);
  }
  console.log(`\n${markdown(['path', `after ${SETTLED} steps`, `after ${STEPS} steps`, 'growth, MB'], rows)}`);
});
