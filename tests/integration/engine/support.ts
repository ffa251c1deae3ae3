// What the engine's tests share: real KITTI frames where there are some, drawn ones everywhere, and videos decoded back to pixels.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { deflateSync } from 'node:zlib';
import { registerMediabunnyServer } from '@mediabunny/server';
import { ALL_FORMATS, FilePathSource, Input, VideoSampleSink } from 'mediabunny';
import sharp from 'sharp';
import { afterAll, test } from 'vitest';
import { pngIndexes } from '../../../src/main/engine/images/pngIndexes';
import type {
  EngineCallName,
  EngineEvent,
  EngineHandler,
  EngineInput,
  OverlayFrame,
  OverlayStyle,
} from '../../../src/main/engine/protocol';
import type { FrameId } from '../../../src/shared/domain';
import { PictureStyle } from '../../../src/shared/overlay/pictureStyle';
import { encodeRle } from '../../../src/shared/mask/rle';

const DATA = process.env['ROADBRUSH_DATA'] ?? resolve(import.meta.dirname, '../../../../shared/data');
const hasData = existsSync(join(DATA, 'kitti-drive-0013'));
if (!hasData)
  console.warn(`No KITTI frames in ${DATA}: the tests on real frames are skipped. Set ROADBRUSH_DATA to the folder that holds them.`);

/** A test on real frames, left out (and said so above) where there are none. */
export const kittiTest = test.skipIf(!hasData);
export const kitti = (...names: string[]): string => join(DATA, ...names);

/** A folder of this test file's own, removed after it. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'roadbrush-engine-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A handler called as the engine calls it; its events are collected. */
export async function run<K extends EngineCallName>(
  handler: EngineHandler<K>,
  input: EngineInput<K>,
  signal = new AbortController().signal,
) {
  const events: EngineEvent<K>[] = [];
  return { value: await handler(input, { emit: (event) => events.push(event), signal }), events };
}

export const style = (changes: Partial<OverlayStyle> = {}): OverlayStyle => ({
  ...PictureStyle.parse({ show: 'both', threshold: 0.5, readout: true, borders: 'none' }),
  runName: 'unet 3, epoch 12',
  ...changes,
});

/** Flat ground under a flat sky with a road that is `shift` pixels off; the mask is right, the prediction is shifted by a tenth of the width. */
export async function drawnFrame(folder: string, n: number, width = 322, height = 180): Promise<OverlayFrame> {
  const path = join(folder, `drawn-${width}x${height}-${n}.png`);
  const inRoad = (x: number, y: number, shift: number): boolean =>
    y > height * 0.4 && Math.abs(x - width / 2 - shift - 3 * n) < ((y - height * 0.4) / height) * width * 0.6;
  const labels = new Uint8Array(width * height);
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (inRoad(x, y, 0)) labels[i] = 7;
      const grain = (x * 7 + y * 13 + n * 5) % 17;
      const colour = y < height * 0.4 ? [120, 160, 215] : labels[i] === 7 ? [95, 95, 100] : [70, 110, 60];
      rgb.set(
        colour.map((c) => c + grain),
        3 * i,
      );
    }
  }
  await sharp(rgb, { raw: { width, height, channels: 3 } })
    .png()
    .toFile(path);
  const probabilities = Uint8Array.from({ length: 64 * 48 }, (_, i) =>
    inRoad(((i % 64) + 0.5) * (width / 64), (Math.floor(i / 64) + 0.5) * (height / 48), width / 10) ? 230 : 12,
  );
  const prediction = { frame: n as FrameId, width: 64, height: 48, deflated: deflateSync(probabilities) };
  const mask = encodeRle({ width, height, data: labels });
  return { id: n as FrameId, name: `drawn_${String(n).padStart(6, '0')}`, path, width, height, mask, prediction, split: 'held-out' };
}

