// The long work on data sets: reading, parsing and drawing, and writing annotations. It runs in a thread of its own (thread.ts), keeps what it has read, and gives it out in small parts.
import { OTHER } from '../../shared/domain';
import type { FormatName } from '../../shared/labels/formats';
import { emptyLabelMap, labelsIn } from '../../shared/mask/labelMap';
import { decodeRle, encodeRle } from '../../shared/mask/rle';
import { paintShape } from '../../shared/mask/shapes';
import { refuse, unwrap } from '../../shared/result';
import { labelsOf, type AnnotationWriter, type Problem, type TextFile, type WriteOptions, type WrittenClass } from './annotated';
import { formatNamed, planImport, type DatasetFrame, type DatasetPlan } from './index';

/** How a source is read: see planImport. */
export interface PlanHints {
  readonly masks?: string;
  readonly format?: string;
}
/** A plan without its lists, which follow in pages. */
export type PlanHead = Omit<DatasetPlan, 'frames' | 'problems' | 'shapes'> & { readonly pages: number };
export interface PlanPage {
  readonly frames: readonly DatasetFrame[];
  readonly problems: readonly Problem[];
}
/** A frame's shapes, to be drawn at its size. `ids`: the label id of each of its classes, in the order of the plan's; null: left out. */
export interface DrawItem {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly ids: readonly (number | null)[];
}
export interface DrawnMask {
  readonly rle: Uint8Array;
  /** Distinct, ascending. */
  readonly labels: readonly number[];
}
/** `kept`: labels that are written, others become OTHER; null: all. */
export interface WriteBegin extends WriteOptions {
  readonly format: FormatName;
  readonly classes: readonly WrittenClass[];
  readonly kept: readonly number[] | null;
}
export interface RleToWrite {
  readonly name: string;
  readonly file: string;
  readonly rle: Uint8Array;
}
/** A file of the export, in UTF-8. */
export interface WrittenFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Few enough that taking over a page costs the other side a millisecond or two. */
const PAGE = 250;

/** Every method takes and answers what a message can carry. */
export class FormatWork {
  #plan: DatasetPlan | null = null;
  #writer: { readonly to: AnnotationWriter; readonly kept: ReadonlySet<number> | null } | null = null;

  async plan(path: string, hints: PlanHints): Promise<PlanHead> {
    this.#plan = unwrap(await planImport(path, hints));
    const { frames, problems, shapes: _, ...head } = this.#plan;
    return { ...head, pages: Math.ceil(Math.max(frames.length, problems.length) / PAGE) };
  }

  page(number: number): PlanPage {
    const part = <T>(list: readonly T[] = []): readonly T[] => list.slice(number * PAGE, (number + 1) * PAGE);
    return { frames: part(this.#plan?.frames), problems: part(this.#plan?.problems) };
  }

  /** Refuses ('changed') where the source does not hold these shapes any more. */
  draw({ name, width, height, ids }: DrawItem): DrawnMask {
    const image = this.#plan?.shapes?.get(name);
    const labels = image && labelsOf(image).map(([label]) => label);
    if (!image || labels?.length !== ids.length)
      return refuse('changed', `${this.#plan?.source ?? name} has changed since it was looked at.`, 'Choose it again.');
    const map = emptyLabelMap(width, height);
    const scale = image.normalised ? { x: width, y: height } : { x: 1, y: 1 };
    const idOf = new Map(labels.map((label, i) => [label, ids[i]!]));
    for (const shape of image.shapes) {
      const id = idOf.get(shape.label) ?? null;
      if (id !== null) paintShape(map, shape, id, scale);
    }
    return { rle: encodeRle(map), labels: labelsIn(map) };
  }

  begin({ format, classes, kept, ...options }: WriteBegin): void {
    const write = formatNamed(format)?.write;
    if (write?.kind !== 'text') throw new Error(`${format} is not written as text`);
    this.#writer = { to: write.codec.begin(classes, options), kept: kept && new Set(kept) };
  }

  /** Files that are complete with this image. */
  add({ name, file, rle }: RleToWrite): WrittenFile[] {
    const { to, kept } = this.#writer!;
    const map = decodeRle(rle);
    if (kept !== null) for (let i = 0; i < map.data.length; i++) if (!kept.has(map.data[i]!)) map.data[i] = OTHER;
    return to.add({ name, file, map }).map(inBytes);
  }

  end(): WrittenFile[] {
    return this.#writer!.to.end().map(inBytes);
  }
}

const inBytes = ({ path, text }: TextFile): WrittenFile => ({ path, bytes: new TextEncoder().encode(text) });
