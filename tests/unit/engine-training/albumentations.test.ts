// Every change of a training image against albumentations itself: the same parameters give the same pixels (make-albumentations-cases.py wrote the table).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { augmented } from '../../../src/main/engine/data/augmented';
import { NO_AUGMENTATION, type Augmentation } from '../../../src/main/engine/data/augmentation';
import { addNoise } from '../../../src/main/engine/data/pixels/noise';
import { castShadow, type Vertex } from '../../../src/main/engine/data/pixels/shadow';

interface Stored {
  readonly width: number;
  readonly height: number;
  readonly rgb: string;
  readonly mask: string | null;
}
interface Parameters {
  readonly crop?: readonly [number, number, number, number];
  readonly degrees?: number;
  readonly alpha?: number;
  readonly beta?: number;
  readonly shift?: number;
  readonly side?: number;
  readonly noise?: readonly number[];
  readonly shadows?: readonly (readonly Vertex[])[];
  readonly intensity?: number;
}
interface Case extends Stored {
  readonly what: string;
  readonly picture: number;
  readonly parameters: Parameters;
}
const { pictures, cases } = JSON.parse(readFileSync(join(import.meta.dirname, 'albumentations-cases.json'), 'utf8')) as {
  pictures: readonly Stored[];
  cases: readonly Case[];
};
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));

function augmentationOf({ what, parameters: p }: Case): Augmentation {
  const crop = p.crop ? { x: p.crop[0], y: p.crop[1], width: p.crop[2], height: p.crop[3] } : null;
  return {
    ...NO_AUGMENTATION,
    flip: what === 'flip' || what === 'all',
    rotation: p.degrees ?? null,
    crop,
    shadows: (p.shadows ?? []).map((vertices) => ({ vertices, intensity: p.intensity! })),
    light: p.alpha === undefined ? null : { alpha: p.alpha, beta: p.beta! },
    hue: p.shift ?? null,
    blur: p.side ?? null,
  };
}

function ours(c: Case): { pixels: Uint8Array; labels: Uint8Array | null } {
  const { width, height, rgb, mask } = pictures[c.picture]!;
  const picture = { width, height, rgb: bytes(rgb) };
  if (c.parameters.noise) {
    addNoise(picture.rgb, Float32Array.from(c.parameters.noise));
    return { pixels: picture.rgb, labels: null };
  }
  return augmented(picture, { width, height, data: bytes(mask!) }, augmentationOf(c), c);
}

describe('augmentation, compared with albumentations', () => {
  for (const what of ['flip', 'resize', 'crop', 'rotate', 'all', 'light', 'hue', 'blur', 'noise', 'shadow']) {
    const own = cases.filter((c) => c.what === what);
    it(`${what}: every pixel within 1 of 255, every label the same (${own.length} cases)`, () => {
      expect(own.length).toBeGreaterThan(0);
      for (const c of own) {
        const { pixels, labels } = ours(c);
        const truth = bytes(c.rgb);
        expect(pixels.length).toBe(truth.length);
        const off = pixels.reduce((most, value, i) => Math.max(most, Math.abs(value - truth[i]!)), 0);
        expect(off, JSON.stringify(c.parameters).slice(0, 200)).toBeLessThanOrEqual(1);
        if (c.mask !== null) expect(labels).toEqual(bytes(c.mask));
      }
    });
  }

  it('a shadow without darkness changes nothing', () => {
    const { width, height, rgb } = pictures[1]!;
    const pixels = bytes(rgb);
    castShadow(pixels, width, height, [[0, 0], [30, 3], [5, 20]], 0); // prettier-ignore
    expect(pixels).toEqual(bytes(rgb));
  });
});
