// Brightness, contrast and hue of 8-bit RGB pixels, in place.

/** After albumentations 2.0.8's RandomBrightnessContrast: value x alpha + beta in single precision through a table, clipped, cut to a whole number. */
export function changeLight(pixels: Uint8Array, alpha: number, beta: number): void {
  const [factor, offset] = [Math.fround(alpha), Math.fround(beta)];
  const table = Uint8Array.from({ length: 256 }, (_, value) => {
    const changed = Math.fround(Math.fround(value * factor) + offset);
    return Math.trunc(Math.min(255, Math.max(0, changed)));
  });
  for (let i = 0; i < pixels.length; i++) pixels[i] = table[pixels[i]!]!;
}

/** OpenCV divides by these tables, in 1/4096. */
const SHIFT = 12;
const HALF = 1 << (SHIFT - 1);
const divisor = (of: number): Int32Array => Int32Array.from({ length: 256 }, (_, i) => (i === 0 ? 0 : Math.round((of << SHIFT) / i)));
const saturationOf = divisor(255);
const hueOf = divisor(180 / 6);

/**
 * After albumentations 2.0.8's HueSaturationValue with the hue alone: to OpenCV's 8-bit HSV, hue + shift modulo 180 cut to a whole number, and back.
 * @param shift in OpenCV's units: 180 make the circle; 0 changes nothing
 */
export function turnHue(pixels: Uint8Array, shift: number): void {
  if (shift === 0) return;
  const turned = Float32Array.from({ length: 256 }, (_, hue) => Math.floor((((hue + shift) % 180) + 180) % 180) / 30);
  for (let i = 0; i < pixels.length; i += 3) {
    const r = pixels[i]!;
    const g = pixels[i + 1]!;
    const b = pixels[i + 2]!;
    const value = Math.max(r, g, b);
    const range = value - Math.min(r, g, b);
    // Grey has no hue.
    if (range === 0) continue;
    const saturation = ((range * saturationOf[value]! + HALF) >> SHIFT) / 255;
    const around = value === r ? g - b : value === g ? b - r + 2 * range : r - g + 4 * range;
    const angle = (around * hueOf[range]! + HALF) >> SHIFT;
    const hue = turned[angle < 0 ? angle + 180 : angle]!;
    const sector = Math.floor(hue);
    const rest = hue - sector;
    const low = Math.round(value * (1 - saturation));
    const falling = Math.round(value * (1 - saturation * rest));
    const rising = Math.round(value * (1 - saturation * (1 - rest)));
    pixels[i] = sector === 0 || sector === 5 ? value : sector === 1 ? falling : sector === 4 ? rising : low;
    pixels[i + 1] = sector === 1 || sector === 2 ? value : sector === 0 ? rising : sector === 3 ? falling : low;
    pixels[i + 2] = sector === 3 || sector === 4 ? value : sector === 2 ? rising : sector === 5 ? falling : low;
  }
}
