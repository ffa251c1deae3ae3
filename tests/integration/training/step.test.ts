// The step as a whole: it learns, repeats itself, can be carried away and put back, and leaves nothing behind.
import { beforeAll, describe, expect, it } from 'vitest';
import { TARGET_IGNORE, type Batch } from '../../../src/main/engine/data/batch';
import { buildNet } from '../../../src/shared/nets/net';
import { initialWeights, zeros } from '../../../src/main/engine/nets/weights';
import { loadTensorFlow } from '../../../src/main/engine/tensorflow/runtime';
import { tensorCounts } from '../../../src/main/engine/tensorflow/tensors';
import { EagerStepper } from '../../../src/main/engine/training/eagerStepper';
import { beginningState } from '../../../src/main/engine/training/stepper';
import { Random } from '../../../src/shared/random';
import { PRESETS } from '../../../src/shared/training/config';

beforeAll(loadTensorFlow);
const RATE = 3e-3;

function batchOf(size: number, width = 32, height = 32): Batch {
  const random = Random.seeded(1, size);
  const images = Uint8Array.from({ length: size * width * height * 3 }, () => random.integer(0, 255));
  // Road where red is bright; a tenth of the pixels unknown.
  const targets = Uint8Array.from({ length: size * width * height }, (_, i) =>
    random.chance(0.1) ? TARGET_IGNORE : Number(images[3 * i]! > 127),
  );
  return { size, width, height, images, targets };
}

function stepper({ head = 'direct', dropout = 0.5, seed = 1 }: { head?: 'direct' | 'two-filter'; dropout?: number; seed?: number } = {}) {
  const config = { ...PRESETS.reference, base: 4, dropout, head, seed };
  const net = buildNet(config);
  return new EagerStepper(config, beginningState(initialWeights(net, 2), zeros(net), 0));
}

describe('the eager step', () => {
  it('learns', () => {
    const step = stepper({ dropout: 0.2 });
    const losses = Array.from({ length: 60 }, () => step.step(batchOf(4), RATE));
    expect(losses.at(-1)).toBeLessThan(0.6 * losses[0]!);
    step.dispose();
  });

  it('gives the same losses for the same seed, and others for another', () => {
    const losses = (seed: number) => {
      const step = stepper({ seed });
      const all = Array.from({ length: 4 }, () => step.step(batchOf(3), RATE));
      step.dispose();
      return all;
    };
    expect(losses(1)).toEqual(losses(1));
    expect(losses(2)).not.toEqual(losses(1));
  });

  it('goes on exactly where its state was taken, in another stepper too', () => {
    const first = stepper();
    for (let i = 0; i < 3; i++) first.step(batchOf(3), RATE);
    const state = first.readState();
    expect(state.steps).toBe(3);
    const wanted = [first.step(batchOf(3), RATE), first.step(batchOf(2), RATE), first.step(batchOf(3), RATE)];
    const second = stepper();
    second.step(batchOf(5), RATE);
    second.writeState(state);
    expect([second.step(batchOf(3), RATE), second.step(batchOf(2), RATE), second.step(batchOf(3), RATE)]).toEqual(wanted);
    first.writeState(state);
    expect(first.step(batchOf(3), RATE)).toBe(wanted[0]);
    first.dispose();
    second.dispose();
  });

  it('leaves no tensor behind, neither with tfjs nor with TensorFlow', () => {
    const before = tensorCounts();
    const step = stepper({ head: 'two-filter' });
    step.step(batchOf(2), RATE);
    step.predict(batchOf(2));
    const counts = tensorCounts();
    for (let i = 0; i < 8; i++) {
      step.step(batchOf(1 + (i % 3)), RATE);
      step.predict(batchOf(2));
      step.readState();
      expect(tensorCounts()).toEqual(counts);
    }
    step.dispose();
    expect(tensorCounts()).toEqual(before);
  });

  it('predicts without dropout, the same each time, at any size that is a multiple of 16', () => {
    const step = stepper();
    const batch = batchOf(2, 64, 16);
    const a = step.predict(batch);
    step.predict(batchOf(1));
    expect(step.predict(batch)).toEqual(a);
    expect(a.probabilities.map((image) => image.length)).toEqual([64 * 16, 64 * 16]);
    expect(a.probabilities[0]).not.toEqual(a.probabilities[1]);
    expect(a.known).toBe(batch.targets.filter((target) => target !== TARGET_IGNORE).length);
    expect(a.lossSum / a.known).toBeGreaterThan(0);
    step.dispose();
  });
});
