// The reference augmentation: what is drawn, and what it does to pixels and labels alike.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { augmented, drawAugmentation, NO_AUGMENTATION } from '../../../src/main/engine/data/augmentation';
import { flipHorizontal } from '../../../src/shared/image/resize';
import { Random } from '../../../src/shared/random';
import { PRESETS } from '../../../src/shared/training/config';

const always = { ...PRESETS.road, flipProbability: 1, crop: { ...PRESETS.road.crop, probability: 1 } };
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
    const drawn = Array.from({ length: 4000 }, () => drawAugmentation(random, PRESETS.road, KITTI));
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
      { flip: true, crop: { x: 5, y: 2, width: 16, height: 16 } },
      { width: 16, height: 16 },
    );
    // Column 5 of the mirrored frame is column 40 - 1 - 5 of the frame.
    expect([pixels[0], pixels[1]]).toEqual([34, 2]);
    expect(labels![0]).toBe(34 + 2);
    for (let i = 0; i < labels!.length; i++) expect(labels![i]).toBe(pixels[3 * i]! + pixels[3 * i + 1]!);
    const whole = augmented(picture, mask, { flip: true, crop: null }, { width: 40, height: 20 });
    expect(whole.pixels).toEqual(flipHorizontal(picture.rgb, 40, 20, 3));
  });

  it('never invents a label on the way to another size', () => {
    const { picture } = chart(100, 50);
    const mask = { width: 100, height: 50, data: Uint8Array.from({ length: 5000 }, (_, i) => [0, 7, 255][i % 3]!) };
    const { labels } = augmented(picture, mask, { flip: false, crop: { x: 3, y: 4, width: 77, height: 31 } }, { width: 32, height: 48 });
    expect([...new Set(labels)].sort((a, b) => a - b)).toEqual([0, 7, 255]);
  });
});
