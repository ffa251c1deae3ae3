// YOLO segmentation: 'labels/NAME.txt' with a line a polygon, 'class x1 y1 x2 y2 ...' in fractions of the picture's size, and 'data.yaml' with the classes' names.
// Layout: docs.ultralytics.com, 'Instance segmentation datasets'. A file knows no size: the frame's own counts. Polygons are drawn in the order of the lines, and
// as Ultralytics draws them (polygon2mask: points cut to whole pixels, outlines filled too).
import { CUT_INSET, polygonsWithoutHoles } from '../../shared/mask/contours';
import { labelRegions } from '../../shared/mask/shapes';
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
import { attemptEntry, brief, MAX_POINTS, Problems, ringOf, Unusable } from './reading';
import { WrittenClasses } from './writtenClasses';
import { namesInYaml } from './yoloNames';

export const yolo: AnnotationCodec = {
  name: 'yolo',
  read(files) {
    const problems = new Problems();
    const names = readNames(files, problems);
    if (names === null) return { images: [], problems: problems.all() };
    const labels = files.filter(({ path }) => path.toLowerCase().endsWith('.txt') && !isClassList(path));
    return { images: labels.map((file) => readLabels(file, names, problems)), problems: problems.all() };
  },
  begin: (classes, options) => new YoloWriter(classes, options),
};

const base = (path: string): string => path.slice(path.lastIndexOf('/') + 1).toLowerCase();
/** Beside the labels, some programs keep the names one a line. */
const isClassList = (path: string): boolean => ['classes.txt', 'obj.names'].includes(base(path));

function readNames(files: readonly TextFile[], problems: Problems): ReadonlyMap<number, string> | null {
  const yaml = files.find(({ path }) => base(path) === 'data.yaml') ?? files.find(({ path }) => /\.ya?ml$/i.test(path));
  if (yaml) return attemptEntry(problems, yaml.path, () => namesInYaml(yaml.text)) ?? null;
  const list = files.find(({ path }) => isClassList(path));
  if (list)
    return new Map(
      list.text
        .trim()
        .split(/\r?\n/)
        .map((name, i) => [i, name.trim()]),
    );
  problems.add('data.yaml', 'There is no data.yaml beside the labels, so that nothing says what the classes are called.');
  return null;
}

function readLabels({ path, text }: TextFile, names: ReadonlyMap<number, string>, problems: Problems): AnnotatedImage {
  const shapes: LabelledShape[] = [];
  let boxes = 0;
  for (const [i, line] of text.split('\n').entries()) {
    const fields = line.trim().split(/\s+/, 2 * MAX_POINTS + 3);
    if (fields[0] === '') continue;
    if (fields.length === 5) {
      boxes++;
      continue;
    }
    attemptEntry(problems, path, () => {
      // Some write the class as 1.0e+00, and Ultralytics takes it.
      const label = names.get(Number(fields[0]));
      if (label === undefined) throw new Unusable(`Line ${i + 1} is of class ${brief(fields[0])}, which data.yaml does not name.`);
      // Beyond the picture by its own size is still believed; 4096 pixels is what the number 1 is taken to be at most.
      shapes.push({ label, outlined: true, rings: [ringOf(fields.slice(1).map(Number), `Line ${i + 1}`, 2, 4096)] });
    });
  }
  if (boxes > 0) problems.add(path, `${boxes} ${boxes === 1 ? 'line is a box' : 'lines are boxes'} and no polygon: left out.`);
  return { file: imageOf(path), width: null, height: null, normalised: true, shapes };
}

/** 'labels/train/a.txt' is of the image 'train/a', whatever folders 'labels' lies in. */
function imageOf(path: string): string {
  const parts = path.replace(/\.txt$/i, '').split('/');
  const labels = parts.findLastIndex((part, i) => i < parts.length - 1 && part.toLowerCase() === 'labels');
  return parts.slice(labels + 1).join('/');
}

class YoloWriter implements AnnotationWriter {
  readonly #classes: WrittenClasses;

  constructor(
    classes: readonly WrittenClass[],
    private readonly options: WriteOptions = {},
  ) {
    this.#classes = new WrittenClasses(classes);
  }

  add({ name, map }: ImageToWrite): TextFile[] {
    const { tolerance = 0 } = this.options;
    const lines: string[] = [];
    for (const { label, box, pixels } of labelRegions(map)) {
      const index = this.#classes.index(label);
      for (const ring of polygonsWithoutHoles(pixels, box.width, box.height, { offset: box, inset: CUT_INSET, tolerance }))
        lines.push(`${index} ${ring.map(({ x, y }) => `${fraction(x, map.width)} ${fraction(y, map.height)}`).join(' ')}\n`);
    }
    return [{ path: `labels/${name}.txt`, text: lines.join('') }];
  }

  end(): TextFile[] {
    const names = this.#classes.all().map(({ name }, i) => `  ${i}: ${JSON.stringify(name)}\n`);
    return [
      { path: 'data.yaml', text: `path: .\ntrain: images\nval: images\nnames:${names.length > 0 ? '\n' : ' {}\n'}${names.join('')}` },
    ];
  }
}

/** Seven digits: at 65,535 pixels still a hundredth of one. */
const fraction = (value: number, side: number): string => String(Number((value / side).toFixed(7)));
