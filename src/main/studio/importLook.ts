// The first half of an import: every file is looked at, and each frame of the source becomes a new frame, a mask for a frame that is there, or a sentence.
import type { FrameId } from '../../shared/domain';
import { countDifferentRuns, countLabelled } from '../../shared/mask/runs';
import { unwrap } from '../../shared/result';
import type { InspectedImage, ReadMask } from '../engine/protocol';
import type { DatasetFrame, DatasetPlan, MaskSource } from '../formats';
import { reopened, type Work } from '../formats/thread';
import { frameRows, type FrameRow } from '../project/frames';
import { currentMask } from '../project/masks';
import type { ImportClasses } from './importClasses';
import { breathe, count, stopIfAborted } from './need';
import { otherNames } from './otherNames';
import type { Studio, VerbOptions } from './studio';

export interface FoundMask {
  readonly rle: Uint8Array;
  readonly labels: readonly number[];
}
/** A picture that will become a frame. */
export interface NewFrame {
  readonly name: string;
  readonly image: InspectedImage;
  readonly mask: FoundMask | null;
  /** Pixels of the mask that are labelled. */
  readonly labelled: number;
}
/** A mask that will become a frame's next version. */
export interface NewMask extends FoundMask {
  readonly frame: FrameId;
  /** The version it was compared with; null: the frame had no mask. */
  readonly base: number | null;
  readonly changed: number;
}
export interface Remark {
  readonly file: string;
  readonly why: string;
}
export interface Looked {
  readonly frames: NewFrame[];
  readonly masks: NewMask[];
  /** Frames that are there as the source has them. */
  unchanged: number;
  readonly skipped: Remark[];
  /** Masks that were taken, but not as they are. */
  readonly notes: Remark[];
}
type Size = { readonly width: number; readonly height: number };
type Drawn = FoundMask & { readonly note: string };

/** Files that the engine looks at in one call: few enough for a prompt cancel. */
const CHUNK = 16;

export async function look(studio: Studio, plan: DatasetPlan, classes: ImportClasses, into: Looked, options: VerbOptions): Promise<void> {
  const { length } = plan.frames;
  const tell = (done: number): void => options.onProgress?.({ done, total: length, what: 'Reading frames' });
  tell(0);
  const shapes = await reopened(plan, options.signal);
  try {
    const looking = new Looking(studio, classes, into, shapes);
    for (let at = 0; at < length; at += CHUNK) {
      stopIfAborted(options.signal);
      await looking.chunk(plan.frames.slice(at, at + CHUNK), options, (done) => tell(at + done));
      tell(Math.min(at + CHUNK, length));
      await breathe();
    }
  } finally {
    await shapes?.close();
  }
}

class Looking {
  private readonly byName = new Map<string, FrameRow>();
  private readonly byOther: ReadonlyMap<string, FrameRow>;
  private readonly bySha = new Map<string, FrameRow>();
  /** Of this import: name by SHA-256, and names taken. */
  private readonly freshSha = new Map<string, string>();
  private readonly freshNames = new Set<string>();
  private readonly masked = new Set<FrameId>();

  constructor(
    private readonly studio: Studio,
    private readonly classes: ImportClasses,
    private readonly into: Looked,
    /** Where shapes are drawn; null when there are none. */
    private readonly shapes: Work | null,
  ) {
    const rows = frameRows(studio.project.db);
    this.byOther = otherNames(rows);
    for (const row of rows) {
      this.byName.set(row.name, row);
      this.bySha.set(row.sha256, row);
    }
  }

  async chunk(frames: readonly DatasetFrame[], options: VerbOptions, tell: (done: number) => void): Promise<void> {
    const [pictures, alone]: [DatasetFrame[], DatasetFrame[]] = [[], []];
    for (const frame of frames) {
      const there = this.byName.get(frame.name);
      if (frame.image === null) {
        if (this.named(frame)) alone.push(frame);
        else this.skip(maskFile(frame), `It has no picture, and no frame is called ${frame.name}.`);
      } else if (there && frame.mask === null) this.into.unchanged++;
      else pictures.push(frame);
    }
    const inspected = await this.inspect(pictures, options, tell);
    const masks = await this.read(alone, options);
    for (const frame of pictures) {
      const image = inspected.get(frame.image!);
      if (image) await this.picture(frame, image);
    }
    for (const frame of alone) {
      const row = this.named(frame)!;
      const mask =
        frame.mask?.kind === 'file' ? this.fitting(masks.get(frame.mask.path), row) : await this.draw(frame.mask, frame.name, row);
      if (mask) this.next(row, mask, frame);
    }
  }

  private readonly named = ({ name }: DatasetFrame): FrameRow | undefined => this.byName.get(name) ?? this.byOther.get(name);