/** A real frame; the prediction is its mask, blurred and leaning, or a fixed trapezoid where it has none. */
export async function kittiFrame(image: string, mask: string | null, split = 'held-out'): Promise<OverlayFrame> {
  const { width, height } = await sharp(image).metadata();
  const map = mask === null ? null : pngIndexes(await readFile(mask));
  const road = Uint8Array.from({ length: 224 * 224 }, (_, i) => {
    const [x, y] = [(i % 224) / 224, Math.floor(i / 224) / 224];
    if (map) return map.data[Math.floor(y * height) * width + Math.floor(Math.min(x + 0.01, 0.999) * width)] === 7 ? 255 : 0;
    return y > 0.5 && Math.abs(x - 0.5) < (y - 0.5) * 0.9 ? 255 : 0;
  });
  const { data } = await sharp(road, { raw: { width: 224, height: 224, channels: 1 } })
    .blur(1.5)
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const name = image.replace(/^.*\/|\.png$/g, '');
  const prediction = { frame: 1 as FrameId, width: 224, height: 224, deflated: deflateSync(data) };
  return { id: 1 as FrameId, name, path: image, width, height, mask: map && encodeRle(map), prediction, split };
}

export interface DecodedFrame {
  readonly timestamp: number;
  readonly duration: number;
  readonly width: number;
  readonly height: number;
  /** I420, limited range. */
  readonly planes: Uint8Array;
  readonly colour: unknown;
}

/** Through mediabunny's demuxer and FFmpeg's decoder: neither is what encoded it. */
export async function decodeVideo(path: string) {
  // In software: looking for a graphics card fills the test's output with what is not there.
  registerMediabunnyServer({ hardwareContext: null });
  const input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  try {
    const track = (await input.getPrimaryVideoTrack())!;
    const frames: DecodedFrame[] = [];
    for await (const sample of new VideoSampleSink(track).samples()) {
      const planes = new Uint8Array(sample.allocationSize({ format: 'I420' }));
      await sample.copyTo(planes, { format: 'I420' });
      const { timestamp, duration, codedWidth: width, codedHeight: height } = sample;
      frames.push({ timestamp, duration, width, height, planes, colour: sample.colorSpace.toJSON() });
      sample.close();
    }
    const stats = await track.computePacketStats();
    return {
      frames,
      codec: track.codec,
      codecString: await track.getCodecParameterString(),
      duration: await track.computeDuration(),
      fps: stats.averagePacketRate,
      colour: await track.getColorSpace(),
    };
  } finally {
    input.dispose();
  }
}

/** BT.709 limited range to RGB, straight from the standard's equations; colour samples are repeated. [height*width*3]. */
export function i420ToRgb({ planes, width, height }: Pick<DecodedFrame, 'planes' | 'width' | 'height'>): Uint8Array {
  const rgb = new Uint8ClampedArray(width * height * 3);
  const [cw, size] = [width / 2, width * height];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const at = size + (y >> 1) * cw + (x >> 1);
      const luma = (planes[i]! - 16) / 219;
      const [pb, pr] = [(planes[at]! - 128) / 224, (planes[at + size / 4]! - 128) / 224];
      const [r, b] = [luma + 1.5748 * pr, luma + 1.8556 * pb];
      rgb.set([255 * r, (255 * (luma - 0.2126 * r - 0.0722 * b)) / 0.7152, 255 * b], 3 * i);
    }
  }
  return new Uint8Array(rgb.buffer);
}

/** BT.709 luma of an RGB picture, 0..255 [height*width]: what keeps its full resolution. */
export const lumaOf = (rgb: Uint8Array): Uint8Array =>
  Uint8Array.from({ length: rgb.length / 3 }, (_, i) =>
    Math.round(0.2126 * rgb[3 * i]! + 0.7152 * rgb[3 * i + 1]! + 0.0722 * rgb[3 * i + 2]!),
  );

/** Means of 2x2 pixels; a last odd column or row is left out. 4:2:0 keeps colour at this resolution. */
export function halved(rgb: Uint8Array, width: number, height: number): Uint8Array {
  const [w, h] = [width >> 1, height >> 1];
  return Uint8Array.from({ length: w * h * 3 }, (_, n) => {
    const [c, x, y] = [n % 3, Math.floor(n / 3) % w, Math.floor(n / 3 / w)];
    const at = (2 * y * width + 2 * x) * 3 + c;
    return Math.round((rgb[at]! + rgb[at + 3]! + rgb[at + width * 3]! + rgb[at + width * 3 + 3]!) / 4);
  });
}

/** Peak signal to noise ratio in decibels; infinite for equal pictures. */
export function psnr(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} and ${b.length} values cannot be compared.`);
  let squares = 0;
  for (let i = 0; i < a.length; i++) squares += (a[i]! - b[i]!) ** 2;
  return 10 * Math.log10(255 ** 2 / (squares / a.length));
}
