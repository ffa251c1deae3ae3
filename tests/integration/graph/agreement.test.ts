// Every gradient of the graph against the eager one, and ten steps side by side: dropout off, so that nothing but the arithmetic can differ.
import { beforeAll, describe, expect, it } from 'vitest';
import { parametersOf } from '../../../src/shared/nets/layers';
import { buildNet } from '../../../src/shared/nets/net';
import { hasBfloat16 } from '../../../src/main/engine/tensorflow/hardware';
import { loadTensorFlow } from '../../../src/main/engine/tensorflow/runtime';
import { GraphStepper } from '../../../src/main/engine/training/graphStepper';
import type { StepperConfig } from '../../../src/main/engine/training/stepper';
import { PRESETS } from '../../../src/shared/training/config';
import { apart, arraysApart, beginning, followed, roadBatch } from './agreement';

beforeAll(async () => {
  await loadTensorFlow();
});
const SIZE = 32;
const RATE = 1e-4;
const plain: StepperConfig = { ...PRESETS.reference, head: 'direct', base: 2, width: SIZE, height: SIZE, batch: 4, seed: 4, dropout: 0 };
const batches = Array.from({ length: 10 }, (_, k) => roadBatch(plain.batch, SIZE, SIZE, k));

const KINDS: Record<string, Partial<StepperConfig>> = {
  'U-Net': {},
  'U-Net, BCE + Dice, clipped': { loss: 'bce-dice', clipNorm: 0.05 },
  'U-Net with batch normalisation, focal, road counted three times': { base: 4, batchNorm: true, loss: 'focal', roadWeight: 3 },
  'U-Net++': { net: 'unetpp' },
  'U-Net++ with deep supervision, averaged': { net: 'unetpp', deepSupervision: true, averaging: 0.9 },
  'U-Net++ with deep supervision and batch normalisation, BCE + Dice, clipped, averaged': {
    ...{ net: 'unetpp', deepSupervision: true, batchNorm: true, loss: 'bce-dice', clipNorm: 0.1, averaging: 0.95 },
  },
};

describe('graph and eager agree to 1e-4 in', () => {
  it.each(Object.entries(KINDS))('%s: the loss and every gradient of a step, and the losses of ten', (_name, changes) => {
    const config = { ...plain, ...changes };
    const [eager, graph] = [followed('eager', config, batches, RATE), followed('graph', config, batches, RATE)];
    expect([...graph.gradients.keys()]).toEqual(
      parametersOf(buildNet(config))
        .filter(({ trainable }) => trainable)
        .map(({ name }) => name),
    );
    expect(arraysApart(graph.gradients, eager.gradients).relative).toBeLessThan(1e-4);
    expect(apart(graph.losses, eager.losses).relative).toBeLessThan(1e-4);
    if (config.averaging > 0) expect(arraysApart(graph.end.averaged!, eager.end.averaged!).absolute).toBeLessThan(5e-4);
    // That there are gradients at all is what makes agreement mean something.
    expect(Math.max(...[...eager.gradients.values()].map((values) => Math.max(...values.map(Math.abs))))).toBeGreaterThan(1e-4);
  });
});

it('bfloat16 adds up the gradients of biases over thousands of pixels, not until a sum of 8 bits stands still', async (context) => {
  if (!(await hasBfloat16())) context.skip('This machine does not compute in bfloat16.');
  const config = { ...plain, width: 64, height: 64 };
  const start = beginning(config);
  const gradients = (['float32', 'bfloat16'] as const).map((precision) => {
    const stepper = new GraphStepper(config, { trainBatches: [config.batch], precision }, start);
    stepper.step(roadBatch(config.batch, 64, 64, 1), RATE);
    const biases = [...stepper.readState().adamM].filter(([name]) => name.endsWith('.up.bias'));
    stepper.dispose();
    return new Map(biases);
  });
  const difference = arraysApart(gradients[1]!, gradients[0]!).relative;
  expect(difference).toBeLessThan(0.2);
});
