// Masks for other programs: pictures of them by the engine, annotation files by their codecs, in a draft folder that takes its place when it is whole.
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { IGNORE, OTHER, ROAD, type FrameId, type LabelClass, type Split } from '../../shared/domain';
import { fileStems } from '../../shared/fileNames';
import { formatWords, MAX_TOLERANCE, WRITABLE_FORMATS } from '../../shared/labels/formats';
import { CITYSCAPES, OUT_OF_ROI } from '../../shared/labels/cityscapes';
import { withPreset } from '../../shared/labels/palette';
import { labelsIn } from '../../shared/mask/labelsIn';
import { decodeRle, encodeRle } from '../../shared/mask/rle';
import { attempt, ExpectedFailure, refuse, unwrap, type Failure, type Result } from '../../shared/result';
import { formatNamed } from '../formats';
import { CLASS_TABLE, classTable } from '../formats/classTable';
import type { MaskFile, PngWriter } from '../formats/format';
import { openWork } from '../formats/thread';
import { currentMask, currentVersion } from '../project/masks';
import { palette } from '../project/palette';
import { splitOf } from '../project/splits';
import { breathe, count, needFrameRow, stopIfAborted } from './need';
import { chooseFrames } from './predict';
import { predictedMasks } from './predictedMasks';
import type { ExportedMasks, MaskExport, Studio, VerbOptions } from './studio';

/** A frame whose mask is written. */
interface Written {
  readonly frame: FrameId;
  readonly name: string;
  /** Safe and unique. */
  readonly stem: string;
  /** The picture's file name. */
  readonly file: string;
  readonly split: Split;
}
/** What the writers of both kinds need. */
interface Work {
  readonly studio: Studio;
  readonly frames: readonly Written[];
  readonly classes: readonly LabelClass[];
  /** The mask of a frame: as it is, or as it is predicted. */
  readonly mask: (frame: FrameId) => Promise<Uint8Array>;
  /** Labels that are written, others become OTHER; null: all. */
  readonly kept: readonly number[] | null;
  readonly draft: string;
  readonly options: VerbOptions;
}
interface Made {
  readonly files: string[];
  bytes: number;
  readonly notes: string[];
}

/** Masks in one call to the engine: few enough for a prompt cancel. */
const CHUNK = 16;

export const exportMasks = (studio: Studio, request: MaskExport, options: VerbOptions = {}): Promise<Result<ExportedMasks>> =>
  attempt(async () => {
    const { project } = studio;
    const writer = formatNamed(request.format)?.write ?? null;
    if (writer === null)
      return refuse('bad-input', `Masks cannot be written as '${request.format}'.`, `Formats: ${WRITABLE_FORMATS.join(', ')}.`);
    needPossible(request);
    const ids = chooseFrames(project, request.frames);
    const { of } = request;
    const masked = of ? ids : ids.filter((id) => currentVersion(project.db, id) !== null);
    if (masked.length === 0) refuse('empty', 'None of these frames has a mask yet.', 'Choose frames with a mask.');
    const out = resolve(request.out);
    await needFree(out);
    const draft = join(dirname(out), `.${basename(out)}.${process.pid}-${randomBytes(4).toString('hex')}.part`);
    const predicted = of ? await predictedMasks(studio, of, masked, options) : null;
    const what = predicted ? predictedClasses(studio, request.classes, predicted.mask) : await chosen(studio, request.classes, masked);
    const work: Work = { ...{ studio, draft, options }, frames: named(studio, masked), ...what };
    let folder: string | undefined;
    try {
      // The first of the folders that were made for it: they go with a draft that comes to nothing.
      folder = await mkdir(dirname(out), { recursive: true });
      await mkdir(draft);
      const made = writer.kind === 'png' ? await writePictures(work, writer, request) : await writeTexts(work, request);
      stopIfAborted(options.signal);
      await rmdir(out).catch(() => undefined);
      await rename(draft, out);
      const notes = [...(predicted?.notes ?? []), ...made.notes];
      return { ...made, notes, format: request.format, folder: out, frames: masked.length, withoutMask: ids.length - masked.length };
    } catch (error) {
      throw error instanceof ExpectedFailure ? error : unwritable(error, out);
    } finally {
      await rm(draft, { recursive: true, force: true });
      if (folder !== undefined) await removeEmpty(dirname(out), folder);
    }
  });