  private async picture(frame: DatasetFrame, image: InspectedImage): Promise<void> {
    const { name, mask } = frame;
    const twin = this.bySha.get(image.sha256);
    const fresh = this.freshSha.get(image.sha256);
    if (twin) {
      const found = await this.maskOf(frame, image);
      if (found) this.next(twin, found, frame);
      else if (mask === null && twin.name !== name) this.skip(image.image, `Duplicate: it is the same picture as frame ${twin.name}.`);
    } else if (fresh !== undefined) {
      this.skip(image.image, `Duplicate: it is the same picture as frame ${fresh}.`);
    } else if (this.byName.has(name)) {
      this.skip(image.image, `Another picture is called ${name} in this project: rename this one, or import its mask without the picture.`);
    } else if (this.freshNames.has(name)) {
      this.skip(image.image, `Duplicate: another picture of this import is called ${name}.`);
    } else {
      this.freshSha.set(image.sha256, name);
      this.freshNames.add(name);
      const found = await this.maskOf(frame, image);
      if (found) this.remark(frame, found);
      this.into.frames.push({ name, image, mask: found, labelled: found ? countLabelled(found.rle) : 0 });
    }
  }

  /** Null: it has none, or one that cannot be used, which is said. */
  private async maskOf(frame: DatasetFrame, image: InspectedImage): Promise<Drawn | null> {
    if (frame.mask?.kind !== 'file') return this.draw(frame.mask, frame.name, image);
    if (image.mask !== null) return { rle: image.mask, labels: image.labels, note: image.maskNote };
    if (image.maskError !== null) this.skip(frame.mask.path, image.maskError);
    return null;
  }

  private next(row: FrameRow, mask: Drawn, frame: DatasetFrame): void {
    if (this.masked.has(row.id)) return this.skip(maskFile(frame), `Another mask of this import is for frame ${row.name} already.`);
    this.masked.add(row.id);
    const current = currentMask(this.studio.project.db, row.id);
    // Equal maps have equal bytes.
    if (current && Buffer.from(current.rle).equals(mask.rle)) {
      this.into.unchanged++;
      return;
    }
    this.remark(frame, mask);
    const changed = current ? countDifferentRuns(current.rle, mask.rle) : countLabelled(mask.rle);
    this.into.masks.push({ frame: row.id, rle: mask.rle, labels: mask.labels, base: current?.version ?? null, changed });
  }

  private fitting(mask: ReadMask | undefined, row: FrameRow): Drawn | null {
    if (!mask) return null;
    if (mask.width === row.width && mask.height === row.height) return mask;
    const sizes = `it is ${mask.width} x ${mask.height} pixels and frame ${row.name} is ${row.width} x ${row.height}`;
    this.skip(mask.path, `The mask ${mask.path} cannot be used: ${sizes}.`);
    return null;
  }

  /** Shapes at the frame's size, in their order; those of unknown classes are left out, which is said. */
  private async draw(source: MaskSource | null, name: string, { width, height }: Size): Promise<Drawn | null> {
    if (source?.kind !== 'shapes') return null;
    const { path, file } = source;
    if ((source.width !== null && source.width !== width) || (source.height !== null && source.height !== height)) {
      this.skip(path, `Its shapes for ${file} are for ${source.width} x ${source.height} pixels and the picture is ${width} x ${height}.`);
      return null;
    }
    const ids = source.labels.map(([label]) => this.classes.idOf(label));
    const { rle, labels } = await this.shapes!.call('draw', { name, width, height, ids });
    const unknown = source.labels.filter((_, i) => ids[i] === null);
    const left = unknown.map(([label, shapes]) => `${count(shapes, 'shape')} of '${label}'`).join(', ');
    const note = left === '' ? '' : `${file}: the project has no such class, so these were left out: ${left}`;
    return { rle, labels, note };
  }

  private async inspect(frames: readonly DatasetFrame[], options: VerbOptions, tell: (done: number) => void) {
    const items = frames.map(({ image, mask }) => ({
      image: image!,
      ...(mask?.kind === 'file' ? { mask: mask.path, maskKind: mask.as } : { mask: null, maskKind: 'label-ids' as const }),
    }));
    if (items.length === 0) return new Map<string, InspectedImage>();
    const call = { onEvent: ({ done }: { done: number }) => tell(done), ...(options.signal ? { signal: options.signal } : {}) };
    const { failed, images } = unwrap(await this.studio.engine.call('images.inspect', { items }, call));
    for (const { image, why } of failed) this.skip(image, why);
    return new Map(images.map((image) => [image.image, image]));
  }

  private async read(frames: readonly DatasetFrame[], options: VerbOptions) {
    const items = frames.flatMap(({ mask }) => (mask?.kind === 'file' ? [{ path: mask.path, as: mask.as }] : []));
    if (items.length === 0) return new Map<string, ReadMask>();
    const call = options.signal ? { signal: options.signal } : {};
    const { failed, masks } = unwrap(await this.studio.engine.call('masks.read', { items }, call));
    for (const { path, why } of failed) this.skip(path, why);
    return new Map(masks.map((mask) => [mask.path, mask]));
  }

  private remark(frame: DatasetFrame, { note }: Drawn): void {
    if (note !== '') this.into.notes.push({ file: maskFile(frame), why: `${note[0]!.toUpperCase()}${note.slice(1)}.` });
  }
  private skip(file: string, why: string): void {
    // The list says which file it is: the sentence need not.
    const rest = why.replace(`${file} `, '');
    this.into.skipped.push({ file, why: `${rest[0]!.toUpperCase()}${rest.slice(1)}` });
  }
}

const maskFile = ({ mask, image, name }: DatasetFrame): string => mask?.path ?? image ?? name;
