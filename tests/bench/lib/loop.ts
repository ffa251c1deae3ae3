// The loop on KITTI road with 40 spoiled train masks, step by step by the command line, as anybody would do it; what is done already is not done again.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { listFrames, loadMask, openProject, saveMask } from '../../../src/main/studio';
import type { FrameSummary } from '../../../src/shared/domain';
import type { LabelMap } from '../../../src/shared/mask/labelMap';
import { encodeRle } from '../../../src/shared/mask/rle';
import { Random } from '../../../src/shared/random';
import { unwrap } from '../../../src/shared/result';
import { ROAD } from './road';
import { spoiled } from './spoil';

export const SPOILED = 40;
const SEED = 20_260_502;
const program = process.env['ROADBRUSH_BENCH_PROGRAM'] ?? resolve(import.meta.dirname, '../../../out/main/cli.js');

export const trainNames = (): string[] =>
  readFileSync(join(ROAD, 'splits', 'train.txt'), 'utf8')
    .split(/\s+/)
    .filter(Boolean)
    .map((name) => name.replace('.png', ''));

/** Names of the frames that are spoiled; the nth is spoiled in its own way. */
export const spoiledNames = (): string[] => Random.seeded(SEED, 1).shuffle(trainNames()).slice(0, SPOILED);
export const randomOrder = (seed: number): string[] => Random.seeded(SEED, 2, seed).shuffle(trainNames());

async function cleanMask(name: string): Promise<LabelMap> {
  const file = sharp(join(ROAD, 'training', 'semantic', `${name}.png`)).toColourspace('b-w');
  const { data, info } = await file.raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8Array(data) };
}

export async function roadbrush<T = unknown>(...args: string[]): Promise<T> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args, '--json'], { env: process.env, maxBuffer: 2 ** 28 });
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as T;
}

/** A project of the 200 frames, 40 of their masks spoiled. */
export async function makeProject(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const masks = `${folder}-masks`;
  mkdirSync(masks, { recursive: true });
  const spoil = spoiledNames();
  for (const file of readdirSync(join(ROAD, 'training', 'semantic'))) {
    const nth = spoil.indexOf(file.replace('.png', ''));
    if (existsSync(join(masks, file))) continue;
    if (nth < 0) symlinkSync(join(ROAD, 'training', 'semantic', file), join(masks, file));
    else {
      const { width, height, data } = spoiled(await cleanMask(spoil[nth]!), nth);
      const raw = sharp(Buffer.from(data), { raw: { width, height, channels: 1 } });
      await raw.toColourspace('b-w').png().toFile(join(masks, file));
    }
  }
  await roadbrush('create', folder);
  await roadbrush('import', folder, '--images', join(ROAD, 'training', 'image_2'), '--masks', masks);
  await roadbrush('split', folder, '--train', join(ROAD, 'splits', 'train.txt'), '--held-out', join(ROAD, 'splits', 'val.txt'));
}

/** Of the spoiled frames exactly those in `corrected` get their clean mask, the others the spoiled one again. */
export async function correct(folder: string, corrected: ReadonlySet<string>): Promise<void> {
  const project = unwrap(openProject(folder, { program: 'loop bench', mode: 'write' }));
  try {
    const frames = new Map<string, FrameSummary>(listFrames(project).map((frame) => [frame.name, frame]));
    for (const [nth, name] of spoiledNames().entries()) {
      const { id } = frames.get(name)!;
      const clean = await cleanMask(name);
      const rle = encodeRle(corrected.has(name) ? clean : spoiled(clean, nth));
      const { version, rle: now } = unwrap(loadMask(project, id));
      if (now && Buffer.from(now).equals(rle)) continue;
      unwrap(saveMask(project, { frame: id, base: version, rle, author: 'human', note: 'loop bench', key: crypto.randomUUID() }));
    }
  } finally {
    project.close();
  }
}