/** Takes away `from` and what is around it up to `to`, as long as they are empty. */
async function removeEmpty(from: string, to: string): Promise<void> {
  for (let at = from; at.length >= to.length; at = dirname(at))
    if (
      !(await rmdir(at).then(
        () => true,
        () => false,
      ))
    )
      return;
}

/** What cannot be had is refused, not left out. */
function needPossible({ format, shapes, tolerance = 0 }: MaskExport): void {
  const { title, shapes: has } = formatWords(format);
  if (shapes !== undefined && !has.includes(shapes))
    refuse('bad-input', `${title} has no ${shapes}.`, has.length === 0 ? 'Its masks are pictures.' : `It has ${has.join(' and ')}.`);
  if (!(tolerance >= 0 && tolerance <= MAX_TOLERANCE))
    refuse('bad-input', `Polygons cannot be ${tolerance} pixels off.`, `Choose 0 (exact) to ${MAX_TOLERANCE}.`);
  if (tolerance > 0 && (shapes ?? has[0]) !== 'polygons')
    refuse('bad-input', 'Only polygons can have fewer points.', has.includes('polygons') ? 'Ask for polygons too.' : `${title} has none.`);
}

/** Nothing is ever written over. */
async function needFree(out: string): Promise<void> {
  const inside = await readdir(out).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    return refuse('exists', `${out} is not a folder, so masks cannot be written into it.`, 'Name a new folder.');
  });
  if (inside !== null && inside.length > 0)
    refuse('exists', `${out} is not empty: ${inside[0]} is there, among others.`, 'Name a new folder: nothing is written over.');
}

function unwritable(error: unknown, out: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new ExpectedFailure({
      code: 'disk-full',
      message: `The disk is full: ${out} was not written.`,
      hint: 'Make room and export again.',
    });
  return new ExpectedFailure({
    code: 'unwritable',
    message: `${out} cannot be written (${message}).`,
    hint: 'Choose another place for it.',
  });
}

function named({ project }: Studio, ids: readonly FrameId[]): Written[] {
  const rows = ids.map((id) => needFrameRow(project, id));
  const stems = fileStems(rows);
  return rows.map(({ id, name, path }, i) => {
    const file = basename(path.replaceAll('\\', '/'));
    return { frame: id, name, stem: stems[i]!, file, split: splitOf(project.db, id) };
  });
}

/** Classes to write: the palette's, and Cityscapes' own names for ids that the masks hold besides. */
async function chosen(
  { project }: Studio,
  wanted: readonly number[] | null,
  masked: readonly FrameId[],
): Promise<Pick<Work, 'classes' | 'mask' | 'kept'>> {
  const kept = wanted === null ? null : new Set([...wanted, IGNORE]);
  const used = new Set<number>();
  for (const [i, frame] of masked.entries()) {
    for (const label of labelsIn(currentMask(project.db, frame)!.rle)) used.add(label);
    if (i % 50 === 49) await breathe();
  }
  // 'out of roi' would come back as ignore.
  const known = CITYSCAPES.filter(({ id }) => used.has(id) && id !== OUT_OF_ROI);
  const classes = withPreset(palette(project.db), known).filter(({ id }) => kept === null || kept.has(id));
  return { classes, kept: kept && [...kept], mask: async (frame) => currentMask(project.db, frame)!.rle };
}

/** A prediction knows road and other alone. */
function predictedClasses(
  { project }: Studio,
  wanted: readonly number[] | null,
  mask: Work['mask'],
): Pick<Work, 'classes' | 'mask' | 'kept'> {
  const kept = wanted === null ? null : [...wanted, IGNORE];
  const classes = palette(project.db).filter(({ id }) => id === ROAD || id === OTHER || id === IGNORE);
  return { classes, kept, mask };
}

