// Overlay videos, decoded again and compared with what the window would show.
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { Composer } from '../../../src/main/engine/video/picture';
import { writeVideo } from '../../../src/main/engine/video/writeVideo';
import type { OverlayFrame, OverlayStyle } from '../../../src/main/engine/protocol';
import {
  decodeVideo,
  drawnFrame,
  halved,
  i420ToRgb,
  kitti,
  kittiFrame,
  kittiTest,
  lumaOf,
  psnr,
  run,
  scratchFolder,
  style,
} from './support';

const scratch = scratchFolder();
const freshFolder = (): Promise<string> => mkdtemp(join(scratch, 'out-'));
const drawnFrames = (count: number): Promise<OverlayFrame[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => drawnFrame(scratch, n + 1)));

/** What the window shows of this frame, with the read-out. */
async function expected(frame: OverlayFrame, look: OverlayStyle): Promise<Uint8Array> {
  return (await (await Composer.open(look, null)).compose(frame, 0)).rgb;
}

describe('an exported video', () => {
  kittiTest('of 12 real frames holds each of them as the window shows it, with its time, size and colours', async () => {
    const names = Array.from({ length: 12 }, (_, i) => String(i + 8).padStart(10, '0'));
    const masked = new Set(['0000000010', '0000000017']);
    const frames = await Promise.all(
      names.map((name) =>
        kittiFrame(
          kitti('kitti-drive-0013/image_02/data', `${name}.png`),
          masked.has(name) ? kitti('kitti-drive-0013/semantic', `${name}.png`) : null,
        ),
      ),
    );
    const out = join(await freshFolder(), 'drive.mp4');
    const { value, events } = await run(writeVideo, { frames, style: style(), fps: 10, as: 'mp4' as const, out });
    expect(value).toMatchObject({ frames: 12, width: 1242, height: 376, bytes: statSync(out).size });
    expect(value.notes).toEqual([expect.stringContaining('1242 x 376')]);
    expect(events.at(-1)).toEqual({ kind: 'progress', done: 12, total: 12 });

    const video = await decodeVideo(out);
    expect(video).toMatchObject({ codec: 'avc', duration: 1.2 });
    expect(video.fps).toBeCloseTo(10, 6);
    expect(video.codecString).toMatch(/^avc1\.64/);
    const bt709 = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false };
    expect(video.colour).toMatchObject(bt709);
    expect(video.frames).toHaveLength(12);
    const shown = await Promise.all(frames.map((frame) => expected(frame, style())));
    for (const [i, decoded] of video.frames.entries()) {
      expect(decoded.timestamp).toBeCloseTo(i / 10, 6);
      expect(decoded).toMatchObject({ width: 1242, height: 376, colour: bt709 });
      const wanted = shown[i]!;
      const picture = i420ToRgb(decoded).subarray(0, wanted.length);
      expect(psnr(lumaOf(picture), lumaOf(wanted))).toBeGreaterThan(36);
      // KITTI's colour noise is finer than 4:2:0 can hold: at full resolution even the uncoded planes are 29 dB off.
      expect(psnr(halved(picture, 1242, 375), halved(wanted, 1242, 375))).toBeGreaterThan(32);
      // And no other frame is as near.
      expect(psnr(lumaOf(picture), lumaOf(shown[(i + 1) % 12]!))).toBeLessThan(28);
    }
  });

  test('keeps colours to within what 8 bits and 4:2:0 allow', async () => {
    const colours = ['#35c9f0', '#ffb000', '#4fb79a', '#ff0000', '#00ff00', '#0000ff', '#ffffff', '#000000', '#808080'];
    const frames = await Promise.all(
      colours.map(async (background, n) => {
        const path = join(scratch, `colour-${n}.png`);
        await sharp({ create: { width: 64, height: 48, channels: 3, background } })
          .png()
          .toFile(path);
        return { ...(await drawnFrame(scratch, 1, 64, 48)), path, mask: null, prediction: null };
      }),
    );
    const out = join(await freshFolder(), 'colours.mp4');
    await run(writeVideo, { frames, style: style({ readout: false }), fps: 25, as: 'mp4' as const, out });
    const video = await decodeVideo(out);
    colours.forEach((colour, n) => {
      const middle = 3 * (24 * 64 + 32);
      const found = [...i420ToRgb(video.frames[n]!).subarray(middle, middle + 3)];
      const wanted = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
      found.forEach((value, c) => expect(Math.abs(value - wanted[c]!), `${colour} came back as ${found}`).toBeLessThanOrEqual(4));
    });
  });

  test('has a key frame every second, its index at the front, and is replaced whole', async () => {
    const out = join(await freshFolder(), 'keys.mp4');
    writeFileSync(out, 'an older export');
    await run(writeVideo, { frames: await drawnFrames(12), style: style(), fps: 5, as: 'mp4' as const, out });
    const boxes = boxesOf(await readFile(out));
    expect(boxes.indexOf('moov')).toBeLessThan(boxes.indexOf('mdat'));
    const { frames } = await decodeVideo(out);
    expect(frames).toHaveLength(12);
    expect(await keyFrames(out)).toEqual(expect.arrayContaining([0, 5, 10]));
  });

  test.each([29.97, 12.5, 1, 60])('keeps time at %s frames a second', async (fps) => {
    const out = join(await freshFolder(), 'time.mp4');
    await run(writeVideo, { frames: await drawnFrames(4), style: style(), fps, as: 'mp4' as const, out });
    const { frames, duration } = await decodeVideo(out);
    frames.forEach(({ timestamp }, i) => expect(timestamp).toBeCloseTo(i / fps, 4));
    expect(duration).toBeCloseTo(4 / fps, 3);
  });

  test('makes odd sides even by repeating the last column and row, and says so', async () => {
    const frame = await drawnFrame(scratch, 1, 323, 181);
    const out = join(await freshFolder(), 'odd.mp4');
    const { value } = await run(writeVideo, { frames: [frame], style: style({ readout: false }), fps: 10, as: 'mp4' as const, out });
    expect(value).toMatchObject({ width: 324, height: 182 });
    expect(value.notes.join()).toContain('323 x 181');
    const [decoded] = (await decodeVideo(out)).frames;
    const rgb = i420ToRgb(decoded!);
    const at = (x: number, y: number): number[] => [...rgb.subarray(3 * (y * 324 + x), 3 * (y * 324 + x) + 3)];
    for (const y of [10, 100, 180]) expect(distance(at(323, y), at(322, y))).toBeLessThan(12);
    expect(distance(at(100, 181), at(100, 180))).toBeLessThan(12);
  });

  test('shows frames of another size whole, in the size of the first', async () => {
    const frames = [await drawnFrame(scratch, 1, 320, 180), await drawnFrame(scratch, 2, 160, 180)];
    const out = join(await freshFolder(), 'mixed.mp4');
    const { value } = await run(writeVideo, { frames, style: style({ readout: false }), fps: 10, as: 'mp4' as const, out });
    expect(value.notes).toEqual([expect.stringContaining('1 of 2 frames')]);
    const [, second] = (await decodeVideo(out)).frames;
    const rgb = i420ToRgb(second!);
    const column = (x: number): number[] => [...rgb.subarray(3 * (90 * 320 + x), 3 * (90 * 320 + x) + 3)];
    for (const x of [4, 70, 250, 315]) expect(distance(column(x), [0, 0, 0])).toBeLessThan(12);
    expect(psnr(middle(rgb, 320, 80, 160), await expected(frames[1]!, style({ readout: false })))).toBeGreaterThan(28);
  });
});

