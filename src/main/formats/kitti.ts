// KITTI's data_semantics layout: `image_2/NAME.png` beside `semantic/NAME.png`, 8-bit label ids (7 = road, 255 = ignore), kept as they are.
// Source: the KITTI semantic segmentation benchmark's development kit.
import { join } from 'node:path';
import { folderWith, isFolder, joined, sameName } from './files';
import type { DatasetFormat, Source } from './format';

const IMAGES = 'image_2';
const MASKS = 'semantic';
/** 16-bit label id * 256 + instance: what datumaro reads. Written without instances, and not read: it says no more than the label ids. */
const INSTANCES = 'instance';

const training = async (source: Source): Promise<string | null> => (await folderWith(source, IMAGES)) ?? folderWith(source, MASKS);
const orNull = async (folder: string): Promise<string | null> => ((await isFolder(folder)) ? folder : null);

/** The source may be `training/`, the folder above it, `image_2` or `semantic`. */
export const kitti: DatasetFormat = {
  name: 'kitti',
  detect: async (source) => (await training(source)) !== null,
  async read(source, { masks }) {
    const folder = await training(source);
    // Asked for by name, the two folders may be called anything.
    if (folder === null) return joined(source.path, masks ?? null, sameName('label-ids'));
    return joined(await orNull(join(folder, IMAGES)), masks ?? (await orNull(join(folder, MASKS))), sameName('label-ids'));
  },
  write: {
    kind: 'png',
    files: (name) => [
      { path: `${MASKS}/${name}.png`, as: 'label-ids' },
      { path: `${INSTANCES}/${name}.png`, as: 'kitti-instances' },
    ],
    classTable: false,
  },
};
