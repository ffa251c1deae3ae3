// Cityscapes: `leftImg8bit/SPLIT/CITY/NAME_leftImg8bit.png` and `gtFine/SPLIT/CITY/NAME_gtFine_labelIds.png` with `..._color.png`.
// Source: the README of cityscapesScripts.
import { basename, dirname, join } from 'node:path';
import { filesBeneath, isPicture, sorted, stem } from './files';
import type { DatasetFormat, DatasetFrame, MaskSource, Source } from './format';
import type { Problem } from './annotated';

const IMAGE = '_leftImg8bit';
const MASK = /_gt(?:Fine|Coarse)_(labelIds|color)$/;
/** The tools look for gtFine/SPLIT/CITY/ and nowhere else. */
const CITY = 'roadbrush';
/** gtFine/train/aachen/ is three folders deep. */
const DEPTH = 4;

export const cityscapes: DatasetFormat = {
  name: 'cityscapes',
  async detect(source) {
    if (!source.isFolder) return false;
    return (await filesBeneath(await root(source), DEPTH)).some(
      (file) => isPicture(file) && (MASK.test(stem(file)) || stem(file).endsWith(IMAGE)),
    );
  },
  async read(source, hints) {
    const folder = await root(source);
    const frames = new Map<string, DatasetFrame>();
    const problems: Problem[] = [];
    const all = (await filesBeneath(folder, DEPTH)).filter(isPicture);
    for (const file of all.filter((one) => stem(one).endsWith(IMAGE))) {
      const name = stem(file).slice(0, -IMAGE.length);
      const image = join(folder, file);
      if (frames.has(name)) problems.push({ file: image, why: `Another picture is called ${name} too.` });
      else frames.set(name, { name, image, mask: null });
    }
    const masks = hints.masks === undefined ? all.map((file) => join(folder, file)) : await beneath(hints.masks);
    // Label ids say more than colours: where a frame has both, colours come too late.
    const kinds = [
      { word: 'labelIds', as: 'cityscapes-ids' },
      { word: 'color', as: 'cityscapes-colours' },
    ] as const;
    for (const { word, as } of kinds) {
      for (const path of masks) {
        if (MASK.exec(stem(path))?.[1] !== word) continue;
        const name = stem(path).replace(MASK, '');
        const frame = frames.get(name) ?? { name, image: null, mask: null };
        const mask: MaskSource = { kind: 'file', path, as };
        if (frame.mask === null) frames.set(name, { ...frame, mask });
      }
    }
    return { frames: sorted(frames.values()), classes: [], problems };
  },
  write: {
    kind: 'png',
    files: (name, split) => {
      const path = `gtFine/${split === 'held-out' ? 'val' : 'train'}/${CITY}/${name}_gtFine`;
      return [
        { path: `${path}_labelIds.png`, as: 'cityscapes-ids' },
        { path: `${path}_color.png`, as: 'cityscapes-colours' },
        // What datumaro reads; without instances it is the label ids in 16 bits.
        { path: `${path}_instanceIds.png`, as: 'cityscapes-instances' },
      ];
    },
    classTable: false,
  },
};

const beneath = async (folder: string): Promise<string[]> =>
  (await filesBeneath(folder, DEPTH)).filter(isPicture).map((file) => join(folder, file));

/** Where leftImg8bit or gtFine itself was chosen, the folder that holds both. */
async function root({ path }: Source): Promise<string> {
  return ['leftImg8bit', 'gtFine', 'gtCoarse'].includes(basename(path)) ? dirname(path) : path;
}
