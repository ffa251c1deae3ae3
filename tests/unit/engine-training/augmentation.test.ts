// Augmentation: what is drawn, and what it does to pixels and labels alike.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawAugmentation, NO_AUGMENTATION } from '../../../src/main/engine/data/augmentation';
import { augmented } from '../../../src/main/engine/data/augmented';
import { gaussianNoise } from '../../../src/main/engine/data/pixels/noise';
import { mirror } from '../shared/pixels';
import { Random } from '../../../src/shared/random';
import { NO_EXTRAS, PRESETS } from '../../../src/shared/training/config';

const WIDE = { ...PRESETS.reference, crop: { ...PRESETS.reference.crop, aspect: 1242 / 370 } };
const always = { ...WIDE, flipProbability: 1, crop: { ...WIDE.crop, probability: 1 } };
const ALL_CHANGES = { probability: 1, brightness: 0.2, contrast: 0.3, hue: 20, blur: 8, noise: 0.05, shadow: 0.5, rotation: 10 };
const KITTI = { width: 1242, height: 375 };

/** A picture whose every pixel tells where it is: red = x, green = y; the labels are x + y. */
function chart(width: number, height: number) {
  const rgb = new Uint8Array(width * height * 3);
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    rgb.set([x, y, 0], 3 * i);
    data[i] = x + y;
  }
  return { picture: { width, height, rgb }, mask: { width, height, data } };
}

describe('drawing', () => {
  it('crops lie inside the frame, whatever its size', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 16, max: 2000 }),
        fc.integer({ min: 16, max: 800 }),
        fc.double({ min: 0.1, max: 5, noNaN: true }),
        (seed, width, height, aspect) => {
          const { crop } = drawAugmentation(Random.seeded(seed), { ...always, crop: { ...always.crop, aspect } }, { width, height });
          expect(crop!.width).toBeGreaterThanOrEqual(1);
          expect(crop!.height).toBeGreaterThanOrEqual(1);
          expect(crop!.x).toBeGreaterThanOrEqual(0);
          expect(crop!.y).toBeGreaterThanOrEqual(0);
          expect(crop!.x + crop!.width).toBeLessThanOrEqual(width);
          expect(crop!.y + crop!.height).toBeLessThanOrEqual(height);
        },
      ),
    );
  });

  it('draws every height of the closed range 300 to 370, and the width that the aspect gives', () => {
    const random = Random.seeded(1);
    const heights = new Set<number>();
    for (let i = 0; i < 3000; i++) {
      const { crop } = drawAugmentation(random, always, KITTI);
      heights.add(crop!.height);
      expect(crop!.width).toBe(Math.min(1242, Math.trunc((crop!.height * 1242) / 370)));
    }
    expect([Math.min(...heights), Math.max(...heights), heights.size]).toEqual([300, 370, 71]);
  });

  it('makes tall narrow crops in the preset reference, as the classic exercise did', () => {
    const { crop } = drawAugmentation(
      Random.seeded(1),
      { ...PRESETS.reference, crop: { ...PRESETS.reference.crop, probability: 1 } },
      KITTI,
    );
    expect(crop!.width).toBe(Math.trunc((crop!.height * 370) / 1242));
    expect(crop!.width).toBeLessThan(112);
  });

  it('flips half and crops half of the images', () => {
    const random = Random.seeded(2);
    const drawn = Array.from({ length: 4000 }, () => drawAugmentation(random, WIDE, KITTI));
    for (const share of [drawn.filter(({ flip }) => flip).length, drawn.filter(({ crop }) => crop).length].map((n) => n / 4000)) {
      expect(share).toBeGreaterThan(0.46);
      expect(share).toBeLessThan(0.54);
    }
  });
});

