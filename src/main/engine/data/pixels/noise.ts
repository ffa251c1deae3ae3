// Gaussian noise, in place.
import { Random } from '../../../../shared/random';

/** After albumentations 2.0.8's GaussNoise: value + noise in single precision, clipped, cut to a whole number. `noise`: one number a value of `pixels`. */
export function addNoise(pixels: Uint8Array, noise: Float32Array): void {
  for (let i = 0; i < pixels.length; i++) {
    const sum = Math.fround(pixels[i]! + noise[i]!);
    pixels[i] = sum < 0 ? 0 : sum > 255 ? 255 : sum | 0;
  }
}

/** Each value is one of these many quantiles, which in 8 bits nobody can tell from the real thing; a draw of 32 bits chooses two. */
const QUANTILES = 2 ** 12;
let quantiles: Float32Array | null = null;

/** Numbers of mean 0 and the given standard deviation; the same ones for the same seed. */
export function gaussianNoise(seed: number, deviation: number, length: number): Float32Array {
  const table = (quantiles ??= normalQuantiles(QUANTILES));
  const random = Random.seeded(seed);
  const noise = new Float32Array(length);
  for (let i = 0; i < length; i += 2) {
    const bits = random.uniform() * 2 ** 32;
    noise[i] = table[bits >>> 20]! * deviation;
    if (i + 1 < length) noise[i + 1] = table[(bits >>> 8) & (QUANTILES - 1)]! * deviation;
  }
  return noise;
}

/** The middles of `count` equally likely parts of the standard normal distribution, by adding up its density. */
function normalQuantiles(count: number): Float32Array {
  const made = new Float32Array(count);
  const step = 1e-4;
  const scale = step / Math.sqrt(2 * Math.PI);
  // From the middle outwards: the two halves are mirror images.
  let share = 0.5;
  let next = count / 2;
  for (let x = step / 2; next < count; x += step) {
    share += Math.exp(-0.5 * x * x) * scale;
    while (next < count && share >= (next + 0.5) / count) {
      made[next] = x;
      made[count - 1 - next] = -x;
      next++;
    }
    if (x > 6) break;
  }
  return made;
}
