// COCO instance annotations, one JSON file: masks as run-length codes (exact) or polygons. Layout: cocodataset.org, 'Data format', 'Object detection'.
// Written: one annotation a class and image as in COCO-Stuff (masks), or one a connected part (polygons, holes over bridges); category ids are label ids.
// Read: polygons of an annotation are joined, as pycocotools joins them; annotations are drawn in the order of the file, crowds too.
import { polygonsWithoutHoles } from '../../shared/mask/contours';
import { labelRegions, type Region } from '../../shared/mask/shapes';
import type { AnnotationCodec, AnnotationWriter, ImageToWrite, LabelledShape, TextFile, WriteOptions, WrittenClass } from './annotated';
import { cocoCounts, cocoRuns, cocoString } from './cocoRle';
import {
  attemptEntry,
  brief,
  type Fields,
  fieldsOf,
  jsonObject,
  listOf,
  nameOf,
  Problems,
  ringOf,
  runsOf,
  sideOf,
  Unusable,
} from './reading';
import { WrittenClasses } from './writtenClasses';

const PATH = 'annotations/instances_default.json';

export const coco: AnnotationCodec = {
  name: 'coco',
  read(files) {
    const problems = new Problems();
    const images = files.flatMap((file) => attemptEntry(problems, file.path, () => readFile(file, problems)) ?? []);
    return { images, problems: problems.all() };
  },
  begin: (classes, options) => new CocoWriter(classes, options),
};

interface OpenImage {
  readonly file: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly normalised: false;
  readonly shapes: LabelledShape[];
}

function readFile({ path, text }: TextFile, problems: Problems): OpenImage[] {
  const root = jsonObject(text);
  if (!Array.isArray(root['images']) || !Array.isArray(root['annotations']))
    throw new Unusable("It has no lists 'images' and 'annotations' as COCO files have.");
  const categories = new Map<unknown, string>();
  for (const entry of listOf(root['categories'])) {
    const category = fieldsOf(entry);
    const name = nameOf(category?.['name'], 200);
    if (category && name !== undefined) categories.set(category['id'], name);
  }
  const images = new Map<unknown, OpenImage>();
  listOf(root['images']).forEach((entry, i) => {
    attemptEntry(problems, path, () => {
      const image = fieldsOf(entry);
      const file = nameOf(image?.['file_name']);
      if (!image || file === undefined) throw new Unusable(`Image ${i + 1} has no file name.`);
      const [width, height] = [sideOf(image['width'], `Image ${brief(file)}`), sideOf(image['height'], `Image ${brief(file)}`)];
      images.set(image['id'], { file, width, height, normalised: false, shapes: [] });
    });
  });
  listOf(root['annotations']).forEach((entry, i) => {
    attemptEntry(problems, path, () => {
      const annotation = fieldsOf(entry) ?? {};
      const what = `Annotation ${brief(annotation['id'] ?? i + 1)}`;
      const image = images.get(annotation['image_id']);
      if (!image) throw new Unusable(`${what} is of an image (${brief(annotation['image_id'])}) that the file does not list.`);
      const label = categories.get(annotation['category_id']);
      if (label === undefined)
        throw new Unusable(`${what} is of a category (${brief(annotation['category_id'])}) that the file does not name.`);
      image.shapes.push(...readSegmentation(annotation['segmentation'], image, what).map((shape) => ({ ...shape, label })));
    });
  });
  return [...images.values()];
}

function readSegmentation(segmentation: unknown, image: OpenImage, what: string): Omit<LabelledShape, 'label'>[] {
  if (Array.isArray(segmentation) && segmentation.length > 0)
    return segmentation.map((numbers) => ({ rings: [ringOf(listOf(numbers), what)] }));
  const code = fieldsOf(segmentation);
  if (!code) throw new Unusable(`${what} has a box alone, and no outline or mask.`);
  const size = listOf(code['size']);
  const [height, width] = [sideOf(size[0], what), sideOf(size[1], what)];
  if (height === null || width === null) throw new Unusable(`${what} has a mask without a size.`);
  if ((image.width !== null && width !== image.width) || (image.height !== null && height !== image.height))
    throw new Unusable(`${what} has a mask of ${width} x ${height} pixels for an image of ${image.width} x ${image.height}.`);
  const { counts } = code;
  const numbers = typeof counts === 'string' ? cocoRuns(counts, what) : listOf(counts);
  if (numbers.length === 0) throw new Unusable(`${what} has a mask without runs.`);
  const runs = runsOf(numbers, width * height, what);
  return [{ mask: { box: { x: 0, y: 0, width, height }, order: 'columns', runs } }];
}

class CocoWriter implements AnnotationWriter {
  readonly #classes: WrittenClasses;
  readonly #images: string[] = [];
  readonly #annotations: string[] = [];

  constructor(
    classes: readonly WrittenClass[],
    private readonly options: WriteOptions = {},
  ) {
    this.#classes = new WrittenClasses(classes);
  }

  add({ file, map }: ImageToWrite): TextFile[] {
    const id = this.#images.length + 1;
    this.#images.push(JSON.stringify({ id, width: map.width, height: map.height, file_name: file }));
    for (const region of labelRegions(map)) {
      this.#classes.index(region.label);
      if (this.options.as === 'polygons') this.#polygons(id, region);
      else this.#mask(id, region, map.width, map.height);
    }
    return [];
  }

  end(): TextFile[] {
    const categories = this.#classes.all().map(({ id, name }) => JSON.stringify({ id, name, supercategory: '' }));
    const lists = { images: this.#images, categories, annotations: this.#annotations };
    const body = Object.entries(lists).map(([name, entries]) => `"${name}":[${entries.length > 0 ? `\n${entries.join(',\n')}\n` : ''}]`);
    return [{ path: PATH, text: `{"info":{"description":"Written by Roadbrush"},"licenses":[],\n${body.join(',\n')}}\n` }];
  }

  #mask(image: number, region: Region, width: number, height: number): void {
    const { box, area, label } = region;
    const segmentation = { size: [height, width], counts: cocoString(cocoCounts(region, width, height)) };
    this.#put(image, label, segmentation, area, [box.x, box.y, box.width, box.height]);
  }

  #polygons(image: number, { label, box, pixels }: Region): void {
    const { tolerance = 0 } = this.options;
    for (const ring of polygonsWithoutHoles(pixels, box.width, box.height, { offset: box, tolerance })) {
      let [left, top, right, bottom, area] = [Infinity, Infinity, -Infinity, -Infinity, 0];
      ring.forEach(({ x, y }, i) => {
        const next = ring[(i + 1) % ring.length]!;
        area += (x * next.y - y * next.x) / 2;
        [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
      });
      const segmentation = [ring.flatMap(({ x, y }) => [x, y])];
      this.#put(image, label, segmentation, Math.abs(area), [left, top, right - left, bottom - top]);
    }
  }

  #put(image: number, label: number, segmentation: Fields | number[][], area: number, bbox: number[]): void {
    const id = this.#annotations.length + 1;
    this.#annotations.push(JSON.stringify({ id, image_id: image, category_id: label, iscrowd: 0, area, bbox, segmentation }));
  }
}
