// Exports beyond a single view in an MP4: WebM, GIF, panels, titles, the curve; and that the numbers drawn are the numbers there are.
import { readdirSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { OverlayFrame, OverlayStyle } from '../../../src/main/engine/protocol';
import { scoreFrames } from '../../../src/main/engine/video/drawPicture';
import { layoutOf } from '../../../src/main/engine/video/layout';
import { drawSvg, emptySheet, layOver } from '../../../src/main/engine/video/paste';
import { Composer } from '../../../src/main/engine/video/picture';
import { predictedMask } from '../../../src/main/engine/video/predictedMask';
import { readoutSvg } from '../../../src/main/engine/video/readout';
import { loadTypesetter } from '../../../src/main/engine/video/text';
import { writeVideo } from '../../../src/main/engine/video/writeVideo';
import { rgbToI420 } from '../../../src/main/engine/video/yuv';
import { decodeRle } from '../../../src/shared/mask/rle';
import { PANELS } from '../../../src/shared/overlay/pictureStyle';
import { decodeVideo, drawnFrame, i420ToRgb, kitti, kittiFrame, kittiTest, psnr, run, scratchFolder, style } from './support';

const scratch = scratchFolder();
const freshFolder = (): Promise<string> => mkdtemp(join(scratch, 'out-'));
const drawnFrames = (count: number): Promise<OverlayFrame[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => drawnFrame(scratch, n + 1)));
const curve = (count: number) => Array.from({ length: count }, (_, i) => ({ split: i < 2 ? 'train' : 'held-out', iou: 0.8 + 0.05 * i }));

/** Decibels of the worst frame: luma, then RGB, each against the composition as its own 4:2:0 planes. */
async function quality(file: string, frames: readonly OverlayFrame[], look: OverlayStyle, scores = curve(frames.length)) {
  const composer = await Composer.open(look, frames[0]!, scores);
  const video = await decodeVideo(file);
  expect(video.frames).toHaveLength(frames.length);
  let [luma, rgb] = [Infinity, Infinity];
  for (const [i, decoded] of video.frames.entries()) {
    const { width, height } = decoded;
    const wanted = await composer.compose(frames[i]!, i);
    const planes = rgbToI420(wanted.rgb, wanted.width, wanted.height);
    luma = Math.min(luma, psnr(decoded.planes.subarray(0, width * height), planes.subarray(0, width * height)));
    rgb = Math.min(rgb, psnr(i420ToRgb(decoded), i420ToRgb({ planes, width, height })));
  }
  return { luma, rgb, codec: video.codec, codecString: video.codecString };
}

describe('a decoded video', () => {
  kittiTest.each(['mp4', 'webm'] as const)('equals the composition of real frames within 38 dB as %s', async (as) => {
    const mask = kitti('kitti-drive-0013/semantic/0000000010.png');
    const names = ['0000000010', '0000000011'];
    const frames = await Promise.all(names.map((name) => kittiFrame(kitti('kitti-drive-0013/image_02/data', `${name}.png`), mask)));
    const look = style({ borders: 'with' });
    const out = join(await freshFolder(), `drive.${as}`);
    await run(writeVideo, { frames, style: look, fps: 10, as, out });
    const found = await quality(out, frames, look);
    expect(found.luma).toBeGreaterThan(38);
    expect(found.rgb).toBeGreaterThan(38);
    expect(found.codec).toBe(as === 'mp4' ? 'avc' : 'vp9');
  });

  test.each(['mp4', 'webm'] as const)('holds panels, title and curve as %s, in even sides', async (as) => {
    const frames = await drawnFrames(3);
    const look = style({ panels: ['source', 'mask', 'prediction', 'difference'], strip: true, title: 'A drive' });
    const out = join(await freshFolder(), `panels.${as}`);
    const { value } = await run(writeVideo, { frames, style: look, fps: 10, as, scores: curve(3), out });
    expect([value.width % 2, value.height % 2]).toEqual([0, 0]);
    expect((await quality(out, frames, look)).luma).toBeGreaterThan(38);
  });

  test('has the title’s card before its first frame for a second and a half', async () => {
    const look = style({ title: 'A drive', titleAs: 'card' });
    const out = join(await freshFolder(), 'card.mp4');
    await run(writeVideo, { frames: await drawnFrames(2), style: look, fps: 4, as: 'mp4', scores: curve(2), out });
    const { frames } = await decodeVideo(out);
    expect(frames).toHaveLength(6 + 2);
    const composer = await Composer.open(look, { width: 322, height: 180 }, curve(2));
    expect(psnr(i420ToRgb(frames[5]!), (await composer.card(4)).rgb)).toBeGreaterThan(30);
  });
});

describe('a GIF', () => {
  test('holds every frame for its time, with the overlay’s colours', async () => {
    const frames = await drawnFrames(3);
    const out = join(await freshFolder(), 'v.gif');
    const { value } = await run(writeVideo, { frames, style: style(), fps: 30, as: 'gif', out });
    expect(value).toMatchObject({ frames: 3, width: 322, height: 180 });
    const about = await sharp(out, { animated: true }).metadata();
    expect(about).toMatchObject({ pages: 3, pageHeight: 180, loop: 0 });
    // 30 a second in hundredths: what is lost on one is made up for.
    expect(about.delay!.reduce((sum, one) => sum + one, 0)).toBe(100);
    const composer = await Composer.open(style(), null);
    for (const [page, frame] of frames.entries()) {
      const pixels = await sharp(out, { page }).removeAlpha().raw().toBuffer();
      expect(psnr(pixels, (await composer.compose(frame, page)).rgb)).toBeGreaterThan(33);
    }
  });

  test('of more pictures a second than any program shows is refused', async () => {
    const out = join(await freshFolder(), 'v.gif');
    const job = { frames: await drawnFrames(1), style: style(), fps: 60, as: 'gif' as const, out };
    await expect(run(writeVideo, job)).rejects.toMatchObject({ failure: { code: 'bad-input', message: expect.stringContaining('GIF') } });
  });
});

