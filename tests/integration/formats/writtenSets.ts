// The sets that the formats' own readers are given: a few small label maps with everything that makes outlines difficult, written in every way there is.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type AnnotationCodec, writeAll } from '../../../src/main/formats/annotated';
import { coco } from '../../../src/main/formats/coco';
import { cvat } from '../../../src/main/formats/cvat';
import { writeMaskFile } from '../../../src/main/engine/images/maskFiles';
import { cityscapes } from '../../../src/main/formats/cityscapes';
import { kitti } from '../../../src/main/formats/kitti';
import { labelme } from '../../../src/main/formats/labelme';
import { yolo } from '../../../src/main/formats/yolo';
import type { LabelMap } from '../../../src/shared/mask/labelMap';
import { Random } from '../../../src/shared/random';

export const CLASSES = [
  { id: 7, name: 'road', colour: '#804080' },
  { id: 11, name: 'building & co', colour: '#464646' },
  { id: 255, name: 'ignore', colour: '#000000' },
];
const LABELS = [0, 7, 11, 255, 13];

/** Noise of several densities, rings in rings, stripes to the borders, single pixels that touch by corners, nothing, and everything. */
export const MAPS: readonly { readonly name: string; readonly map: LabelMap }[] = [
  { name: 'noise', map: made(23, 17, (_x, _y, random) => LABELS[Math.floor(random * 5)]!) },
  { name: 'sparse', map: made(31, 9, (_x, _y, random) => (random < 0.3 ? 7 : 0)) },
  { name: 'dense', map: made(19, 40, (_x, _y, random) => (random < 0.85 ? 7 : random < 0.9 ? 11 : 0)) },
  { name: 'rings', map: made(41, 33, (x, y) => LABELS[Math.floor(Math.hypot(x - 20, y - 16) / 3) % 3]!) },
  { name: 'chequers', map: made(16, 16, (x, y) => ((x + y) % 2 ? 7 : 0)) },
  { name: 'holes', map: made(21, 21, (x, y) => (x % 2 && y % 2 ? 0 : 255)) },
  { name: 'road', map: made(124, 38, (x, y) => (y > 15 && Math.abs(x - 60) < (y - 12) * 2.3 ? 7 : y < 9 + (x % 5) ? 11 : 0)) },
  { name: 'nothing', map: made(5, 4, () => 0) },
  { name: 'everything', map: made(5, 4, () => 7) },
];

function made(width: number, height: number, label: (x: number, y: number, random: number) => number): LabelMap {
  const random = Random.seeded(width, height);
  return {
    width,
    height,
    data: Uint8Array.from({ length: width * height }, (_, i) => label(i % width, Math.floor(i / width), random.uniform())),
  };
}

const SETS: readonly { readonly folder: string; readonly codec: AnnotationCodec; readonly as: 'masks' | 'polygons' }[] = [
  { folder: 'coco-masks', codec: coco, as: 'masks' },
  { folder: 'coco-polygons', codec: coco, as: 'polygons' },
  { folder: 'cvat-masks', codec: cvat, as: 'masks' },
  { folder: 'cvat-polygons', codec: cvat, as: 'polygons' },
  { folder: 'labelme-masks', codec: labelme, as: 'masks' },
  { folder: 'labelme-polygons', codec: labelme, as: 'polygons' },
  { folder: 'yolo', codec: yolo, as: 'polygons' },
];

/** Path below the folder of all sets -> text. */
export function writtenTexts(): Map<string, string> {
  const images = MAPS.map(({ name, map }) => ({ name, file: `${name}.png`, map }));
  return new Map(
    SETS.flatMap(({ folder, codec, as }) =>
      writeAll(codec, images, CLASSES, { as }).map(({ path, text }) => [`${folder}/${path}`, text] as const),
    ),
  );
}

/** The formats whose masks are pictures and that have readers of their own. */
function pictures(): [string, Uint8Array][] {
  return [kitti, cityscapes].flatMap(({ name: folder, write }) =>
    MAPS.flatMap(({ name, map }) =>
      write?.kind === 'png'
        ? write.files(name, 'train').map(({ path, as }): [string, Uint8Array] => [`${folder}/${path}`, writeMaskFile(map, as, []).png])
        : [],
    ),
  );
}

/** Writes all sets below `root`, with what they must be read as. */
export function writeSets(root: string): void {
  const names = Object.fromEntries([...CLASSES, { id: 13, name: 'label_13' }].map(({ id, name }) => [id, name]));
  const maps = MAPS.map(({ name, map }) => ({ name, width: map.width, height: map.height, data: [...map.data] }));
  for (const [path, text] of [...writtenTexts(), ...pictures(), ['truth.json', JSON.stringify({ names, maps })] as const]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
