// CVAT for images 1.1, one XML file: masks (exact) or polygons. Layout: docs.cvat.ai, 'CVAT for image: annotations', and 'XML annotation format', version 1.1.
// A mask is runs along the rows of its box, first of zeros. Shapes are drawn by z_order, those of one z_order in the order of the file; tags and attributes say nothing about pixels.
import { XMLParser } from 'fast-xml-parser';
import { polygonsWithoutHoles } from '../../shared/mask/contours';
import { labelRegions, rowRuns } from '../../shared/mask/shapes';
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
import { attemptEntry, brief, MAX_POINTS, nameOf, Problems, ringOf, runsOf, sideOf, Unusable } from './reading';
import { WrittenClasses } from './writtenClasses';

export const cvat: AnnotationCodec = {
  name: 'cvat',
  read(files) {
    const problems = new Problems();
    const images = files.flatMap((file) => attemptEntry(problems, file.path, () => readFile(file, problems)) ?? []);
    return { images, problems: problems.all() };
  },
  begin: (classes, options) => new CvatWriter(classes, options),
};

/** An element in document order: its children under its name, its attributes under ':@'. */
type Element = Readonly<Record<string, unknown>>;

const attributesOf = (element: Element): Readonly<Record<string, string>> =>
  Object.assign(Object.create(null) as object, element[':@']) as Readonly<Record<string, string>>;
const children = (element: Element, name: string): readonly Element[] => (Array.isArray(element[name]) ? (element[name] as Element[]) : []);
const nameOfElement = (element: Element): string => Object.keys(element).find((key) => key !== ':@') ?? '';

function parse(text: string): readonly Element[] {
  // No CVAT file declares a document type, and only there could entities be defined that grow into gigabytes.
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new Unusable('It declares a document type or entities, which CVAT files never do: not read.');
  try {
    const parser = new XMLParser({
      preserveOrder: true,
      ignoreAttributes: false,
      attributeNamePrefix: '',
      parseTagValue: false,
      parseAttributeValue: false,
    });
    return parser.parse(text, true) as Element[];
  } catch {
    throw new Unusable('It is not XML: damaged or cut short.');
  }
}

function readFile({ path, text }: TextFile, problems: Problems): AnnotatedImage[] {
  const root = parse(text).find((element) => nameOfElement(element) === 'annotations');
  if (!root) throw new Unusable("It has no 'annotations' as CVAT files have.");
  const inside = children(root, 'annotations');
  if (inside.some((element) => nameOfElement(element) === 'track'))
    problems.add(path, "Tracks were left out: export the job as 'CVAT for images 1.1', not for video.");
  return inside
    .filter((element) => nameOfElement(element) === 'image')
    .flatMap((element, i) => attemptEntry(problems, path, () => readImage(element, i + 1, path, problems)) ?? []);
}

function readImage(element: Element, number: number, path: string, problems: Problems): AnnotatedImage {
  const attributes = attributesOf(element);
  const file = nameOf(attributes['name']);
  if (file === undefined) throw new Unusable(`Image ${number} has no name.`);
  const [width, height] = [sideOf(attributes['width'], `Image ${brief(file)}`), sideOf(attributes['height'], `Image ${brief(file)}`)];
  const shapes: { z: number; shape: LabelledShape }[] = [];
  const others = new Map<string, number>();
  for (const child of children(element, 'image')) {
    const kind = nameOfElement(child);
    if (kind === 'tag' || kind === '#text') continue;
    if (kind !== 'mask' && kind !== 'polygon') {
      others.set(kind, (others.get(kind) ?? 0) + 1);
      continue;
    }
    attemptEntry(problems, path, () => {
      const fields = attributesOf(child);
      const what = `A ${kind} of ${brief(file)}`;
      const label = nameOf(fields['label'], 200);
      if (label === undefined) throw new Unusable(`${what} has no label.`);
      const z = Number(fields['z_order'] ?? 0);
      const shape =
        kind === 'mask' ? { label, mask: readMask(fields, what) } : { label, rings: [readPoints(fields['points'] ?? '', what)] };
      shapes.push({ z: Number.isFinite(z) ? z : 0, shape });
    });
  }
  for (const [kind, count] of others)
    problems.add(path, `${brief(file)}: ${count} ${brief(kind)} left out: only masks and polygons have pixels.`);
  shapes.sort((a, b) => a.z - b.z);
  return { file, width, height, normalised: false, shapes: shapes.map(({ shape }) => shape) };
}

