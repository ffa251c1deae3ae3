// Soak: 2,000 steps of a small net as one graph, with predictions, partial batches and checkpoints' reads among them: what is held must not grow.
import { expect, it } from 'vitest';
import type { Batch } from '../../src/main/engine/data/batch';
import { buildNet } from '../../src/shared/nets/net';
import { initialWeights, zeros } from '../../src/main/engine/nets/weights';
import { loadTensorFlow } from '../../src/main/engine/tensorflow/runtime';
import { tensorCounts } from '../../src/main/engine/tensorflow/tensors';
import { GraphStepper } from '../../src/main/engine/training/graphStepper';
import { beginningState } from '../../src/main/engine/training/stepper';
import { Random } from '../../src/shared/random';
import { PRESETS } from '../../src/shared/training/config';

const STEPS = Number(process.env['ROADBRUSH_SOAK_STEPS'] ?? 2000);
const EVERY = Math.ceil(STEPS / 10);
const config = { ...PRESETS.road, base: 4, batch: 4, width: 64, height: 64, batchNorm: true, averaging: 0.98, clipNorm: 1 };

function batch(size: number, seed: number): Batch {
  const { width, height } = config;
  const random = Random.seeded(seed, size);
  const images = Uint8Array.from({ length: size * width * height * 3 }, () => random.integer(0, 255));
  return { size, width, height, images, targets: Uint8Array.from({ length: size * width * height }, (_, i) => images[3 * i]! >> 7) };
}

it(`${STEPS} steps: resident memory and tensors`, async () => {
  await loadTensorFlow();
  const net = buildNet(config);
  const initial = beginningState(initialWeights(net, 1), zeros(net), config.averaging);
  const stepper = new GraphStepper(config, { trainBatches: [4, 3], precision: 'float32' }, initial);
  console.log('\n| steps | resident MB | tensors, tfjs | tensors, TensorFlow |\n| --- | --- | --- | --- |');
  const tensors: string[] = [];
  for (let k = 1; k <= STEPS; k++) {
    stepper.step(batch(k % 10 === 0 ? 3 : 4, k), 1e-3);
    if (k % 10 === 0) stepper.predict(batch(4, k));
    if (k % 100 === 0) stepper.readState();
    if (k % EVERY !== 0) continue;
    const counts = tensorCounts();
    tensors.push(JSON.stringify(counts));
    console.log(`| ${k} | ${(process.memoryUsage.rss() / 2 ** 20).toFixed(0)} | ${counts.tfjs} | ${counts.tensorflow} |`);
  }
  stepper.dispose();
  expect(new Set(tensors).size).toBe(1);
});
