// The KITTI road benchmark: `image_2/um_000000.png` and `gt_image_2/um_road_000000.png` (also umm_, uu_), road magenta, not road red, ignore black.
// Source: the road benchmark's development kit: its helper reads the road from the blue channel and the valid area from the red one.
import { basename, join } from 'node:path';
import { folderWith, isFolder, joined, pictures, stem, type MaskNames } from './files';
import type { Contents, DatasetFormat, Source } from './format';

const IMAGES = 'image_2';
const MASKS = 'gt_image_2';

/** 'um_000000' -> 'um_road_000000': the word goes before the last part. */
export const roadName = (frame: string): string => frame.replace(/[^_]*$/, 'road_$&');
/** The frame that a mask is for; null for the ego lane's masks and for other files. */
export const frameOfRoad = (mask: string): string | null => {
  const [, before = '', last] = /^(.*_)?road_([^_]*)$/.exec(mask) ?? [];
  return last === undefined ? null : before + last;
};

const NAMES: MaskNames = { frameOf: frameOfRoad, source: (path) => ({ kind: 'file', path, as: 'kitti-road' }) };

export const kittiRoad: DatasetFormat = {
  name: 'kitti-road',
  detect: async (source) => (await folder(source)) !== null,
  async read(source, hints) {
    const training = (await folder(source)) ?? join(source.path, '..');
    const masks = hints.masks ?? join(training, MASKS);
    const images = join(training, IMAGES);
    const contents = await joined((await isFolder(images)) ? images : null, masks, NAMES);
    return { ...contents, problems: [...contents.problems, ...(await lanes(masks))] };
  },
  write: { kind: 'png', files: (name) => [{ path: `${MASKS}/${roadName(name)}.png`, as: 'kitti-road' }], classTable: false },
};

const folder = async (source: Source): Promise<string | null> =>
  basename(source.path) === IMAGES && !(await isFolder(join(source.path, '..', MASKS))) ? null : folderWith(source, MASKS);

async function lanes(masks: string): Promise<Contents['problems']> {
  const found = (await pictures(masks)).filter((file) => /(^|_)lane_[^_]*$/.test(stem(file)));
  if (found.length === 0) return [];
  return [{ file: masks, why: `${found.length} files (${found[0]} ...) hold the ego lane instead of the road and are left out.` }];
}
