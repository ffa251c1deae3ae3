// What 'auto' means on this machine: bfloat16 where the hardware computes in it and a short self-test agrees with float32.
import { Random } from '../../../shared/random';
import { PRESETS, type RunConfig } from '../../../shared/training/config';
import type { Batch } from '../data/batch';
import { buildNet } from '../../../shared/nets/net';
import { initialWeights, zeros } from '../nets/weights';
import type { Precision } from '../tensorflow/graph/precision';
import { hasBfloat16 } from '../tensorflow/hardware';
import { stepPath } from '../tensorflow/path';
import { GraphStepper } from './graphStepper';
import { beginningState } from './stepper';

export interface ChosenPrecision {
  readonly precision: Precision;
  /** Why not bfloat16, for the person; null where there is nothing to say. */
  readonly note: string | null;
}

let automatic: Promise<ChosenPrecision> | null = null;

/** The self-test runs once a process, about a second. */
export async function choosePrecision(wanted: RunConfig['precision']): Promise<ChosenPrecision> {
  if (stepPath() === 'eager') {
    const note = wanted === 'bfloat16' ? 'An operation-by-operation step computes in float32 alone.' : null;
    return { precision: 'float32', note };
  }
  if (wanted !== 'auto') return { precision: wanted, note: null };
  return (automatic ??= automatically());
}

async function automatically(): Promise<ChosenPrecision> {
  if (!(await hasBfloat16())) return { precision: 'float32', note: null };
  let difference: number;
  try {
    difference = selfTest();
  } catch (error) {
    // A run that asks for 'auto' goes on without: where not even its own graph can be made, it is told so there.
    console.error('The self-test of bfloat16 could not be run:', error);
    return { precision: 'float32', note: 'bfloat16 is not used: its self-test could not be run on this machine.' };
  }
  if (difference <= TOLERANCE) return { precision: 'bfloat16', note: null };
  const percent = Number.isFinite(difference) ? `by ${(100 * difference).toFixed(1)} %` : 'without measure';
  return {
    precision: 'float32',
    note: `bfloat16 is not used: its losses differ from float32's ${percent} in a self-test on this machine.`,
  };
}

/** bfloat16 has 8 bits of mantissa: a mean over thousands of pixels agrees within a few thousandths. */
const TOLERANCE = 0.02;

/** The largest relative difference in loss over three steps of a small net. */
function selfTest(): number {
  const config = { ...PRESETS.reference, base: 8, width: 32, height: 32, batch: 2, dropout: 0 };
  const net = buildNet(config);
  const state = beginningState(initialWeights(net, 1), zeros(net), 0);
  const batch = noise(config.batch, config.width, config.height);
  const losses = (precision: Precision): number[] => {
    const stepper = new GraphStepper(config, { trainBatches: [config.batch], precision }, state);
    try {
      return [1, 2, 3].map(() => stepper.step(batch, 1e-3));
    } finally {
      stepper.dispose();
    }
  };
  const wanted = losses('float32');
  return Math.max(...losses('bfloat16').map((loss, i) => Math.abs(loss / wanted[i]! - 1)));
}

function noise(size: number, width: number, height: number): Batch {
  const random = Random.seeded(1, 1);
  const images = Uint8Array.from({ length: size * width * height * 3 }, () => random.integer(0, 255));
  return {
    size,
    width,
    height,
    images,
    targets: Uint8Array.from({ length: size * width * height }, (_, i) => Number(images[3 * i]! > 127)),
  };
}
