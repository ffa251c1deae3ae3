// What other programs wrote (make_fixtures.py), read by us: pycocotools, datumaro, labelme and supervision.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type AnnotatedImage, type AnnotationCodec, labelNamed } from '../../../src/main/formats/annotated';
import { coco } from '../../../src/main/formats/coco';
import { cvat } from '../../../src/main/formats/cvat';
import { labelme } from '../../../src/main/formats/labelme';
import { yolo } from '../../../src/main/formats/yolo';
import { emptyLabelMap } from '../../../src/shared/mask/labelMap';
import { paintShape } from '../../../src/shared/mask/shapes';

const root = join(__dirname, 'fixtures');
const json = <T>(path: string): T => JSON.parse(readFileSync(join(root, path), 'utf8')) as T;
const truth = json<{ names: Record<string, string>; maps: { name: string; width: number; height: number; data: number[] }[] }>(
  'truth.json',
);
const classes = Object.entries(truth.names).map(([id, name]) => ({ id: Number(id), name }));

function read(codec: AnnotationCodec, folder: string): Map<string, readonly number[]> {
  const paths = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.(json|xml|txt|yaml)$/.test(path),
  );
  const { images, problems } = codec.read(paths.map((path) => ({ path, text: readFileSync(join(root, folder, path), 'utf8') })));
  expect(problems).toEqual([]);
  return new Map(images.map((image) => [image.file.replace(/\.\w+$/, ''), drawn(image)]));
}

function drawn(image: AnnotatedImage): readonly number[] {
  const { width, height } = truth.maps.find(({ name }) => name === image.file.replace(/\.\w+$/, ''))!;
  if (!image.normalised) expect([image.width, image.height]).toEqual([width, height]);
  const map = emptyLabelMap(width, height);
  for (const shape of image.shapes)
    paintShape(map, shape, labelNamed(shape.label, classes)!, image.normalised ? { x: width, y: height } : undefined);
  return [...map.data];
}

const whole = new Map(truth.maps.map(({ name, data }) => [name, data]));
/** Labelled pixels that agree, over all that are labelled in either. */
const iou = (a: readonly number[], b: readonly number[]): number =>
  a.filter((label, i) => label !== 0 && label === b[i]).length / a.filter((label, i) => label !== 0 || b[i] !== 0).length;

it.each([
  ['coco-pycocotools', coco],
  ['coco-lists', coco],
  ['coco-datumaro-masks', coco],
  ['cvat-datumaro-masks', cvat],
  ['labelme-masks', labelme],
] as const)('%s: the masks that went in come out', (folder, codec) => {
  const found = read(codec, folder);
  expect([...found.keys()].sort()).toEqual([...whole.keys()].sort());
  for (const [name, data] of found) expect(data).toEqual(whole.get(name));
});

it('polygons of datumaro are drawn as it draws them itself, but for pixels whose centre is on an outline', () => {
  const own = json<Record<string, number[]>>('datumaro-polygons.json');
  for (const [folder, codec] of [
    ['coco-datumaro-polygons', coco],
    ['cvat-datumaro-polygons', cvat],
  ] as const) {
    const found = read(codec, folder);
    expect(found.get('empty')).toEqual(own['empty']);
    expect(iou(found.get('blobs')!, own['blobs']!)).toBeGreaterThan(0.97);
  }
});

it('polygons of labelme are drawn as it draws them itself, but for the steps of slanting outlines', () => {
  expect(iou(read(labelme, 'labelme-polygons').get('blobs')!, json<number[]>('labelme-polygons.json'))).toBeGreaterThan(0.97);
});

it('YOLO polygons that supervision made from masks are those masks again', () => {
  expect(read(yolo, 'yolo-supervision').get('blobs')).toEqual(whole.get('blobs'));
});
