// From light to the picture a camera gives: exposure, a darker rim, film, sensor noise.
import { splitmix } from '../../../shared/random';
import { HEIGHT, WIDTH } from './camera';
import { type Canvas } from './canvas';
import { developed } from './light';
import { noise } from './noise';

/** [375*1242*3], 8-bit sRGB. */
export function developPicture(canvas: Canvas, index: number, seed: number): Uint8Array {
  // The exposure hunts a little, as a camera's does.
  const exposure = 1 + 0.1 * (noise(index / 5, 3 + seed * 0.37) - 0.5) + 0.03 * (noise(index * 1.7, 9) - 0.5);
  const rgb = new Uint8Array(WIDTH * HEIGHT * 3);
  let state = splitmix(splitmix(seed) ^ index) | 1;
  for (let y = 0, at = 0, pixel = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, pixel++) {
      const rim = ((x / WIDTH - 0.5) ** 2 + ((y / HEIGHT - 0.5) * 0.5) ** 2) * 0.42;
      const gain = exposure * (1 - rim);
      // xorshift32; its bytes make three nearly normal numbers with a common part.
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const grey = ((state & 31) + ((state >>> 5) & 31) - 31) * 0.09;
      for (let c = 0; c < 3; c++, at++) {
        const value = developed(canvas.light[at]! * gain);
        const tint = ((state >>> (10 + 7 * c)) & 31) - 15.5;
        // Shadows are noisier than lights.
        const noisy = value + (grey + tint * 0.07) * (1.15 - value / 400);
        rgb[at] = noisy <= 0 ? 0 : noisy >= 255 ? 255 : Math.floor(noisy + 0.5);
      }
    }
  }
  return rgb;
}