describe('an export that does not come to its end', () => {
  test('leaves nothing behind when it is cancelled, and the older file as it was', async () => {
    const folder = await freshFolder();
    const out = join(folder, 'cancelled.mp4');
    writeFileSync(out, 'an older export');
    const controller = new AbortController();
    const emit = ({ done }: { done: number }): void => void (done >= 2 && controller.abort());
    const job = { frames: await drawnFrames(30), style: style(), fps: 10, as: 'mp4' as const, out };
    await expect(writeVideo(job, { emit, signal: controller.signal })).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(['cancelled.mp4']);
    expect(await readFile(out, 'utf8')).toBe('an older export');
  });

  test('names the frame that cannot be read, and leaves nothing behind', async () => {
    const folder = await freshFolder();
    const frames = await drawnFrames(5);
    const path = join(scratch, 'short.png');
    const whole = await readFile(frames[3]!.path);
    writeFileSync(path, whole.subarray(0, whole.length / 2));
    frames[3] = { ...frames[3]!, path };
    const job = { frames, style: style(), fps: 10, as: 'mp4' as const, out: join(folder, 'v.mp4') };
    await expect(run(writeVideo, job)).rejects.toMatchObject({ failure: { code: 'unreadable', message: expect.stringContaining(path) } });
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ['a folder that is not there', 'missing/v.mp4', 'folder does not exist'],
    ['a folder that is a file', 'file/v.mp4', 'folder is not a folder'],
    ['the name of a folder', 'folder', 'there is a folder of that name'],
  ])('says in one sentence why it cannot be written: %s', async (_what, name, why) => {
    const folder = await freshFolder();
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'folder'));
    const job = { frames: await drawnFrames(1), style: style(), fps: 10, as: 'mp4' as const, out: join(folder, name) };
    await expect(run(writeVideo, job)).rejects.toMatchObject({
      failure: { code: 'unwritable', message: `${job.out} cannot be written: ${name === 'folder' ? '' : 'its '}${why}.` },
    });
  });

  test('refuses an empty list of frames and a frame rate of nothing', async () => {
    const out = join(scratch, 'never.mp4');
    await expect(run(writeVideo, { frames: [], style: style(), fps: 10, as: 'mp4' as const, out })).rejects.toMatchObject({
      failure: { code: 'bad-input' },
    });
    const frames = await drawnFrames(1);
    await expect(run(writeVideo, { frames, style: style(), fps: 0, as: 'mp4' as const, out })).rejects.toMatchObject({
      failure: { code: 'bad-input' },
    });
  });

  test('sweeps away what a killed process left of the same video, and nothing else', async () => {
    const folder = await freshFolder();
    // Process ids end at 2^22 on Linux.
    writeFileSync(join(folder, '.v.mp4.99999999-00c0ffee.part'), 'left over');
    writeFileSync(join(folder, `.v.mp4.${process.pid}-00c0ffee.part`), 'another export, still running');
    writeFileSync(join(folder, '.w.mp4.99999999-00c0ffee.part'), 'another video');
    await run(writeVideo, { frames: await drawnFrames(1), style: style(), fps: 10, as: 'mp4' as const, out: join(folder, 'v.mp4') });
    expect(readdirSync(folder).sort()).toEqual(['.w.mp4.99999999-00c0ffee.part', `.v.mp4.${process.pid}-00c0ffee.part`, 'v.mp4'].sort());
  });
});

const distance = (a: number[], b: number[]): number => Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

/** Columns `from` to `from + count` of an RGB picture. */
function middle(rgb: Uint8Array, width: number, from: number, count: number): Uint8Array {
  const rows = Array.from({ length: rgb.length / width / 3 }, (_, y) =>
    rgb.subarray(3 * (y * width + from), 3 * (y * width + from + count)),
  );
  return Buffer.concat(rows);
}

function boxesOf(file: Buffer): string[] {
  const names: string[] = [];
  for (let at = 0; at < file.length;) {
    names.push(file.toString('latin1', at + 4, at + 8));
    const size = file.readUInt32BE(at);
    at += size === 1 ? Number(file.readBigUInt64BE(at + 8)) : size;
  }
  return names;
}

async function keyFrames(path: string): Promise<number[]> {
  const { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input } = await import('mediabunny');
  const input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  const sink = new EncodedPacketSink((await input.getPrimaryVideoTrack())!);
  const keys: number[] = [];
  let n = 0;
  for await (const packet of sink.packets()) {
    if (packet.type === 'key') keys.push(n);
    n++;
  }
  input.dispose();
  return keys;
}