function filtered(rle: Uint8Array, kept: readonly number[] | null): Uint8Array {
  if (kept === null) return rle;
  const map = decodeRle(rle);
  for (let i = 0; i < map.data.length; i++) if (!kept.includes(map.data[i]!)) map.data[i] = OTHER;
  return encodeRle(map);
}

async function writePictures(work: Work, writer: PngWriter, { format }: MaskExport): Promise<Made> {
  const { studio, frames, classes, draft, options } = work;
  const made: Made = { files: [], bytes: 0, notes: [] };
  const colours = classes.map(({ id, colour }) => [id, colour] as const);
  let [masks, pixels] = [0, 0];
  const tell = (done: number): void => options.onProgress?.({ done, total: frames.length, what: 'Writing masks' });
  for (let at = 0; at < frames.length; at += CHUNK) {
    stopIfAborted(options.signal);
    const chunk: { readonly rle: Uint8Array; readonly files: readonly MaskFile[] }[] = [];
    for (const { frame, stem, split } of frames.slice(at, at + CHUNK)) {
      chunk.push({ rle: filtered(await work.mask(frame), work.kept), files: writer.files(stem, split) });
      if (work.kept !== null) await breathe();
    }
    const items = chunk.flatMap(({ rle, files }) => files.map(({ path, as }) => ({ path: join(draft, path), as, rle })));
    const call = options.signal ? { signal: options.signal } : {};
    const { bytes, lost } = unwrap(await studio.engine.call('masks.write', { items, palette: colours }, call));
    made.files.push(...chunk.flatMap(({ files }) => files.map(({ path }) => path)));
    made.bytes += bytes;
    // The files of one mask lose alike.
    const first = lost.filter((_, i) => i % (items.length / chunk.length) === 0);
    masks += first.filter((one) => one > 0).length;
    pixels += first.reduce((sum, one) => sum + one, 0);
    tell(Math.min(at + CHUNK, frames.length));
  }
  if (pixels > 0)
    made.notes.push(`${count(pixels, 'pixel')} of ${count(masks, 'mask')} could not be written as they are. ${formatWords(format).loses}`);
  if (writer.classTable) await put(work, made, CLASS_TABLE, new TextEncoder().encode(classTable(classes)));
  return made;
}

/** The texts are made in a thread of their own, which gets one mask at a time. */
async function writeTexts(work: Work, { format, shapes, tolerance = 0 }: MaskExport): Promise<Made> {
  const { frames, kept, options } = work;
  const made: Made = { files: [], bytes: 0, notes: [] };
  const classes = work.classes.filter(({ id }) => id !== OTHER);
  const writer = openWork({ signal: options.signal, tooMuch: TOO_MUCH });
  try {
    await writer.call('begin', { format, classes, kept, as: shapes ?? formatWords(format).shapes[0]!, tolerance });
    for (const [done, { frame, stem, file }] of frames.entries()) {
      stopIfAborted(options.signal);
      for (const { path, bytes } of await writer.call('add', { name: stem, file, rle: await work.mask(frame) }))
        await put(work, made, path, bytes);
      options.onProgress?.({ done: done + 1, total: frames.length, what: 'Writing masks' });
    }
    for (const { path, bytes } of await writer.call('end')) await put(work, made, path, bytes);
  } finally {
    await writer.close();
  }
  if (tolerance > 0) made.notes.push(`Polygons have fewer points than the outlines and may be ${tolerance} px off them.`);
  return made;
}

const TOO_MUCH: Failure = {
  code: 'out-of-memory',
  message: 'These masks are more than fits into memory as one file.',
  hint: 'Export fewer frames at once.',
};

async function put({ draft }: Work, made: Made, path: string, bytes: Uint8Array): Promise<void> {
  const file = join(draft, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes, { flag: 'wx' });
  made.files.push(path);
  made.bytes += bytes.byteLength;
}
