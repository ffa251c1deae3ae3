// What a bench measures, how long each part of it will take, and what the reference run would take by it.
import { PRESETS, type RunConfig } from '../../shared/training/config';
import { buildNet } from '../../shared/nets/net';
import { multiplyAdds } from '../../shared/nets/work';
import type { BenchJob, BenchResult } from '../engine/protocol';
import type { BenchRequest, ReferenceTime } from './studio';

type Precision = BenchResult['precision'];

/** The classic KITTI road exercise trains on this many frames. */
export const REFERENCE_FRAMES = 170;
const REFERENCE_JOB = { steps: 2, warmUp: 1 };
const WARM_UP = 2;
/** The reference's own step is timed when it is expected to take no longer than this, and is scaled to otherwise. */
const LONGEST_STEP_SECONDS = 15;

export const jobsOf = (request: BenchRequest, precisions: readonly Precision[]): BenchJob[] =>
  request.nets.flatMap((net) =>
    precisions.map((precision) => {
      const { base, batch, width, height, steps } = request;
      return { config: { ...PRESETS.reference, net, base, batch, width, height, precision }, steps, warmUp: WARM_UP };
    }),
  );

/** Multiply-adds of a step, forward: what times are compared by. */
export const workOf = (config: RunConfig): number => config.batch * multiplyAdds(buildNet(config), config.width, config.height);

/** Steps x work: a share of the whole, good enough for the time left. A recorded graph costs about two steps more; bfloat16 is tried where it is fast. */
export const effortOf = ({ config, steps, warmUp }: BenchJob): number =>
  (steps + warmUp + 2) * workOf(config) * (config.precision === 'bfloat16' ? 0.4 : 1);

/** The result to judge the reference run by: its own shape, auto's precision, its net, in this order of weight. */
export function bestBasis(results: readonly BenchResult[], auto: Precision): BenchResult | undefined {
  const points = (result: BenchResult): number =>
    4 * Number(isReference(result)) + 2 * Number(result.precision === auto) + Number(result.net === PRESETS.reference.net);
  return [...results].sort((a, b) => points(b) - points(a))[0];
}

export function configOf({ net, base, batch, size, precision }: BenchResult): RunConfig {
  const [width, height] = size.split('x').map(Number);
  return { ...PRESETS.reference, net, base, batch, precision, width: width!, height: height! };
}

export const isReference = (result: BenchResult): boolean => {
  const { net, base, batch, width, height } = PRESETS.reference;
  return result.net === net && result.base === base && result.batch === batch && result.size === `${width}x${height}`;
};

/** A job that times the reference's own step; null when by `basis` it takes too long or more than `freeMB` of memory. */
export function referenceJob(basis: BenchResult, freeMB: number): BenchJob | null {
  const config: RunConfig = { ...PRESETS.reference, precision: basis.precision };
  const seconds = (basis.stepSeconds * workOf(config)) / workOf(configOf(basis));
  // Activations grow with pixels x filters; not the rest of the process, so that this guesses high.
  const held = ({ base, batch, width, height }: RunConfig): number => base * batch * width * height;
  const megabytes = (basis.peakMB * held(config)) / held(configOf(basis));
  return seconds <= LONGEST_STEP_SECONDS && megabytes <= freeMB ? { config, ...REFERENCE_JOB } : null;
}

/** The run's steps alone: frames are read meanwhile, and scoring comes on top. */
export function referenceTime(from: BenchResult): ReferenceTime {
  const { epochs, batch } = PRESETS.reference;
  const { precision } = from;
  const scale = isReference(from) ? 1 : workOf(PRESETS.reference) / workOf(configOf(from));
  // Counted in images: the last batch of an epoch is smaller.
  return { seconds: (epochs * REFERENCE_FRAMES * from.stepSeconds * scale) / batch, precision, from, scaled: !isReference(from) };
}
