// The annotation formats as data sets: their texts found and read, their images joined with the pictures that are there.
import { basename, extname, join } from 'node:path';
import { refuse } from '../../shared/result';
import { labelsOf, type AnnotatedImage, type AnnotationCodec, type Problem, type ReadAnnotations, type TextFile } from './annotated';
import { coco } from './coco';
import { cvat } from './cvat';
import { isMaskPicture, isPicture, sorted, stem } from './files';
import type { Contents, DatasetFormat, DatasetFrame, Source } from './format';
import { labelme } from './labelme';
import { PictureIndex } from './pictureIndex';
import { beginning, isZip, placeOf, readText, unzipTexts } from './texts';
import { yolo } from './yolo';

interface Reading {
  readonly codec: AnnotationCodec;
  /** Whether a file of this name may belong to the format. */
  wanted(path: string): boolean;
  /** Whether a text that begins so is of the format. */
  tells(beginning: string): boolean;
  /** Every file stands for itself: read one at a time, so that no more than one text is held. */
  readonly alone: boolean;
}

const has = (extension: string) => (path: string) => extname(path).toLowerCase() === extension;
const isYaml = (path: string): boolean => /\.ya?ml$/i.test(path);
const inLabels = (path: string): boolean => has('.txt')(path) && /(^|\/)labels(\/|$)/i.test(path);
const YOLO_LINE = /^\s*\d{1,6}(\s+-?[\d.]+(e-?\d+)?){4,}/;

const READINGS: readonly Reading[] = [
  {
    codec: coco,
    wanted: has('.json'),
    tells: (text) => /"(images|annotations|categories)"\s*:/.test(text) && !/"shapes"\s*:/.test(text),
    alone: true,
  },
  { codec: cvat, wanted: has('.xml'), tells: (text) => /<annotations[\s>]/.test(text), alone: true },
  { codec: labelme, wanted: has('.json'), tells: (text) => /"(shapes|imagePath)"\s*:/.test(text), alone: true },
  {
    codec: yolo,
    wanted: (path) => isYaml(path) || inLabels(path) || /(^|\/)(classes\.txt|obj\.names)$/i.test(path),
    tells: (text) => /^names\s*:/m.test(text) || YOLO_LINE.test(text),
    alone: false,
  },
];

export const annotationFormats: readonly DatasetFormat[] = READINGS.map((reading) => ({
  name: reading.codec.name,
  detect: async (source) => (await telling(reading, source, FIRST)).length > 0,
  read: (source, hints) => read(reading, source, hints.masks),
  write: { kind: 'text', codec: reading.codec },
}));

/** Files that are looked into to see what a folder is. */
const FIRST = 8;

/** Paths of files that are of the format as far as their first words say; in an archive by their names. */
async function telling({ wanted, tells }: Reading, source: Source, most = Infinity): Promise<string[]> {
  if (!source.isFolder) {
    if (isZip(source.path)) {
      const texts = await unzipTexts(source.path, wanted, []).catch(() => []);
      return texts.filter(({ text }) => tells(text.slice(0, 65_536))).map(({ path }) => path);
    }
    const path = basename(source.path);
    return (wanted(path) || isYaml(path)) && wanted(path) && tells(await beginning(source.path)) ? [path] : [];
  }
  const { root, files } = await placeOf(source);
  const found: string[] = [];
  let looked = 0;
  for (const file of files.filter(wanted)) {
    if (looked++ >= most) break;
    if (tells(await beginning(join(root, file)))) found.push(file);
  }
  return found;
}

async function read(reading: Reading, source: Source, annotations: string | undefined): Promise<Contents> {
  const problems: Problem[] = [];
  // Pictures from the folder, annotations from a file of its own.
  const text: Source = annotations === undefined ? source : { path: annotations, isFolder: false };
  const images = await readTexts(reading, text, problems);
  if (images.length === 0 && problems.length === 0) refuse('empty', `${text.path} holds no annotations of this format.`);
  const { root, files } = await placeOf(source);
  return joinPictures(
    images,
    root,
    files.filter((file) => isPicture(file) && !isMaskPicture(file)),
    source.isFolder,
    problems,
  );
}

type Named = AnnotatedImage & { readonly from: string };

async function readTexts(reading: Reading, source: Source, problems: Problem[]): Promise<Named[]> {
  const { codec, wanted, alone } = reading;
  const take = ({ images, problems: found }: ReadAnnotations, from: string | null): Named[] => {
    problems.push(...found);
    return images.map((image) => ({ ...image, from: from ?? image.file }));
  };
  const all = (texts: readonly TextFile[]): Named[] =>
    alone ? texts.flatMap((text) => take(codec.read([text]), text.path)) : take(codec.read(texts), null);
  if (isZip(source.path)) {
    const texts = await unzipTexts(source.path, wanted, problems);
    return all(alone ? texts.filter(({ text }) => reading.tells(text.slice(0, 65_536))) : texts);
  }
  const { root, files } = await placeOf(source);
  const own = files.length > 0 ? files.filter((file) => join(root, file) === source.path) : [];
  const paths = source.isFolder ? (alone ? await telling(reading, source) : files.filter(wanted)) : alone ? own : files.filter(wanted);
  const found: Named[] = [];
  const together: TextFile[] = [];
  // A chosen file that its own folder is too large to list is read by its name.
  const list =
    paths.length === 0 && !source.isFolder
      ? [{ root: join(source.path, '..'), path: basename(source.path) }]
      : paths.map((path) => ({ root, path }));
  for (const at of list) {
    try {
      const text = await readText(at.root, at.path);
      if (alone) found.push(...all([text]));
      else together.push(text);
    } catch (error) {
      problems.push({ file: at.path, why: error instanceof Error && !('code' in error) ? error.message : 'It cannot be read.' });
    }
  }
  return alone ? found : all(together);
}

/** `others`: pictures that nothing is said of are frames too. */
function joinPictures(images: readonly Named[], root: string, pictures: readonly string[], others: boolean, problems: Problem[]): Contents {
  const index = new PictureIndex(pictures);
  const frames = new Map<string, DatasetFrame>();
  const shapes = new Map<string, AnnotatedImage>();
  const labels = new Set<string>();
  const used = new Set<string>();
  for (const image of images) {
    const found = index.find(image.file);
    // Around a file that was chosen by itself lies what it may: its masks may be for frames that are there.
    const picture = found === 'several' && !others ? null : found;
    if (picture === 'several') {
      problems.push({ file: image.from, why: `Several pictures may be its ${image.file}: left out.` });
      continue;
    }
    const name = stem(picture ?? image.file.split(/[\\/]/).at(-1) ?? '');
    if (picture !== null) used.add(picture);
    if (frames.has(name)) {
      problems.push({ file: image.from, why: `${image.file}: another image of it is called ${name} too; left out.` });
      continue;
    }
    const own = labelsOf(image);
    for (const [label] of own) labels.add(label);
    const { file, width, height, from } = image;
    // Whoever has not labelled an image has not said that there is nothing on it.
    const mask = own.length > 0 ? { kind: 'shapes' as const, path: from, file, width, height, labels: own } : null;
    if (mask !== null) shapes.set(name, image);
    if (picture !== null || mask !== null) frames.set(name, { name, image: picture === null ? null : join(root, picture), mask });
  }
  for (const picture of others ? pictures : []) {
    const name = stem(picture);
    if (!used.has(picture) && !frames.has(name)) frames.set(name, { name, image: join(root, picture), mask: null });
  }
  const classes = [...labels].map((name) => ({ name, id: null, colour: null }));
  return { frames: sorted(frames.values()), classes, problems, shapes };
}
