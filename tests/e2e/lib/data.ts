// Which frames the tests work on: real ones of KITTI where they are, else the sample project's; either way it is said aloud.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { repo } from './studio';

export const dataFolder = process.env['ROADBRUSH_DATA'] ?? resolve(repo, '../shared/data');
export const kittiSemantics = join(dataFolder, 'kitti-semantics', 'training');
export const drive = join(dataFolder, 'kitti-drive-0013', 'image_02', 'data');

export const hasKitti = existsSync(join(kittiSemantics, 'image_2'));
export const hasDrive = existsSync(drive);

/** Why the tests on real frames are left out; also printed. */
export function sayWhich(has: boolean, folder: string): void {
  if (has) console.info(`e2e: on the real frames of ${folder}`);
  else
    console.warn(
      `e2e: SKIPPED on real frames: there is no ${folder} (set ROADBRUSH_DATA to a folder that has it); the sample project serves alone.`,
    );
}
