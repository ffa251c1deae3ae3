// One training step of the reference U-Net, 224x224: as one graph, operation by operation, and in Keras where ROADBRUSH_PEER_PYTHON names a Python that has it.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import type { Batch } from '../../src/main/engine/data/batch';
import { buildNet } from '../../src/shared/nets/net';
import { initialWeights, zeros } from '../../src/main/engine/nets/weights';
import { loadTensorFlow } from '../../src/main/engine/tensorflow/runtime';
import { EagerStepper } from '../../src/main/engine/training/eagerStepper';
import { GraphStepper } from '../../src/main/engine/training/graphStepper';
import { beginningState } from '../../src/main/engine/training/stepper';
import { PRESETS } from '../../src/shared/training/config';
import { Random } from '../../src/shared/random';

const SIZE = 224;
const ROUNDS = 3;
const STEPS = 5;
const RATE = 1e-4;
const peers = process.env['ROADBRUSH_PEERS'] ?? resolve(import.meta.dirname, '../../../shared/peers');
const python = process.env['ROADBRUSH_PEER_PYTHON'];

function batchOf(size: number): Batch {
  const random = Random.seeded(1, size);
  const images = Uint8Array.from({ length: size * SIZE * SIZE * 3 }, () => random.integer(0, 255));
  return {
    size,
    width: SIZE,
    height: SIZE,
    images,
    targets: Uint8Array.from({ length: size * SIZE * SIZE }, (_, i) => Number(images[3 * i]! > 127)),
  };
}
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** Median seconds of `STEPS` steps after two to warm up. */
function secondsOf(step: () => unknown): number {
  const times: number[] = [];
  for (let k = 0; k < STEPS + 2; k++) {
    const begun = performance.now();
    step();
    times.push((performance.now() - begun) / 1000);
  }
  return median(times.slice(2));
}

/** The peer's median, or null without one. */
function keras(base: number, batch: number): number | null {
  if (!python || !existsSync(resolve(peers, 'step_keras.py'))) return null;
  const environment = { ...process.env, LD_LIBRARY_PATH: '', TF_ENABLE_ONEDNN_OPTS: '1' };
  const said = execFileSync(python, [resolve(peers, 'step_keras.py'), 'unet', `${base}`, `${batch}`, `${STEPS}`], {
    env: environment,
    encoding: 'utf8',
  });
  return Number(/step=([\d.]+)s/.exec(said)?.[1]);
}

it('a training step: one graph, operation by operation, Keras', async () => {
  await loadTensorFlow();
  console.log(
    '\n| base, batch | one graph | operation by operation | ratio | Keras float32 | graph / Keras |\n| --- | --- | --- | --- | --- | --- |',
  );
  for (const [base, size] of [
    [8, 8],
    [16, 8],
  ] as const) {
    const config = { ...PRESETS.reference, base, batch: size };
    const net = buildNet(config);
    const state = beginningState(initialWeights(net, 1), zeros(net), 0);
    const batch = batchOf(size);
    const seconds = { graph: [] as number[], eager: [] as number[], keras: [] as number[] };
    const graph = new GraphStepper(config, { trainBatches: [size], precision: 'float32' }, state);
    const eager = new EagerStepper(config, state);
    for (let round = 0; round < ROUNDS; round++) {
      seconds.graph.push(secondsOf(() => graph.step(batch, RATE)));
      seconds.eager.push(secondsOf(() => eager.step(batch, RATE)));
      const peer = keras(base, size);
      if (peer !== null) seconds.keras.push(peer);
    }
    graph.dispose();
    eager.dispose();
    const [g, e, k] = [median(seconds.graph), median(seconds.eager), seconds.keras.length ? median(seconds.keras) : null];
    console.log(
      `| ${base}, ${size} | ${g.toFixed(3)} s | ${e.toFixed(3)} s | ${(g / e).toFixed(2)} | ${k === null ? 'not run' : `${k.toFixed(3)} s`} | ${k === null ? '' : (g / k).toFixed(2)} |`,
    );
    expect(g).toBeGreaterThan(0);
  }
});
