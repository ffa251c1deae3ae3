// A project of real road frames at any size, made by the command line as anybody would make it.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { program } from '../../e2e/lib/studio';
import { noRoad, ROAD } from './road';

export interface Size {
  readonly width: number;
  readonly height: number;
}
export const KITTI: Size = { width: 1242, height: 375 };
export const UHD: Size = { width: 3840, height: 2160 };

export const inWords = ({ width, height }: Size): string => `${width}x${height}`;

/** Which pictures the project shows. */
export const picturesInWords = noRoad ? 'made-up frames (no KITTI road found)' : 'frames of KITTI road';

/** Makes `folder` (NAME.roadbrush) with `count` frames of `size` and their masks; every fourth is held out. */
export async function roadProject(folder: string, size: Size, count: number): Promise<string> {
  const source = `${folder}-source`;
  for (const part of ['image_2', 'semantic']) mkdirSync(join(source, part), { recursive: true });
  if (noRoad) await madeUp(source, size, count);
  else await fromKitti(source, size, count);
  return projectOf(folder, source);
}

/** Makes `folder` of source/image_2 and source/semantic; every fourth frame is held out. */
export async function projectOf(folder: string, source: string): Promise<string> {
  const names = readdirSync(join(source, 'image_2')).map((file) => file.replace('.png', ''));
  for (const [set, held] of [
    ['train', false],
    ['heldOut', true],
  ] as const)
    writeFileSync(join(source, `${set}.txt`), names.filter((_, i) => (i % 4 === 3) === held).join('\n'));
  await roadbrush('create', folder);
  await roadbrush('import', folder, '--images', join(source, 'image_2'), '--masks', join(source, 'semantic'));
  await roadbrush('split', folder, '--train', join(source, 'train.txt'), '--held-out', join(source, 'heldOut.txt'));
  return folder;
}

/** Spread over the benchmark's three kinds of road. */
async function fromKitti(source: string, { width, height }: Size, count: number): Promise<void> {
  const files = readdirSync(join(ROAD, 'training', 'image_2')).sort();
  for (let i = 0; i < count; i++) {
    const file = files[Math.floor((i * files.length) / count)]!;
    for (const [part, kernel] of [
      ['image_2', 'cubic'],
      ['semantic', 'nearest'],
    ] as const) {
      const [from, to] = [join(ROAD, 'training', part, file), join(source, part, file)];
      const is = await sharp(from).metadata();
      if (is.width === width && is.height === height) cpSync(from, to);
      else
        await sharp(from)
          .resize(width, height, { fit: 'fill', kernel })
          .toColourspace(part === 'semantic' ? 'b-w' : 'srgb')
          .png({ compressionLevel: 3 })
          .toFile(to);
    }
  }
}

/** Noise, and a road with a wavy border. */
async function madeUp(source: string, { width, height }: Size, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const name = `frame_${String(i).padStart(3, '0')}.png`;
    const noise = { type: 'gaussian', mean: 110, sigma: 40 } as const;
    await sharp({ create: { width, height, channels: 3, background: 'black', noise } })
      .png({ compressionLevel: 3 })
      .toFile(join(source, 'image_2', name));
    const labels = Buffer.alloc(width * height, 11);
    for (let x = 0; x < width; x++) {
      const top = Math.floor(height * (0.6 + 0.05 * Math.sin(x / 9 + i) + Math.abs(x / width - 0.5) * 0.6));
      for (let y = top; y < height; y++) labels[y * width + x] = 7;
    }
    await sharp(labels, { raw: { width, height, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toFile(join(source, 'semantic', name));
  }
}

export async function roadbrush(...args: string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [join(program, 'out', 'main', 'cli.js'), ...args], { env: process.env });
}
