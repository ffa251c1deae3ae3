// KITTI's data_semantics layout: `image_2/NAME.png` beside `semantic/NAME.png`, 8-bit label ids (7 = road, 255 = ignore), kept as they are.
// Source: the KITTI semantic segmentation benchmark's development kit.
import { basename, dirname, join } from 'node:path';
import { isFolder } from './files';
import type { DatasetFolders, DatasetFormat } from './format';

const IMAGES = 'image_2';
const MASKS = 'semantic';

async function inside(training: string): Promise<DatasetFolders | null> {
  const images = join(training, IMAGES);
  if (!(await isFolder(images))) return null;
  const masks = join(training, MASKS);
  return { images, masks: (await isFolder(masks)) ? masks : null };
}

export const kitti: DatasetFormat = {
  name: 'kitti',
  maskKind: 'label-ids',
  /** `dir` may be `training/`, the folder above it, or `image_2` itself. */
  async detect(dir) {
    if (basename(dir) === IMAGES) return inside(dirname(dir));
    return (await inside(dir)) ?? inside(join(dir, 'training'));
  },
};