describe('applying', () => {
  it('leaves a frame of the net’s size as it is', () => {
    const { picture, mask } = chart(32, 16);
    const { pixels, labels } = augmented(picture, mask, NO_AUGMENTATION, { width: 32, height: 16 });
    expect(pixels).toEqual(picture.rgb);
    expect(labels).toEqual(mask.data);
  });

  it('mirrors first and then crops, pixels and labels at the same place', () => {
    const { picture, mask } = chart(40, 20);
    const { pixels, labels } = augmented(
      picture,
      mask,
      { ...NO_AUGMENTATION, flip: true, crop: { x: 5, y: 2, width: 16, height: 16 } },
      { width: 16, height: 16 },
    );
    // Column 5 of the mirrored frame is column 40 - 1 - 5 of the frame.
    expect([pixels[0], pixels[1]]).toEqual([34, 2]);
    expect(labels![0]).toBe(34 + 2);
    for (let i = 0; i < labels!.length; i++) expect(labels![i]).toBe(pixels[3 * i]! + pixels[3 * i + 1]!);
    const whole = augmented(picture, mask, { ...NO_AUGMENTATION, flip: true }, { width: 40, height: 20 });
    expect(whole.pixels).toEqual(mirror(picture.rgb, 40, 20, 3));
  });

  it('never invents a label, whatever is drawn: each is one of the mask’s, or ignored where a rotation looks outside', () => {
    const { picture } = chart(100, 50);
    const mask = { width: 100, height: 50, data: Uint8Array.from({ length: 5000 }, (_, i) => [0, 7, 26][i % 3]!) };
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(0, 10, 45), fc.constantFrom(16, 48, 112), (seed, rotation, width) => {
        const config = { ...always, width, height: 32, augment: { ...ALL_CHANGES, rotation } };
        const drawn = drawAugmentation(Random.seeded(seed), { ...config, crop: { ...config.crop, minHeight: 20, maxHeight: 50 } }, picture);
        const { pixels, labels } = augmented(picture, mask, drawn, config);
        expect(pixels.length).toBe(width * 32 * 3);
        const allowed = rotation === 0 ? [0, 7, 26] : [0, 7, 26, 255];
        expect([...new Set(labels)].filter((label) => !allowed.includes(label))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same pixels again for the same draw, noise and all', () => {
    const { picture, mask } = chart(60, 40);
    const config = { ...always, width: 32, height: 32, augment: ALL_CHANGES };
    const drawn = drawAugmentation(Random.seeded(9), config, picture);
    expect(drawn.noise).not.toBeNull();
    const once = augmented(picture, mask, drawn, config);
    expect(augmented(picture, mask, structuredClone(drawn), config)).toEqual(once);
    expect(augmented(picture, mask, { ...drawn, noise: null }, config).pixels).not.toEqual(once.pixels);
  });
});

describe('changes beyond the reference', () => {
  it('draw nothing while they are off: the stream of flips and crops is the one of before', () => {
    const [plain, off] = [Random.seeded(4), Random.seeded(4)];
    for (let i = 0; i < 50; i++) {
      drawAugmentation(plain, WIDE, KITTI);
      drawAugmentation(off, { ...WIDE, augment: { ...NO_EXTRAS, probability: 1 } }, KITTI);
    }
    expect(off.state()).toEqual(plain.state());
    // What a run of the first version drew: a flip and a chance of a crop, no crop.
    const random = Random.seeded(4);
    for (let i = 0; i < 100; i++) random.uniform();
    const uncropped = Random.seeded(4);
    for (let i = 0; i < 50; i++) drawAugmentation(uncropped, { ...WIDE, crop: { ...WIDE.crop, probability: 0 } }, KITTI);
    expect(uncropped.state()).toEqual(random.state());
  });

  it('stay within what was asked for, each with its own chance', () => {
    const random = Random.seeded(5);
    const config = { ...WIDE, augment: { ...ALL_CHANGES, probability: 0.5 } };
    const seen = { rotation: 0, light: 0, hue: 0, blur: 0, noise: 0, shadows: 0 };
    const sides = new Set<number>();
    for (let i = 0; i < 2000; i++) {
      const { rotation, shadows, light, hue, blur, noise } = drawAugmentation(random, config, KITTI);
      if (rotation !== null) expect(Math.abs(rotation)).toBeLessThanOrEqual(10);
      if (light) expect(Math.abs(light.beta) <= 0.2 * 255 && Math.abs(light.alpha - 1) <= 0.3).toBe(true);
      if (hue !== null) expect(Math.abs(hue)).toBeLessThanOrEqual(10);
      if (blur !== null) sides.add(blur);
      if (noise) expect(noise.deviation).toBeLessThanOrEqual(0.05 * 255);
      for (const [x, y] of shadows.flatMap(({ vertices }) => vertices)) expect(x >= 0 && x < 224 && y >= 112 && y < 224).toBe(true);
      seen.rotation += Number(rotation !== null);
      seen.light += Number(light !== null);
      seen.hue += Number(hue !== null);
      seen.blur += Number(blur !== null);
      seen.noise += Number(noise !== null);
      seen.shadows += Number(shadows.length > 0);
    }
    expect([...sides].sort((a, b) => a - b)).toEqual([3, 5, 7]);
    for (const [what, times] of Object.entries(seen)) {
      // Brightness or contrast, or both.
      const share = what === 'light' ? 0.75 : 0.5;
      expect(Math.abs(times / 2000 - share), what).toBeLessThan(0.04);
    }
  });

  it('noise is Gaussian: mean 0, the deviation asked for, and as many beyond two deviations as there ought to be', () => {
    const noise = gaussianNoise(1, 10, 200_000);
    const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
    const deviation = Math.sqrt(noise.reduce((sum, value) => sum + value * value, 0) / noise.length);
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(Math.abs(deviation - 10)).toBeLessThan(0.1);
    expect(Math.abs(noise.filter((value) => Math.abs(value) > 20).length / noise.length - 0.0455)).toBeLessThan(0.003);
    expect(gaussianNoise(2, 10, 4)).not.toEqual(noise.subarray(0, 4));
  });
});