function readMask(fields: Readonly<Record<string, string>>, what: string): LabelledShape['mask'] {
  const [width, height] = [sideOf(fields['width'], what), sideOf(fields['height'], what)];
  const [x, y] = [Number(fields['left'] ?? NaN), Number(fields['top'] ?? NaN)];
  if (width === null || height === null || !Number.isInteger(x) || !Number.isInteger(y) || Math.abs(x) > 1e6 || Math.abs(y) > 1e6)
    throw new Unusable(`${what} does not say where it lies.`);
  const runs = runsOf((fields['rle'] ?? '').split(',').map(numberIn), width * height, what);
  return { box: { x, y, width, height }, order: 'rows', runs };
}

function readPoints(text: string, what: string): { x: number; y: number }[] {
  const pairs = text.split(';', MAX_POINTS + 1);
  const numbers = pairs.flatMap((pair) => {
    const [x, y, ...more] = pair.split(',', 3);
    return more.length > 0 || y === undefined ? [numberIn(pair)] : [numberIn(x!), numberIn(y)];
  });
  return ringOf(numbers, what);
}

/** NaN for what is no number; Number('') would be 0. */
const numberIn = (text: string): number => (text.trim() === '' ? NaN : Number(text));

class CvatWriter implements AnnotationWriter {
  readonly #classes: WrittenClasses;
  readonly #images: string[] = [];

  constructor(
    classes: readonly WrittenClass[],
    private readonly options: WriteOptions = {},
  ) {
    this.#classes = new WrittenClasses(classes);
  }

  add({ file, map }: ImageToWrite): TextFile[] {
    const lines = [`  <image id="${this.#images.length}" name="${escaped(file)}" width="${map.width}" height="${map.height}">`];
    for (const { label, box, pixels } of labelRegions(map)) {
      const common = `label="${escaped(this.#classes.name(label))}" source="manual" occluded="0"`;
      if (this.options.as === 'polygons') {
        const { tolerance = 0 } = this.options;
        for (const ring of polygonsWithoutHoles(pixels, box.width, box.height, { offset: box, tolerance })) {
          const points = ring.map(({ x, y }) => `${x.toFixed(2)},${y.toFixed(2)}`).join(';');
          lines.push(`    <polygon ${common} points="${points}" z_order="0">`, '    </polygon>');
        }
      } else {
        const place = `left="${box.x}" top="${box.y}" width="${box.width}" height="${box.height}"`;
        lines.push(`    <mask ${common} rle="${cvatRuns(pixels).join(', ')}" ${place} z_order="0">`, '    </mask>');
      }
    }
    this.#images.push([...lines, '  </image>'].join('\n'));
    return [];
  }

  end(): TextFile[] {
    const labels = this.#classes
      .all()
      .map(
        ({ name, colour }) =>
          `        <label><name>${escaped(name)}</name><color>${colour}</color><type>any</type><attributes></attributes></label>`,
      );
    const size = this.#images.length;
    const text = [
      '<?xml version="1.0" encoding="utf-8"?>',
      '<annotations>',
      '  <version>1.1</version>',
      '  <meta>',
      '    <task>',
      `      <name>Roadbrush</name><size>${size}</size><mode>annotation</mode><start_frame>0</start_frame><stop_frame>${Math.max(0, size - 1)}</stop_frame>`,
      '      <labels>',
      ...labels,
      '      </labels>',
      '    </task>',
      '  </meta>',
      ...this.#images,
      '</annotations>',
      '',
    ].join('\n');
    return [{ path: 'annotations.xml', text }];
  }
}

/** CVAT's runs are all the box's pixels, the last ones too when they are not in the mask. */
function cvatRuns(pixels: Uint8Array): number[] {
  const runs = rowRuns(pixels);
  const rest = pixels.length - runs.reduce((sum, run) => sum + run, 0);
  return rest > 0 ? [...runs, rest] : runs;
}

/** Characters that XML cannot hold at all are left out. */
const escaped = (text: string): string =>
  text
    // eslint-disable-next-line no-control-regex -- those are what is left out
    .replace(/[\u0000-\u001f\ufffe\uffff]/g, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
