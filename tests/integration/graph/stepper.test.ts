// The graph step against the eager step, in every kind of net and loss: same weights, same batches, same losses; dropout on, state carried over.
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { TARGET_IGNORE, type Batch } from '../../../src/main/engine/data/batch';
import { buildNet } from '../../../src/shared/nets/net';
import { initialWeights, zeros } from '../../../src/main/engine/nets/weights';
import { GraphPredictor } from '../../../src/main/engine/prediction/graphPredictor';
import { GraphSession } from '../../../src/main/engine/tensorflow/graph/session';
import { loadTensorFlow } from '../../../src/main/engine/tensorflow/runtime';
import { tensorCounts } from '../../../src/main/engine/tensorflow/tensors';
import { EagerStepper } from '../../../src/main/engine/training/eagerStepper';
import { GraphStepper } from '../../../src/main/engine/training/graphStepper';
import { beginningState, type StepperConfig, type StepperState } from '../../../src/main/engine/training/stepper';
import { stepperFor } from '../../../src/main/engine/training/stepperFor';
import { Random } from '../../../src/shared/random';
import { PRESETS } from '../../../src/shared/training/config';

const SIZE = 32;
/** Ten, gradient by gradient and without dropout, are agreement.test.ts'. */
const STEPS = 4;
// Low: where a gradient is nothing but rounding, Adam still makes steps as long as this.
const RATE = 1e-4;
const plain: StepperConfig = { ...PRESETS.reference, head: 'direct', base: 2, width: SIZE, height: SIZE, batch: 4, seed: 7 };
const graphOptions = { trainBatches: [4, 3], precision: 'float32' as const };

function initial(config: StepperConfig): StepperState {
  const net = buildNet(config);
  return beginningState(initialWeights(net, 5), zeros(net), config.averaging);
}
const eagerOf = (config: StepperConfig) => new EagerStepper(config, initial(config));
const graphOf = (config: StepperConfig) => new GraphStepper(config, graphOptions, initial(config));

function batch(size: number, seed: number, { width = SIZE, height = SIZE } = {}): Batch {
  const random = Random.seeded(3, seed);
  const images = Uint8Array.from({ length: size * width * height * 3 }, () => random.integer(0, 255));
  const targets = Uint8Array.from({ length: size * width * height }, (_, k) =>
    k % 17 === 0 ? TARGET_IGNORE : Number(images[k * 3]! > 127),
  );
  return { size, width, height, images, targets };
}
beforeAll(async () => {
  await loadTensorFlow();
});

const KINDS: Record<string, Partial<StepperConfig>> = {
  'U-Net': {},
  'U-Net with the two-filter head': { head: 'two-filter' },
  'U-Net, wide input': { width: 64, height: 16 },
  'U-Net with batch normalisation, averaged': { batchNorm: true, averaging: 0.9 },
  'U-Net++': { net: 'unetpp' },
  'U-Net++ with deep supervision and batch normalisation': { net: 'unetpp', deepSupervision: true, batchNorm: true },
  'U-Net++ with deep supervision, read at depth 2': { net: 'unetpp', deepSupervision: true, depth: 2 },
  'BCE + Dice, road counted twice': { loss: 'bce-dice', roadWeight: 2 },
  'focal, clipped, averaged': { loss: 'focal', clipNorm: 0.05, averaging: 0.95 },
};

