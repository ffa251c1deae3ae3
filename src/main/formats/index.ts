// Every format we read, the most particular first, and finding out which one a folder is.
import { resolve } from 'node:path';
import { fail, ok, type Result } from '../../shared/result';
import { isFolder, pair } from './files';
import type { DatasetFormat, DatasetPlan } from './format';
import { kitti } from './kitti';
import { plain } from './plain';

export type { DatasetPair, DatasetPlan } from './format';

const FORMATS: readonly DatasetFormat[] = [kitti, plain];
export const FORMAT_NAMES: readonly string[] = FORMATS.map((format) => format.name);

/** `masks`: where masks are, instead of where the format has them. `format`: one of FORMAT_NAMES, instead of finding out. */
export async function planImport(
  dir: string,
  hints: { readonly masks?: string; readonly format?: string } = {},
): Promise<Result<DatasetPlan>> {
  const folder = resolve(dir);
  if (!(await isFolder(folder))) return fail('not-found', `There is no folder ${folder}.`);
  const masks = hints.masks === undefined ? undefined : resolve(hints.masks);
  if (masks !== undefined && !(await isFolder(masks))) return fail('not-found', `There is no folder ${masks} for the masks.`);
  const asked = FORMATS.filter((format) => hints.format === undefined || format.name === hints.format);
  if (asked.length === 0) return fail('bad-input', `There is no format '${hints.format}'.`, `Formats: ${FORMAT_NAMES.join(', ')}.`);

  for (const format of asked) {
    const found = await format.detect(folder);
    if (!found) continue;
    const masksFolder = masks ?? found.masks;
    const joined = await pair(found.images, masksFolder);
    if (joined.pairs.length === 0) return fail('empty', `${found.images} holds no PNG or JPEG images.`);
    return ok({ format: format.name, folder, imagesFolder: found.images, masksFolder, ...joined, maskKind: format.maskKind });
  }
  // With --format kitti the two folders may have any names, as long as both are given.
  if (hints.format === 'kitti' && masks !== undefined) {
    const joined = await pair(folder, masks);
    if (joined.pairs.length > 0)
      return ok({ format: 'kitti', folder, imagesFolder: folder, masksFolder: masks, ...joined, maskKind: kitti.maskKind });
  }
  const expected =
    hints.format === 'kitti'
      ? 'a KITTI folder (image_2 with semantic beside it)'
      : 'a KITTI folder (image_2 and semantic) nor a folder of PNG or JPEG images';
  return fail(
    'not-a-dataset',
    `${folder} is ${hints.format === 'kitti' ? 'not' : 'neither'} ${expected}.`,
    'Choose the folder that holds the images.',
  );
}
