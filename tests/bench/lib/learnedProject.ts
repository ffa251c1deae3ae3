// A project whose net has really learned a little, every epoch of it kept: the drive's frames where they are, else made-up ones.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { drive, hasDrive } from '../../e2e/lib/data';
import { KITTI, roadbrush, roadProject } from './roadProject';

export const RUN_NAME = 'learned';
export const learnedInWords = hasDrive
  ? 'the 36 frames of kitti-drive-0013, 1242x375'
  : 'made-up frames of 1242x375 (no kitti-drive-0013 found)';

/** Makes `folder` and trains a U-Net of 16 base filters at 224x224 in it, `epochs` epochs, each with its checkpoint. */
export async function learnedProject(folder: string, epochs: number): Promise<string> {
  if (hasDrive) {
    if (readdirSync(drive).length < 36) throw new Error(`${drive} has fewer than 36 frames.`);
    await roadbrush('create', folder);
    await roadbrush('import', folder, '--images', drive, '--masks', resolve(join(drive, '..', '..', 'semantic')));
    await roadbrush('split', folder, '--last', '1');
  } else await roadProject(folder, KITTI, 36);
  const net = ['--preset', 'quick', '--base', '16', '--batch', '1', '--epochs', String(epochs), '--keep-every', '1'];
  await roadbrush('train', folder, ...net, '--name', RUN_NAME);
  return folder;
}