describe('the step as one graph', () => {
  for (const [name, changes] of Object.entries(KINDS)) {
    it(`${name}: the losses, the state and the predictions of the eager step, with a partial batch among them`, () => {
      const config = { ...plain, ...changes };
      const [eager, graph] = [eagerOf(config), graphOf(config)];
      for (let k = 0; k < STEPS; k++) {
        const each = batch(k % 3 === 2 ? 3 : 4, k + 1, config);
        const wanted = eager.step(each, RATE);
        expect(Math.abs(graph.step(each, RATE) - wanted) / wanted).toBeLessThan(1e-4);
      }
      const [a, b] = [eager.readState(), graph.readState()];
      expect(b.steps).toBe(STEPS);
      expectClose(b.weights, a.weights, 3e-4);
      expectClose(b.adamM, a.adamM, 5e-4);
      expect(b.averaged === null).toBe(config.averaging === 0);
      if (a.averaged) expectClose(b.averaged!, a.averaged, 3e-4);
      expectSamePredictions(config, eager, graph);
      eager.dispose();
      graph.dispose();
    });
  }

  it('predicts with the averaged weights and the moving statistics, and batches smaller than it was written for', () => {
    const config = { ...plain, batchNorm: true, averaging: 0.9 };
    const graph = graphOf(config);
    for (let k = 0; k < 3; k++) graph.step(batch(4, k), RATE);
    const state = graph.readState();
    const [first] = graph.predict(batch(1, 5)).probabilities;
    expect(graph.predict(batch(1, 5)).probabilities).toHaveLength(1);
    graph.writeState({ ...state, averaged: state.weights });
    expect(graph.predict(batch(1, 5)).probabilities[0]).not.toEqual(first);
    graph.writeState({ ...state, averaged: new Map([...state.averaged!, ['down1.conv1.mean', new Float32Array(2).fill(3)]]) });
    expect(graph.predict(batch(1, 5)).probabilities[0]).not.toEqual(first);
    graph.writeState(state);
    expect(graph.predict(batch(1, 5)).probabilities[0]).toEqual(first);
    graph.dispose();
  });

  it('goes on exactly where its state was read, and a changed state changes the loss', () => {
    const config = { ...plain, batchNorm: true, averaging: 0.9 };
    const first = graphOf(config);
    for (let k = 0; k < 3; k++) first.step(batch(4, k), RATE);
    const state = first.readState();
    const straight = [3, 4, 5].map((k) => first.step(batch(4, k), RATE));
    const second = graphOf(config);
    second.writeState(state);
    expect([3, 4, 5].map((k) => second.step(batch(4, k), RATE))).toEqual(straight);
    expect(second.readState().averaged).toEqual(first.readState().averaged);
    second.writeState({ ...state, steps: 9 });
    expect(second.step(batch(4, 3), RATE)).not.toBe(straight[0]);
    first.dispose();
    second.dispose();
  });

  it('keeps nothing behind: as many tensors after forty steps, predictions and read states as after one', () => {
    const graph = graphOf({ ...plain, batchNorm: true, clipNorm: 1, averaging: 0.9 });
    graph.step(batch(4, 1), RATE);
    const before = tensorCounts();
    for (let k = 0; k < 40; k++) {
      graph.step(batch(k % 5 === 4 ? 3 : 4, k), RATE);
      if (k % 10 === 0) graph.predict(batch(2, k));
      if (k % 10 === 5) graph.writeState(graph.readState());
    }
    expect(tensorCounts()).toEqual(before);
    graph.dispose();
  });
});

describe('the stepper of a run', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('predicts no more images at once than are held out, however large the batch', () => {
    const config = { ...PRESETS.reference, base: 2, width: SIZE, height: SIZE, batch: 256 };
    const { stepper, path } = stepperFor(config, 'float32', { train: 3, heldOut: 2 }, initial(config));
    const run = vi.spyOn(GraphSession.prototype, 'run');
    expect(stepper.predict(batch(1, 1)).probabilities).toHaveLength(1);
    expect([path, run.mock.lastCall?.[0][0]?.shape]).toEqual(['graph', [2, SIZE, SIZE, 3]]);
    stepper.dispose();
  });

  it('lets its graph go when its state does not fit', () => {
    const disposed = vi.spyOn(GraphSession.prototype, 'dispose');
    const state = initial(plain);
    expect(() => new GraphStepper(plain, graphOptions, { ...state, adamM: new Map() })).toThrow();
    expect(disposed).toHaveBeenCalledTimes(1);
  });
});

describe('the graph that predictions share', () => {
  it('takes no weights for those in use that were only half written', () => {
    const net = buildNet(plain);
    const graph = new GraphPredictor(net, plain, 'float32');
    const [a, b] = [initialWeights(net, 1), initialWeights(net, 2)];
    const wanted = graph.predict(a, batch(1, 1));
    const { write } = GraphSession.prototype;
    vi.spyOn(GraphSession.prototype, 'write').mockImplementationOnce(function (this: GraphSession, valueOf) {
      write.call(this, valueOf);
      throw new Error('out of memory');
    });
    expect(() => graph.predict(b, batch(1, 1))).toThrow('out of memory');
    expect(graph.predict(a, batch(1, 1))).toEqual(wanted);
    graph.dispose();
    vi.restoreAllMocks();
  });
});

/** Within `tolerance` of the largest value of each array, or of 1. */
function expectClose(got: StepperState['weights'], wanted: StepperState['weights'], tolerance: number): void {
  expect([...got.keys()]).toEqual([...wanted.keys()]);
  for (const [name, values] of wanted) {
    const scale = Math.max(1, ...values.map(Math.abs));
    const most = Math.max(...values.map((value, k) => Math.abs(got.get(name)![k]! - value)));
    expect(most / scale, name).toBeLessThan(tolerance);
  }
}

function expectSamePredictions(config: StepperConfig, eager: EagerStepper, graph: GraphStepper): void {
  const shown = batch(3, 50, config);
  const [a, b] = [eager.predict(shown), graph.predict(shown)];
  expect(b.probabilities).toHaveLength(3);
  a.probabilities.forEach((each, k) => {
    const most = Math.max(...each.map((value, p) => Math.abs(b.probabilities[k]![p]! - value)));
    expect(most).toBeLessThanOrEqual(1);
  });
  expect(b.known).toBe(a.known);
  expect(Math.abs(b.lossSum - a.lossSum) / a.lossSum).toBeLessThan(3e-4);
}
