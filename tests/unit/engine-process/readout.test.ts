// The read-out: what it says, in which room, and that it needs no font of the machine's.
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import type { OverlayStyle } from '../../../src/main/engine/protocol';
import { barHeight } from '../../../src/main/engine/video/layout';
import { drawSvg, layOver } from '../../../src/main/engine/video/paste';
import { readoutSvg, type ReadoutFacts } from '../../../src/main/engine/video/readout';
import { PictureStyle } from '../../../src/shared/overlay/pictureStyle';
import { loadTypesetter, type Typesetter } from '../../../src/main/engine/video/text';

let typeset: Typesetter;
beforeAll(async () => {
  typeset = await loadTypesetter();
});

const facts: ReadoutFacts = { name: 'um_000042', split: 'held-out', iou: 0.9134, hasMask: true, hasIgnore: false, hasPrediction: true };
const style: OverlayStyle = { ...PictureStyle.parse({ show: 'both', threshold: 0.5, readout: true }), runName: 'unet 3, epoch 12' };

async function drawReadout(rgb: Uint8Array, width: number, height: number): Promise<void> {
  layOver({ rgb, width, height }, await drawSvg(readoutSvg(facts, style, width, barHeight(width, height), typeset)), 0, 0);
}

/** The words on the bar, left to right. */
function words(changes: Partial<ReadoutFacts> = {}, look: Partial<OverlayStyle> = {}, width = 1242): string[] {
  const found: { text: string; x: number }[] = [];
  const recording: Typesetter = (text, textStyle) => {
    const laid = typeset(text, textStyle);
    return { ...laid, svg: (x, baseline) => (found.push({ text, x }), laid.svg(x, baseline)) };
  };
  readoutSvg({ ...facts, ...changes }, { ...style, ...look }, width, barHeight(width, 375), recording);
  return found.sort((a, b) => a.x - b.x).map(({ text }) => text);
}

describe('the read-out', () => {
  test('names frame, set, IoU, run, threshold, and what the colours mean', () => {
    expect(words()).toEqual([
      ...['um_000042', 'held-out', 'IoU', '0.913', 'unet 3, epoch 12', 'threshold 0.50'],
      ...['agreement', 'mask only', 'prediction only'],
    ]);
  });

  test('says what follows the threshold, in a word where there is no room for more', () => {
    const post = { low: 0.3, smallest: 200, holes: 0 };
    expect(words({}, { post }, 1900)).toContain('threshold 0.50, hysteresis from 0.30, regions ≥ 200 px');
    expect(words({}, { post }, 560)).toContain('unet 3, epoch 12, post-processed');
    expect(words({}, { borders: 'only' }, 1900).slice(-2)).toEqual(['mask', 'prediction']);
    const treatment = ['smoothed over 5 frames'];
    expect(words({}, { treatment }, 1900)).toContain('smoothed over 5 frames');
    expect(words({}, { treatment }, 560)).toContain('unet 3, epoch 12, smoothed');
    expect(words({ untreated: true }, { treatment }, 1900)).toEqual(words({}, {}, 1900));
    expect(words({}, { post: { low: null, smallest: 0, holes: 0 } })).toEqual(words());
  });

  test('explains only what the overlay shows', () => {
    expect(words({}, { show: 'mask' }).at(-1)).toBe('mask');
    expect(words({}, { show: 'prediction' }).at(-1)).toBe('prediction');
    expect(words({ hasIgnore: true }).at(-1)).toBe('ignored');
    expect(words({ hasIgnore: true }, { show: 'prediction' })).not.toContain('ignored');
    expect(words({ hasMask: false, iou: null })).toEqual(['um_000042', 'held-out', 'unet 3, epoch 12', 'threshold 0.50', 'prediction']);
    expect(words({ hasPrediction: false, iou: null, hasMask: false }, { runName: '' })).toEqual(['um_000042', 'held-out']);
  });

  test('gives no score without the set it was measured on', () => {
    expect(words({ split: 'train' }).slice(0, 4)).toEqual(['um_000042', 'train', 'IoU', '0.913']);
    expect(words({ split: 'none' }).slice(0, 4)).toEqual(['um_000042', 'in no set', 'IoU', '0.913']);
    expect(words({ split: 'none', iou: null })).not.toContain('in no set');
    for (let width = 20; width < 900; width += 10) {
      const told = words({}, {}, width);
      if (told.includes('IoU')) expect(told).toContain('held-out');
    }
  });

  test('leaves away what matters least where it is narrow, and shortens the name at last', () => {
    expect(words({}, {}, 640)).not.toContain('mask only');
    expect(words({}, {}, 640)).toContain('threshold 0.50');
    expect(words({}, {}, 300)).toEqual(['um_000042', 'held-out', 'IoU', '0.913']);
    expect(words({ name: '2011_09_26_drive_0013_sync_0000000017' }, {}, 320)[0]).toMatch(/^2011_.*…$/);
    expect(words({}, {}, 30)).toEqual([]);
  });

  test('never runs out of the picture or into itself', async () => {
    for (const width of [60, 150, 320, 641, 1242, 1920, 3840]) {
      const height = Math.round(width / 3);
      const rgb = new Uint8Array(width * height * 3);
      await drawReadout(rgb, width, height);
      const bar = barHeight(width, height);
      const bright = (x: number): boolean =>
        Array.from({ length: bar - 2 }, (_, y) => rgb[3 * (y * width + x)]!).some((value) => value > 60);
      const margin = Math.floor((bar / 28) * 8);
      for (let x = 0; x < margin; x++) expect([bright(x), bright(width - 1 - x)]).toEqual([false, false]);
      // Below the bar nothing is touched.
      expect(rgb.subarray(bar * width * 3).every((value) => value === 0)).toBe(true);
    }
  });

  test('can be read on white and on black', async () => {
    for (const ground of [0, 255]) {
      const rgb = new Uint8Array(1242 * 375 * 3).fill(ground);
      await drawReadout(rgb, 1242, 375);
      const row = Array.from({ length: 26 * 1242 }, (_, i) => rgb[3 * i + 1]!);
      const linear = (value: number): number => ((value / 255 + 0.055) / 1.055) ** 2.4;
      // WCAG's contrast of the brightest letter to the bar.
      const contrast = (linear(Math.max(...row)) + 0.05) / (linear(rgb[3 * (3 * 1242 + 600) + 1]!) + 0.05);
      expect(contrast).toBeGreaterThan(4.5);
    }
  });
});

describe('text', () => {
  const size = 20;
  const look = { size, weight: 600, fill: '#ffffff' } as const;

  test('has figures of one width, so that numbers do not jump', () => {
    const widths = ['0.000', '0.111', '0.913', '0.888'].map((text) => typeset(text, look).width);
    expect(new Set(widths).size).toBe(1);
  });

  test('is drawn from outlines alone for every script of Inter', () => {
    for (const text of ['um_000042 IoU', 'Straße Île Ångström', 'дорога', 'δρόμος', 'Đường']) {
      const { svg, width } = typeset(text, look);
      expect(svg(0, 0)).not.toContain('<text');
      expect(width).toBeGreaterThan(text.length * size * 0.2);
    }
  });

  test('falls back to the machine for other scripts, and stays well-formed whatever a name holds', async () => {
    for (const text of ['道路', '<&">', '\u0000\u0007', '\uffff', '🚗', '\ud800']) {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="30">${typeset(text, look).svg(5, 20)}</svg>`;
      expect((await sharp(Buffer.from(svg)).metadata()).width).toBe(200);
    }
  });
});
