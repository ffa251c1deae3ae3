// Overlay stills on real disks: what they hold, and what is left when they do not come to their end.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { Composer } from '../../../src/main/engine/video/picture';
import { writeOverlays } from '../../../src/main/engine/video/writeOverlays';
import { writeVideo } from '../../../src/main/engine/video/writeVideo';
import type { OverlayFrame } from '../../../src/main/engine/protocol';
import { drawnFrame, run, scratchFolder, style } from './support';

const scratch = scratchFolder();
const freshFolder = (): Promise<string> => mkdtemp(join(scratch, 'out-'));
const drawnFrames = (count: number, width?: number, height?: number): Promise<OverlayFrame[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => drawnFrame(scratch, n + 1, width, height)));

describe('exported stills', () => {
  test('hold each frame at its own size, to the last bit as the window shows it', async () => {
    const frames = [await drawnFrame(scratch, 1, 322, 180), await drawnFrame(scratch, 2, 123, 77)];
    const outDir = join(await freshFolder(), 'new', 'folder');
    const { value, events } = await run(writeOverlays, { frames, style: style({ readout: false }), outDir });
    expect(value.files).toEqual(frames.map(({ name }) => join(outDir, `${name}.png`)));
    expect(readdirSync(outDir).sort()).toEqual(frames.map(({ name }) => `${name}.png`));
    expect(events.at(-1)).toEqual({ kind: 'progress', done: 2, total: 2 });
    for (const [i, file] of value.files.entries()) {
      const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
      expect(info).toMatchObject({ width: frames[i]!.width, height: frames[i]!.height, channels: 3 });
      const composer = await Composer.open(style({ readout: false }), null);
      expect(Buffer.compare(data, (await composer.compose(frames[i]!, i)).rgb)).toBe(0);
    }
  });

  test('replace files of the same names and leave others alone', async () => {
    const outDir = await freshFolder();
    writeFileSync(join(outDir, 'drawn_000001.png'), 'older');
    writeFileSync(join(outDir, 'mine.txt'), 'keep');
    await run(writeOverlays, { frames: await drawnFrames(1), style: style(), outDir });
    expect(await sharp(join(outDir, 'drawn_000001.png')).metadata()).toMatchObject({ format: 'png' });
    expect(readFileSync(join(outDir, 'mine.txt'), 'utf8')).toBe('keep');
  });

  test('get names that every file system takes, one file a frame', async () => {
    const [frame] = await drawnFrames(1);
    const names = ['a/b', 'a:b', '..', 'A_B', 'frame.png', ''];
    const outDir = await freshFolder();
    const { value } = await run(writeOverlays, { frames: names.map((name) => ({ ...frame!, name })), style: style(), outDir });
    expect(new Set(value.files.map((file) => file.toLowerCase())).size).toBe(names.length);
    expect(value.files.every((file) => file.startsWith(outDir) && existsSync(file) && !file.slice(outDir.length + 1).includes('/'))).toBe(
      true,
    );
  });

  test('leave the folder as it was when cancelled, older stills included', async () => {
    const folder = await freshFolder();
    writeFileSync(join(folder, 'drawn_000001.png'), 'older');
    const controller = new AbortController();
    const emit = (): void => controller.abort();
    const job = { frames: await drawnFrames(12), style: style() };
    await expect(writeOverlays({ ...job, outDir: folder }, { emit, signal: controller.signal })).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(['drawn_000001.png']);
    expect(readFileSync(join(folder, 'drawn_000001.png'), 'utf8')).toBe('older');
    const made = join(folder, 'made');
    await expect(writeOverlays({ ...job, outDir: made }, { emit: () => undefined, signal: AbortSignal.abort() })).rejects.toThrow();
    expect(existsSync(made)).toBe(false);
  });

  test('name the file when a stored prediction is damaged', async () => {
    const [frame] = await drawnFrames(1);
    const broken = { ...frame!, prediction: { ...frame!.prediction!, deflated: new Uint8Array([1, 2, 3]) } };
    const outDir = await freshFolder();
    await expect(run(writeOverlays, { frames: [broken], style: style(), outDir })).rejects.toMatchObject({
      failure: { code: 'damaged', message: 'The stored prediction of drawn_000001 is damaged.' },
    });
    expect(readdirSync(outDir)).toEqual([]);
  });
});

describe('a full disk', () => {
  const disk = join(scratch, 'disk');
  mkdirSync(disk);
  let mounted = false;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160k', 'tmpfs', disk], { stdio: 'pipe' });
    mounted = true;
  } catch (error) {
    console.warn(`Full disks are not tested: no small disk can be mounted here (${String((error as Error).message).split('\n')[0]}).`);
  }
  afterAll(() => mounted && execFileSync('umount', [disk]));

  test.skipIf(!mounted)('ends a video in one sentence and leaves nothing behind', async () => {
    const job = { frames: await drawnFrames(40, 1242, 375), style: style(), fps: 10, as: 'mp4' as const, out: join(disk, 'v.mp4') };
    await expect(run(writeVideo, job)).rejects.toMatchObject({
      failure: { code: 'disk-full', message: `The disk is full: ${job.out} was not written.` },
    });
    expect(readdirSync(disk)).toEqual([]);
  });

  test.skipIf(!mounted)('ends stills in one sentence and leaves nothing behind', async () => {
    const job = { frames: await drawnFrames(6, 1242, 375), style: style(), outDir: disk };
    await expect(run(writeOverlays, job)).rejects.toMatchObject({
      failure: { code: 'disk-full', message: expect.stringMatching(/^The disk is full: .*\.png was not written\.$/) },
    });
    expect(readdirSync(disk)).toEqual([]);
  });
});
