// Any folder of PNG or JPEG frames, such as a drive's `image_02/data`; masks, if any, are named by whoever imports.
import { isFolder, pictures } from './files';
import type { DatasetFormat } from './format';

export const plain: DatasetFormat = {
  name: 'plain',
  maskKind: 'label-ids',
  async detect(dir) {
    return (await isFolder(dir)) && (await pictures(dir)).length > 0 ? { images: dir, masks: null } : null;
  },
};
