// The graph step against the eager step: same weights, same batches, same losses; dropout on, state carried over.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Batch } from '../../../src/main/engine/data/batch';
import { parametersOf, sizeOf } from '../../../src/main/engine/nets/layers';
import { unet } from '../../../src/main/engine/nets/unet';
import { loadTensorFlow } from '../../../src/main/engine/tensorflow/runtime';
import { tensorCounts } from '../../../src/main/engine/tensorflow/tensors';
import { EagerStepper } from '../../../src/main/engine/training/eagerStepper';
import { GraphStepper } from '../../../src/main/engine/training/graphStepper';
import type { StepperState } from '../../../src/main/engine/training/stepper';

const SIZE = 32;
const RATE = 1e-3;
const net = unet({ base: 2, dropout: 0.5, head: 'direct' });
const options = {
  seed: 7,
  width: SIZE,
  height: SIZE,
  trainBatches: [4, 3],
  predictBatch: 4,
  precision: 'float32' as const,
};

/** Small repeatable numbers; good enough to start a net from. */
const noise = (length: number, seed: number, scale: number) =>
  Float32Array.from({ length }, (_, k) => scale * (((Math.sin(seed * 977 + k * 12.9898) * 43758.5453) % 1) as number));
function initial(): StepperState {
  const parameters = parametersOf(net);
  const zeros = () => new Map(parameters.map((each) => [each.name, new Float32Array(sizeOf(each))]));
  return {
    steps: 0,
    weights: new Map(
      parameters.map((each, k) => [
        each.name,
        noise(sizeOf(each), k + 1, each.initial === 'zeros' ? 0 : Math.sqrt(6 / each.initial.fanIn)),
      ]),
    ),
    adamM: zeros(),
    adamV: zeros(),
  };
}
function batch(size: number, seed: number): Batch {
  const images = noise(size * SIZE * SIZE * 3, seed, 1).map(Math.abs);
  const targets = Float32Array.from({ length: size * SIZE * SIZE }, (_, k) => (k % 17 === 0 ? 2 : images[k * 3]! > 0.5 ? 1 : 0));
  return { size, width: SIZE, height: SIZE, images, targets };
}
beforeAll(async () => {
  await loadTensorFlow();
});

describe('the step as one graph', () => {
  it('gives the same losses as the eager step over ten steps, dropout on, with a partial batch among them', () => {
    const eager = new EagerStepper(net, options, initial());
    const graph = new GraphStepper(net, options, initial());
    for (let k = 0; k < 10; k++) {
      const each = batch(k % 3 === 2 ? 3 : 4, k + 1);
      const wanted = eager.step(each, RATE);
      expect(Math.abs(graph.step(each, RATE) - wanted) / wanted).toBeLessThan(1e-4);
    }
    for (const [name, weights] of eager.readState().weights) {
      const ours = graph.readState().weights.get(name)!;
      weights.forEach((value, k) => expect(Math.abs(ours[k]! - value)).toBeLessThan(2e-4));
    }
    eager.dispose();
    graph.dispose();
  });

  it('predicts what the eager one predicts, for batches smaller than it was written for too', () => {
    const eager = new EagerStepper(net, options, initial());
    const graph = new GraphStepper(net, options, initial());
    for (const size of [4, 1]) {
      const [a, b] = [eager.predict(batch(size, 5)), graph.predict(batch(size, 5))];
      expect(b.probabilities).toHaveLength(size);
      a.probabilities.forEach((each, k) =>
        each.forEach((value, p) => expect(Math.abs(b.probabilities[k]![p]! - value)).toBeLessThanOrEqual(1)),
      );
      expect(b.known).toBe(a.known);
      expect(Math.abs(b.lossSum - a.lossSum) / a.lossSum).toBeLessThan(1e-5);
    }
    eager.dispose();
    graph.dispose();
  });

  it('goes on exactly where its state was read, and a changed state changes the loss', () => {
    const first = new GraphStepper(net, options, initial());
    for (let k = 0; k < 3; k++) first.step(batch(4, k), RATE);
    const state = first.readState();
    const straight = [3, 4, 5].map((k) => first.step(batch(4, k), RATE));
    const second = new GraphStepper(net, options, initial());
    second.writeState(state);
    expect([3, 4, 5].map((k) => second.step(batch(4, k), RATE))).toEqual(straight);
    second.writeState({ ...state, steps: 9 });
    expect(second.step(batch(4, 3), RATE)).not.toBe(straight[0]);
    first.dispose();
    second.dispose();
  });

  it('keeps nothing behind: as many tensors after thirty steps as after one', () => {
    const graph = new GraphStepper(net, options, initial());
    graph.step(batch(4, 1), RATE);
    const before = tensorCounts();
    for (let k = 0; k < 30; k++) graph.step(batch(4, k), RATE);
    expect(tensorCounts()).toEqual(before);
    graph.dispose();
  });
});
