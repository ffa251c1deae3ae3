// labelme: a JSON file an image, 'NAME.json' beside it, with polygons or masks. Layout: labelme's own _label_file.py (github.com/wkentaro/labelme).
// Shapes are drawn in the order of the file, and as labelme draws them (shape_to_mask: points cut to whole pixels, outlines filled too).
import { CUT_INSET, polygonsWithoutHoles } from '../../shared/mask/contours';
import { labelRegions, type Region, rowRuns } from '../../shared/mask/shapes';
import type {
  AnnotatedImage,
  AnnotationCodec,
  AnnotationWriter,
  ImageToWrite,
  LabelledShape,
  TextFile,
  WriteOptions,
  WrittenClass,
} from './annotated';
import { maskFromPng, maskToPng } from './maskPng';
import { attemptEntry, brief, type Fields, fieldsOf, jsonObject, listOf, nameOf, Problems, ringOf, sideOf, Unusable } from './reading';
import { WrittenClasses } from './writtenClasses';

export const labelme: AnnotationCodec = {
  name: 'labelme',
  read(files) {
    const problems = new Problems();
    const images = files.flatMap((file) => attemptEntry(problems, file.path, () => [readFile(file, problems)]) ?? []);
    return { images, problems: problems.all() };
  },
  begin: (classes, options) => new LabelmeWriter(classes, options),
};

function readFile({ path, text }: TextFile, problems: Problems): AnnotatedImage {
  const root = jsonObject(text);
  if (!Array.isArray(root['shapes'])) throw new Unusable("It has no list 'shapes' as labelme files have.");
  // labelme on Windows wrote backslashes; without a path the file's own name tells.
  const file = (nameOf(root['imagePath']) ?? path.replace(/\.json$/i, '')).replace(/\\/g, '/');
  const [width, height] = [sideOf(root['imageWidth'], 'The image'), sideOf(root['imageHeight'], 'The image')];
  const shapes = listOf(root['shapes']).flatMap(
    (entry, i) => attemptEntry(problems, path, () => [readShape(fieldsOf(entry) ?? {}, `Shape ${i + 1}`)]) ?? [],
  );
  return { file, width, height, normalised: false, shapes };
}

function readShape(shape: Fields, what: string): LabelledShape {
  const label = nameOf(shape['label'], 200);
  if (label === undefined) throw new Unusable(`${what} has no label.`);
  const kind = shape['shape_type'] ?? 'polygon';
  const numbers = listOf(shape['points']).flatMap((point) => (Array.isArray(point) && point.length === 2 ? (point as unknown[]) : [NaN]));
  if (kind === 'polygon') return { label, outlined: true, rings: [ringOf(numbers, what)] };
  if (kind === 'rectangle' && numbers.length === 4) {
    const [x0, y0, x1, y1] = numbers;
    return { label, outlined: true, rings: [ringOf([x0, y0, x1, y0, x1, y1, x0, y1], what)] };
  }
  if (kind !== 'mask') throw new Unusable(`${what} is a ${brief(kind)}: only polygons, rectangles and masks have pixels.`);
  return { label, mask: readMask(shape['mask'], numbers, what) };
}

/** The points are the box's first and last pixel. */
function readMask(mask: unknown, corners: readonly unknown[], what: string): LabelledShape['mask'] {
  const [x0, y0, x1, y1] = corners.map((value) => (typeof value === 'number' && Math.abs(value) <= 1e6 ? Math.trunc(value) : NaN));
  if (typeof mask !== 'string' || corners.length !== 4) throw new Unusable(`${what} is a mask without pixels or without its two corners.`);
  const box = { x: x0!, y: y0!, width: sideOf(x1! - x0! + 1, what)!, height: sideOf(y1! - y0! + 1, what)! };
  const pixels = maskFromPng(Buffer.from(mask, 'base64'), box.width, box.height, what);
  return { box, order: 'rows', runs: rowRuns(pixels) };
}

class LabelmeWriter implements AnnotationWriter {
  readonly #classes: WrittenClasses;

  constructor(
    classes: readonly WrittenClass[],
    private readonly options: WriteOptions = {},
  ) {
    this.#classes = new WrittenClasses(classes);
  }

  add({ name, file, map }: ImageToWrite): TextFile[] {
    const shapes = [...labelRegions(map)].flatMap((region) =>
      this.options.as === 'masks' ? [this.#mask(region)] : this.#polygons(region),
    );
    const tail = { imagePath: file, imageData: null, imageHeight: map.height, imageWidth: map.width };
    const lines = shapes.map((shape) => `\n${JSON.stringify(shape)}`).join(',');
    return [
      {
        path: `${name}.json`,
        text: `{\n"version": "5.5.0",\n"flags": {},\n"shapes": [${lines}],\n${JSON.stringify(tail).slice(1)}\n`,
      },
    ];
  }

  end(): TextFile[] {
    return [];
  }

  #shape(label: number, shape_type: string, points: number[][], mask: string | null): Fields {
    return { label: this.#classes.name(label), points, group_id: null, description: '', shape_type, flags: {}, mask };
  }

  #polygons({ label, box, pixels }: Region): Fields[] {
    const { tolerance = 0 } = this.options;
    return polygonsWithoutHoles(pixels, box.width, box.height, { offset: box, inset: CUT_INSET, tolerance }).map((ring) =>
      this.#shape(
        label,
        'polygon',
        ring.map(({ x, y }) => [x, y]),
        null,
      ),
    );
  }

  #mask({ label, box, pixels }: Region): Fields {
    const corners = [
      [box.x, box.y],
      [box.x + box.width - 1, box.y + box.height - 1],
    ];
    return this.#shape(label, 'mask', corners, Buffer.from(maskToPng(pixels, box.width, box.height)).toString('base64'));
  }
}