describe('an encoder that this machine lacks', () => {
  afterEach(() => void vi.restoreAllMocks());
  test('is said with what to choose instead, and nothing is left behind', async () => {
    const { Codec } = await import('node-av');
    vi.spyOn(Codec, 'findEncoderByName').mockReturnValue(null);
    const folder = await freshFolder();
    const job = { frames: await drawnFrames(1), style: style(), fps: 10, as: 'webm' as const, out: join(folder, 'v.webm') };
    await expect(run(writeVideo, job)).rejects.toMatchObject({
      failure: { code: 'no-encoder', message: expect.stringContaining('VP9'), hint: expect.stringContaining('MP4') },
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('the numbers drawn', () => {
  test('are the numbers of the table, and the picture shows those and no others', async () => {
    const [frame] = await drawnFrames(1);
    const { value } = await run(scoreFrames, { frames: [frame!], threshold: 0.5 });
    const iou = value.ious[0]!;
    const composed = await (await Composer.open(style(), null)).compose(frame!, 0);
    expect(composed.words).toContain(`IoU ${iou.toFixed(3)}`);
    expect(composed.facts.iou).toBe(iou);
    const bare = await (await Composer.open(style({ readout: false }), null)).compose(frame!, 0);
    const bar = layoutOf(frame!, 1, style()).bar!;
    const drawnWith = async (score: number): Promise<Buffer> => {
      const sheet = { ...bare, rgb: Uint8Array.from(bare.rgb) };
      const svg = readoutSvg({ ...composed.facts, iou: score }, style(), bare.width, bar.height, await loadTypesetter());
      layOver(sheet, await drawSvg(svg), 0, bar.y);
      return Buffer.from(sheet.rgb);
    };
    expect(Buffer.compare(await drawnWith(iou), Buffer.from(composed.rgb))).toBe(0);
    expect(Buffer.compare(await drawnWith(iou - 0.001), Buffer.from(composed.rgb))).not.toBe(0);
  });

  test('follow what follows the threshold', async () => {
    const [frame] = await drawnFrames(1);
    const post = { low: null, smallest: 1_000_000, holes: 0 };
    const composed = await (await Composer.open(style({ post }), null)).compose(frame!, 0);
    expect(composed.facts.iou).toBe(0);
    const wide = await (await Composer.open(style({ post, width: null }), null)).compose(await drawnFrame(scratch, 1, 1242, 180), 0);
    expect(wide.words.join()).toContain('regions ≥ 1000000 px');
  });
});

describe('a layout', () => {
  const frame = { width: 1242, height: 375 };
  test('takes what comes nearest to a screen, leaves no place empty, and puts nothing over anything', () => {
    const columns = (views: number): number => new Set(layoutOf(frame, views, style()).cells.map(({ x }) => x)).size;
    expect([1, 2, 3, 4, 5].map(columns)).toEqual([1, 1, 1, 2, 1]);
    for (let views = 1; views <= PANELS.length; views++)
      for (const arrange of ['fit', 'grid', 'row', 'column'] as const) {
        const { width, height, cell, cells } = layoutOf(frame, views, style({ arrange, strip: true, title: 'x', width: 900 }));
        expect(width).toBeLessThanOrEqual(900);
        cells.forEach((a, i) => {
          expect(a.x + cell.width <= width && a.y + cell.height <= height).toBe(true);
          cells
            .slice(i + 1)
            .forEach((b) => expect(a.x + cell.width <= b.x || a.y + cell.height <= b.y || b.x + cell.width <= a.x).toBe(true));
        });
      }
  });

  test('has the bare frame where it says so', async () => {
    const [one] = await drawnFrames(1);
    const look = style({ panels: ['both', 'source'], readout: false });
    const { cell, cells } = layoutOf(one!, 2, look);
    const { rgb, width } = await (await Composer.open(look, null)).compose(one!, 0);
    const sheet = emptySheet(cell.width, cell.height, '#000000');
    for (let y = 0; y < cell.height; y++)
      sheet.rgb.set(rgb.subarray(((cells[1]!.y + y) * width + cells[1]!.x) * 3).subarray(0, cell.width * 3), y * cell.width * 3);
    expect(Buffer.compare(Buffer.from(sheet.rgb), await sharp(one!.path).removeAlpha().raw().toBuffer())).toBe(0);
  });
});

test('a prediction becomes a mask of road and other, with ignore where the mask ignores if that is asked for', async () => {
  const frame = await drawnFrame(scratch, 1);
  const { encodeRle } = await import('../../../src/shared/mask/rle');
  const ignored = decodeRle(frame.mask!);
  ignored.data.fill(255, 0, 322);
  const what = { frame: { ...frame, mask: encodeRle(ignored) }, threshold: 0.5 };
  const of = async (keepIgnore: boolean) => decodeRle((await run(predictedMask, { ...what, keepIgnore })).value.rle).data;
  const [plain, kept] = [await of(false), await of(true)];
  expect(new Set(plain)).toEqual(new Set([0, 7]));
  expect(kept.subarray(0, 322).every((label) => label === 255)).toBe(true);
  expect(Buffer.compare(Buffer.from(kept.subarray(322)), Buffer.from(plain.subarray(322)))).toBe(0);
});
