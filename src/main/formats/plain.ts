// Any folder of PNG or JPEG frames, such as a drive's `image_02/data`; masks, if any, are named by whoever imports.
import { joined, pictures, sameName } from './files';
import type { DatasetFormat } from './format';

export const plain: DatasetFormat = {
  name: 'plain',
  detect: async (source) => source.isFolder && (await pictures(source.path)).length > 0,
  read: (source, { masks }) => joined(source.path, masks ?? null, sameName('label-ids')),
  write: null,
};
