// The engine's call 'bench.step': what one training step takes on this machine, in images a second and in memory.
import { OTHER, ROAD } from '../../../shared/domain';
import { Random } from '../../../shared/random';
import type { RunConfig } from '../../../shared/training/config';
import { assemble, type Batch } from '../data/batch';
import { progressTeller } from '../bounded';
import { collectGarbage } from '../collectGarbage';
import { buildNet } from '../../../shared/nets/net';
import { initialWeights, zeros } from '../nets/weights';
import type { BenchResult, EngineHandler } from '../protocol';
import { describeDevice } from '../tensorflow/device';
import type { Precision } from '../tensorflow/graph/precision';
import { choosePrecision } from '../training/precisionChoice';
import { beginningState } from '../training/stepper';
import { stepperFor, type ChosenStepper } from '../training/stepperFor';
import { peakMemoryMB } from './peakMemory';

/** The peak is that of the whole process: measure one shape in a fresh engine where it is to mean something. */
export const benchStep: EngineHandler<'bench.step'> = async ({ config, steps, warmUp }, { emit, signal }): Promise<BenchResult> => {
  const device = await describeDevice({}, { emit: () => undefined, signal });
  const wanted = await choosePrecision(config.precision);
  const { stepper, path, precision } = freshStepper(config, wanted.precision);
  collectGarbage();
  const batch = noise(config);
  const tell = progressTeller(warmUp + steps, emit);
  const seconds: number[] = [];
  try {
    for (let k = 0; k < warmUp + steps; k++) {
      // Lets a cancel in: the step itself hears nothing.
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
      const begun = performance.now();
      stepper.step(batch, config.learningRate);
      if (k >= warmUp) seconds.push((performance.now() - begun) / 1000);
      tell(k + 1);
    }
  } finally {
    stepper.dispose();
  }
  const stepSeconds = median(seconds);
  return {
    ...{ net: config.net, base: config.base, batch: config.batch, size: `${config.width}x${config.height}` },
    ...{ precision, path, device: device.name },
    ...{ stepSeconds, imagesPerSecond: config.batch / stepSeconds, peakMB: await peakMemoryMB(), seconds },
  };
};

/** In a function of its own, as training has it: the state that the stepper was given is held by nobody after it. */
function freshStepper(config: RunConfig, precision: Precision): ChosenStepper {
  const net = buildNet(config);
  const start = beginningState(initialWeights(net, config.seed), zeros(net), config.averaging);
  return stepperFor(config, precision, { train: config.batch, heldOut: 1 }, start);
}

/** Pictures of nothing; road where they are red, so that there is something to learn and no loss runs away. */
function noise({ batch, width, height, seed }: Pick<RunConfig, 'batch' | 'width' | 'height' | 'seed'>): Batch {
  const random = Random.seeded(seed, 0xbe7c);
  return assemble(batch, width, height, (_n, { pixels, labels }) => {
    pixels.forEach((_, i) => (pixels[i] = random.integer(0, 255)));
    labels.forEach((_, i) => (labels[i] = pixels[3 * i]! > 127 ? ROAD : OTHER));
    return { pixels, labels };
  });
}

/** The middle one, or the mean of the middle two. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
