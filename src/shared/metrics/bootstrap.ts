// Whether a mean difference over frames is more than chance: a paired bootstrap interval.
import { Random } from '../random';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export const RESAMPLES = 10_000;
/** Of the interval, 0..1. */
export const CONFIDENCE = 0.95;

/**
 * The bias-corrected and accelerated (BCa) interval of the mean of paired differences, resampled over frames with replacement: Efron 1987, "Better
 * bootstrap confidence intervals", JASA 82(397); Efron and Tibshirani 1993, "An Introduction to the Bootstrap", ch. 14.3. The same seed gives the same bits.
 * Drawn piece by piece (`draw`), so that it never holds up whoever draws; `bootstrapMean` does it at once.
 */
export class MeanBootstrap {
  private readonly means: Float64Array;
  private readonly random: Random;
  private drawn = 0;

  /** `differences`: one a frame, at least two. */
  constructor(
    private readonly differences: readonly number[],
    resamples = RESAMPLES,
    seed = 1,
  ) {
    if (differences.length < 2) throw new RangeError('An interval needs two frames at least.');
    this.means = new Float64Array(resamples);
    this.random = Random.seeded(seed, differences.length);
  }

  get done(): boolean {
    return this.drawn === this.means.length;
  }

  /** Draws resamples for about so many numbers, one resample at least. */
  draw(numbers = 100_000): void {
    const { differences, means, random } = this;
    const n = differences.length;
    const end = Math.min(means.length, this.drawn + Math.max(1, Math.floor(numbers / n)));
    for (; this.drawn < end; this.drawn++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += differences[Math.floor(random.uniform() * n)]!;
      means[this.drawn] = sum / n;
    }
  }

  interval(confidence = CONFIDENCE): Interval {
    if (!this.done) throw new Error('Not all resamples are drawn.');
    const sorted = this.means.slice().sort();
    const mean = meanOf(this.differences);
    const z0 = normalQuantile(clampShare(shareBelow(sorted, mean), sorted.length));
    const a = acceleration(this.differences);
    const at = (p: number): number => {
      const z = z0 + normalQuantile(p);
      return quantile(sorted, normalShare(z0 + z / (1 - a * z)));
    };
    return { low: at((1 - confidence) / 2), high: at((1 + confidence) / 2) };
  }
}

/** Null for fewer than two frames: nothing can be said of chance. */
export function bootstrapMean(differences: readonly number[], resamples = RESAMPLES, seed = 1): Interval | null {
  if (differences.length < 2) return null;
  const bootstrap = new MeanBootstrap(differences, resamples, seed);
  while (!bootstrap.done) bootstrap.draw();
  return bootstrap.interval();
}

/** 0 is outside of it. */
export const moreThanChance = ({ low, high }: Interval): boolean => low > 0 || high < 0;

const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Equal means count half, as where all differences are equal. */
function shareBelow(sorted: Float64Array, mean: number): number {
  // Sums in another order differ in their last bits.
  const slack = 1e-12 * Math.max(1, Math.abs(mean));
  let below = 0;
  for (const value of sorted) below += value < mean - slack ? 1 : value <= mean + slack ? 0.5 : 0;
  return below / sorted.length;
}
const clampShare = (share: number, n: number): number => Math.min(1 - 0.5 / n, Math.max(0.5 / n, share));

/** From the jackknife: of the mean, the skewness of the values over 6 times the root of their number. */
function acceleration(values: readonly number[]): number {
  const mean = meanOf(values);
  let squares = 0;
  let cubes = 0;
  for (const value of values) {
    squares += (value - mean) ** 2;
    cubes += (value - mean) ** 3;
  }
  return squares < 1e-24 ? 0 : cubes / (6 * squares ** 1.5);
}

/** Between the two nearest of `sorted` at `p`, 0..1. */
function quantile(sorted: Float64Array, p: number): number {
  const place = Math.min(1, Math.max(0, p)) * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  return low + (sorted[Math.min(sorted.length - 1, below + 1)]! - low) * (place - below);
}

/** The standard normal distribution's share below z; error below 1.2e-7 (erfc after Press et al., Numerical Recipes, 6.2). */
export function normalShare(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * x);
  const terms = [1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277];
  const tail = (t * Math.exp(-x * x - 1.26551223 + t * terms.reduceRight((sum, term) => sum * t + term, 0))) / 2;
  return z < 0 ? tail : 1 - tail;
}

/** Its inverse, 0 < p < 1: found by halving, which is exact enough and short. */
export function normalQuantile(p: number): number {
  let [low, high] = [-9, 9];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (normalShare(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
