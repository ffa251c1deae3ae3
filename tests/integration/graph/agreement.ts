// Two ways of computing one net's steps: made to start from the same weights and see the same batches, and how far apart they end.
import type { Batch } from '../../../src/main/engine/data/batch';
import { assemble } from '../../../src/main/engine/data/batch';
import { buildNet } from '../../../src/shared/nets/net';
import { initialWeights, zeros } from '../../../src/main/engine/nets/weights';
import { ADAM } from '../../../src/main/engine/training/adam';
import { EagerStepper } from '../../../src/main/engine/training/eagerStepper';
import { GraphStepper } from '../../../src/main/engine/training/graphStepper';
import { beginningState, type StepperConfig, type StepperState } from '../../../src/main/engine/training/stepper';
import { IGNORE, OTHER, ROAD } from '../../../src/shared/domain';
import { Random } from '../../../src/shared/random';

export type Arrays = ReadonlyMap<string, Float32Array>;

/**
 * Grey roads of several widths under a blue sky, grain on everything, a tenth of the pixels unknown; the same for the same seed. Whole areas pull a
 * gradient one way: in pure noise their shares cancel, and a single pixel's counts for a hundredth of what is left.
 */
export function roadBatch(size: number, width: number, height: number, seed: number): Batch {
  const random = Random.seeded(seed, size);
  return assemble(size, width, height, (_n, { pixels, labels }) => {
    const [horizon, spread] = [random.between(0.3, 0.6) * height, random.between(0.3, 0.7)];
    for (let i = 0; i < labels.length; i++) {
      const [x, y] = [i % width, Math.floor(i / width)];
      const road = y > horizon && Math.abs(x - width / 2) < spread * (y - horizon);
      labels[i] = random.chance(0.1) ? IGNORE : road ? ROAD : OTHER;
      const colour = road ? [90, 90, 95] : y > horizon ? [60, 120, 50] : [140, 180, 230];
      colour.forEach((value, c) => (pixels[3 * i + c] = value + random.integer(-20, 20)));
    }
    return { pixels, labels };
  });
}

export interface Course {
  readonly losses: readonly number[];
  /** Of the first step, by parameter; as clipped as the step clips them. */
  readonly gradients: Arrays;
  readonly end: StepperState;
}

/** The state that every way starts from, by the config's seed. */
export function beginning(config: StepperConfig): StepperState {
  const net = buildNet(config);
  return beginningState(initialWeights(net, config.seed), zeros(net), config.averaging);
}

/** Float32 steps over the batches, one after the other, all of the config's batch size. Adam's moments are nothing before, so that its first tells the gradient. */
export function followed(path: 'graph' | 'eager', config: StepperConfig, batches: readonly Batch[], rate: number): Course {
  const start = beginning(config);
  const options = { trainBatches: [config.batch], precision: 'float32' } as const;
  const stepper = path === 'graph' ? new GraphStepper(config, options, start) : new EagerStepper(config, start);
  const losses = [stepper.step(batches[0]!, rate)];
  const moments = [...stepper.readState().adamM];
  const gradients = new Map(moments.map(([name, m]) => [name, m.map((value) => value / (1 - ADAM.beta1))]));
  for (const batch of batches.slice(1)) losses.push(stepper.step(batch, rate));
  const end = stepper.readState();
  stepper.dispose();
  return { losses, gradients, end };
}

export interface Apart {
  readonly absolute: number;
  /** To the largest value of the second. */
  readonly relative: number;
}

export function apart(a: ArrayLike<number>, b: ArrayLike<number>): Apart {
  if (a.length !== b.length) throw new Error(`${a.length} values cannot be compared with ${b.length}.`);
  let [absolute, largest] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    // What is not a number must not pass as no difference.
    absolute = Math.max(absolute, Number.isNaN(difference) ? Infinity : difference);
    largest = Math.max(largest, Math.abs(b[i]!));
  }
  return { absolute, relative: absolute === 0 ? 0 : absolute / largest };
}

/** The worst of all arrays, each held against its own largest value. */
export function arraysApart(a: Arrays, b: Arrays): Apart & { readonly where: string } {
  if ([...a.keys()].join() !== [...b.keys()].join()) throw new Error('Other parameters cannot be compared.');
  let worst = { absolute: 0, relative: 0, where: '' };
  for (const [name, values] of a) {
    const { absolute, relative } = apart(values, b.get(name)!);
    worst = {
      absolute: Math.max(worst.absolute, absolute),
      ...(relative <= worst.relative ? { relative: worst.relative, where: worst.where } : { relative, where: name }),
    };
  }
  return worst;
}
