// One interface for every data set format: what a folder or file holds, as frames with their pictures and masks, and which files a mask is written as.
// Formats look at names and read texts; pictures and mask files are decoded and encoded by the engine.
import type { Split } from '../../shared/domain';
import type { FormatName, MaskKind, WrittenKind } from '../../shared/labels/formats';
import type { AnnotatedImage, AnnotationCodec, Problem } from './annotated';

export type MaskSource =
  /** A picture whose pixels stand for label ids in one of the known ways. */
  | { readonly kind: 'file'; readonly path: string; readonly as: MaskKind }
  /** Shapes of an annotation file, `path`, to be drawn at the frame's size: Contents.shapes has them. */
  | ShapesSource;

export interface ShapesSource {
  readonly kind: 'shapes';
  readonly path: string;
  /** The image as the annotations name it, and its size where they tell it. */
  readonly file: string;
  readonly width: number | null;
  readonly height: number | null;
  /** Classes in the order in which their first shapes come, and how many shapes each has. */
  readonly labels: readonly (readonly [label: string, shapes: number])[];
}

/** One frame of a source. */
export interface DatasetFrame {
  /** The frame's name: its image's file name without extension, or what the mask or the annotations call it. */
  readonly name: string;
  /** Null where there is a mask alone: it is meant for the frame of that name. */
  readonly image: string | null;
  readonly mask: MaskSource | null;
}

/** A class as the source names it. `id`, `colour`: null where it does not say. */
export interface SourceClass {
  readonly name: string;
  readonly id: number | null;
  readonly colour: string | null;
}

export interface Contents {
  /** Sorted by name, naturally; names are unique. */
  readonly frames: readonly DatasetFrame[];
  /** Classes that the source names; empty where only the pixels tell. */
  readonly classes: readonly SourceClass[];
  /** Files that are left out, one sentence each. */
  readonly problems: readonly Problem[];
  /** The shapes of frames whose masks are 'shapes', by the frames' names. They stay where they were read: a plan from another thread has none. */
  readonly shapes?: ReadonlyMap<string, AnnotatedImage>;
}

/** What an import would read. */
export interface DatasetPlan extends Contents {
  readonly format: FormatName;
  /** The folder or file that was chosen, absolute. */
  readonly source: string;
  /** Every format that can read the source, the likeliest first. */
  readonly formats: readonly FormatName[];
  readonly hints: ReadHints;
}

export interface ReadHints {
  /** A folder of mask files or an annotation file that belong to the source's pictures by name, instead of where the format has them. */
  readonly masks?: string;
}

/** A chosen folder or file. */
export interface Source {
  /** Absolute. */
  readonly path: string;
  readonly isFolder: boolean;
}

/** A mask as one or more pictures; paths are relative to the folder of the export, with '/'. */
export interface MaskFile {
  readonly path: string;
  readonly as: WrittenKind;
}
export interface PngWriter {
  readonly kind: 'png';
  /** `name` is safe as a file's name and unique in the export. */
  files(name: string, split: Split): readonly MaskFile[];
  /** Whether a class's table lies beside the masks (classes.txt). */
  readonly classTable: boolean;
}
export interface TextWriter {
  readonly kind: 'text';
  readonly codec: AnnotationCodec;
}

export interface DatasetFormat {
  readonly name: FormatName;
  /** Whether the source looks like this format: by its files' names, or by the first words of a text. */
  detect(source: Source): Promise<boolean>;
  /** What it holds. Throws ExpectedFailure only when nothing of it can be read. */
  read(source: Source, hints: ReadHints): Promise<Contents>;
  /** Null: it is only read. */
  readonly write: PngWriter | TextWriter | null;
}
