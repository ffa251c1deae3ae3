// Every format, the most particular first, and finding out which one a folder or file is.
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { FORMATS, formatWords, type FormatName } from '../../shared/labels/formats';
import { attempt, fail, refuse, type Result } from '../../shared/result';
import { annotationFormats } from './annotations';
import { readApart } from './apart';
import { cityscapes } from './cityscapes';
import type { DatasetFormat, DatasetPlan, Source } from './format';
import { kitti } from './kitti';
import { kittiRoad } from './kittiRoad';
import { binary, indexed, looksBinary } from './maskFolders';
import { plain } from './plain';

export type { DatasetFrame, DatasetPlan, MaskSource, SourceClass } from './format';

const READERS: readonly DatasetFormat[] = [kittiRoad, kitti, cityscapes, indexed, binary, ...annotationFormats, plain];
export const formatNamed = (name: FormatName): DatasetFormat | undefined => READERS.find((format) => format.name === name);
export const FORMAT_NAMES: readonly FormatName[] = FORMATS.map((format) => format.name);

/** `masks`: where masks are, instead of where the format has them. `format`: one of FORMAT_NAMES, instead of finding out. */
export async function planImport(
  path: string,
  hints: { readonly masks?: string; readonly format?: string } = {},
): Promise<Result<DatasetPlan>> {
  const source = await sourceAt(resolve(path));
  if (source === null) return fail('not-found', `There is nothing at ${resolve(path)}.`);
  const masks = hints.masks === undefined ? undefined : resolve(hints.masks);
  const maskSource = masks === undefined ? source : await sourceAt(masks);
  if (maskSource === null) return fail('not-found', `There is nothing at ${masks} for the masks.`);
  const wanted = hints.format === undefined ? undefined : READERS.find((format) => format.name === hints.format);
  if (hints.format !== undefined && !wanted)
    return fail('bad-input', `There is no format '${hints.format}'.`, `Formats: ${FORMAT_NAMES.join(', ')}.`);

  if (masks !== undefined && maskSource.isFolder && source.isFolder) {
    const apart = await formatApart(maskSource, wanted);
    if (apart) return attempt(async () => planApart(source, maskSource, apart));
  }
  const able: DatasetFormat[] = [];
  // Annotations by themselves say more of the format than the pictures that they are for.
  const telling = maskSource.isFolder ? source : maskSource;
  for (const format of READERS) if (await format.detect(telling)) able.push(format);
  const greyFirst = able.includes(binary) && able[0] === indexed && (await looksBinary(source));
  const format = wanted ?? (greyFirst ? binary : able[0]);
  if (!format) return fail('not-a-dataset', `${source.path} is nothing that Roadbrush can read.`, EXPECTED);
  return attempt(async () => {
    const readHints = masks === undefined ? {} : { masks };
    const contents = await format.read(source, readHints);
    if (masks !== undefined && !contents.frames.some(({ mask }) => mask !== null) && contents.problems.length === 0)
      refuse('empty', `${masks} holds no masks.`, 'Name the folder of the mask PNGs, or an annotation file.');
    if (contents.frames.length === 0 && contents.problems.length === 0) unlike(source, format, able.includes(format));
    const formats = able.map(({ name }) => name);
    const plan: DatasetPlan = {
      ...contents,
      format: format.name,
      source: source.path,
      formats: formats.includes(format.name) ? formats : [format.name, ...formats],
      hints: readHints,
    };
    return plan;
  });
}

/** What a folder of masks is by itself; undefined: PNGs lie in it, which are masks by their names alone. */
async function formatApart(masks: Source, wanted: DatasetFormat | undefined): Promise<DatasetFormat | undefined> {
  const flat = await plain.detect(masks);
  if (wanted) return wanted === plain || (flat && wanted !== cityscapes && !annotationFormats.includes(wanted)) ? undefined : wanted;
  for (const format of READERS) {
    if (!(await format.detect(masks))) continue;
    if (!BESIDE.includes(format)) return format;
    if (flat) return undefined;
    return format === indexed && (await looksBinary(masks)) ? binary : format;
  }
  return undefined;
}
/** Formats whose folders of masks are known by nothing but their name. */
const BESIDE: readonly DatasetFormat[] = [indexed, binary, plain];

async function planApart(source: Source, masks: Source, format: DatasetFormat): Promise<DatasetPlan> {
  let pictures: DatasetFormat = plain;
  for (const one of [kittiRoad, kitti, cityscapes, indexed]) if (pictures === plain && (await one.detect(source))) pictures = one;
  const contents = await readApart(pictures, source, format, masks);
  if (contents.problems.length === 0 && !contents.frames.some(({ mask }) => mask !== null)) unlike(masks, format, false);
  return { ...contents, format: format.name, source: source.path, formats: [format.name], hints: { masks: masks.path } };
}

const EXPECTED =
  'Choose a folder of pictures, a data set of one of the known formats, an annotation file (.json, .xml) or a CVAT archive (.zip).';

function unlike(source: Source, format: DatasetFormat, looked: boolean): never {
  const { title, about } = formatWords(format.name);
  if (looked) return refuse('empty', `${source.path} holds no PNG or JPEG images and no masks.`, EXPECTED);
  return refuse('not-a-dataset', `${source.path} holds nothing of the format ${title}.`, `It should have ${about}.`);
}

async function sourceAt(path: string): Promise<Source | null> {
  try {
    return { path, isFolder: (await stat(path)).isDirectory() };
  } catch {
    return null;
  }
}
