// A whole epoch with its data: 170 KITTI road frames, batch 16, the reference's augmentation, base 16; beside the same of Keras. Without scoring.
// ROADBRUSH_BENCH_PRECISIONS=bfloat16,float32 measures both; ROADBRUSH_BENCH_BASE=2 another width.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { batches, planEpoch } from '../../src/main/engine/data/batches';
import { buildNet } from '../../src/shared/nets/net';
import { initialWeights, zeros } from '../../src/main/engine/nets/weights';
import type { EngineFrame } from '../../src/main/engine/protocol';
import { loadTensorFlow } from '../../src/main/engine/tensorflow/runtime';
import { choosePrecision } from '../../src/main/engine/training/precisionChoice';
import { beginningState } from '../../src/main/engine/training/stepper';
import { stepperFor } from '../../src/main/engine/training/stepperFor';
import { Random } from '../../src/shared/random';
import { PRESETS, RunConfig } from '../../src/shared/training/config';
import { markdown, median, ratio, ROUNDS, seconds } from './lib/numbers';
import { noPeers, peer, printed } from './lib/peers';
import { noRoad, ROAD, trainFrames } from './lib/road';

const PRECISIONS = (process.env['ROADBRUSH_BENCH_PRECISIONS'] ?? 'bfloat16').split(',').map((one) => RunConfig.shape.precision.parse(one));
const BASE = Number(process.env['ROADBRUSH_BENCH_BASE'] ?? 16);
const BATCH = 16;
/** The first decodes every frame and warms up, and does not count. */
const EPOCHS = 2;

interface Epoch {
  readonly epoch: number;
  /** Median. */
  readonly step: number;
  readonly waiting: number;
}

// The threads that make batches are those of the built engine, found beside the program's entry.
process.argv[1] = resolve(import.meta.dirname, '../../out/main/engine.js');

if (noRoad) console.warn(noRoad);
it.skipIf(noRoad !== null)('an epoch with its data, beside Keras', async () => {
  if (noPeers) console.warn(noPeers);
  expect(existsSync(resolve(process.argv[1]!, '../batches.js'))).toBe(true);
  await loadTensorFlow();
  const frames = await trainFrames();
  const steps = Math.ceil(frames.length / BATCH);
  const rows: string[][] = [];
  for (const precision of PRECISIONS) {
    const config: RunConfig = { ...PRESETS.reference, base: BASE, batch: BATCH, precision };
    const [ours, keras]: [Epoch[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      ours.push((await epochs(config, frames)).at(-1)!);
      if (!noPeers) keras.push(printed(await peer('epoch_keras.py', ROAD, BASE, BATCH, EPOCHS, precision), 'epoch'));
      console.log(
        `${precision}, round ${round + 1}: ours ${seconds(ours.at(-1)!.epoch)}${keras.length ? `, Keras ${seconds(keras.at(-1)!)}` : ''}`,
      );
    }
    const of = (what: keyof Epoch): number => median(ours.map((one) => one[what]));
    const beside = keras.length > 0 ? median(keras) : undefined;
    rows.push([
      ...[precision, seconds(of('epoch')), seconds(of('step')), seconds(of('waiting'))],
      ...[ratio(of('epoch'), steps * of('step')), beside === undefined ? 'not run' : seconds(beside), ratio(of('epoch'), beside)],
    ]);
    expect(of('epoch')).toBeGreaterThan(0);
  }
  const header = ['precision', 'epoch', 'step', 'waiting for data', `epoch / (${steps} x step)`, 'Keras, an epoch', 'ours / Keras'];
  console.log(
    `\nAn epoch of ${frames.length} frames, base ${BASE}, batch ${BATCH}: medians of ${ROUNDS} rounds, each the second epoch of a fresh net`,
  );
  console.log(markdown(header, rows));
});

/** As the training loop does it, between the same two awaits. */
async function epochs(config: RunConfig, frames: readonly EngineFrame[]): Promise<Epoch[]> {
  const net = buildNet(config);
  const start = beginningState(initialWeights(net, config.seed), zeros(net), config.averaging);
  const { precision } = await choosePrecision(config.precision);
  const { stepper } = stepperFor(config, precision, { train: frames.length, heldOut: 1 }, start);
  const random = Random.seeded(config.seed);
  const measured: Epoch[] = [];
  try {
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      const begun = performance.now();
      const times: number[] = [];
      for await (const { batch } of batches(planEpoch(random, frames, config), config)) {
        const before = performance.now();
        stepper.step(batch, config.learningRate);
        times.push((performance.now() - before) / 1000);
      }
      const whole = (performance.now() - begun) / 1000;
      measured.push({ epoch: whole, step: median(times), waiting: whole - times.reduce((sum, time) => sum + time, 0) });
    }
  } finally {
    stepper.dispose();
  }
  return measured;
}
