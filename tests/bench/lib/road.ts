// The 170 train frames of KITTI road with their masks, as the engine gets them.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inspectImages } from '../../../src/main/engine/images/inspect';
import type { EngineFrame } from '../../../src/main/engine/protocol';
import { FrameId } from '../../../src/shared/domain';

/** A folder with training/ and splits/. */
export const ROAD = join(process.env['ROADBRUSH_DATA'] ?? resolve(import.meta.dirname, '../../../../shared/data'), 'kitti-road');
const LIST = join(ROAD, 'splits', 'train.txt');

/** Null where the frames are there; else why what needs them is left out, for the console. */
export const noRoad: string | null = existsSync(LIST)
  ? null
  : `${LIST} is not there: without KITTI road frames this is left out. Name the folder that holds kitti-road in ROADBRUSH_DATA.`;

export async function trainFrames(): Promise<EngineFrame[]> {
  const names = readFileSync(LIST, 'utf8').split(/\s+/).filter(Boolean);
  const file = (folder: string, name: string): string => join(ROAD, 'training', folder, name.endsWith('.png') ? name : `${name}.png`);
  const items = names.map((name) => ({ image: file('image_2', name), mask: file('semantic', name), maskKind: 'label-ids' as const }));
  const signal = new AbortController().signal;
  const { images, failed } = await inspectImages({ items }, { emit: () => undefined, signal });
  if (failed.length > 0) throw new Error(`${failed[0]!.image}: ${failed[0]!.why}`);
  return images.map(({ image, width, height, mask }, index) => {
    return { id: FrameId.parse(index + 1), name: names[index]!, path: image, width, height, mask };
  });
}
