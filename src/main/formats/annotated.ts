// What the annotation formats (COCO, CVAT, YOLO, labelme) have in common: shapes with a class name on an image, read from and written to text.
import type { LabelMap } from '../../shared/mask/labelMap';
import type { Shape } from '../../shared/mask/shapes';

/** A text of a data set; `path` is relative to its folder or archive, with '/'. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** One sentence about one file; what it speaks of was left out, everything else was read. */
export interface Problem {
  readonly file: string;
  readonly why: string;
}

export interface LabelledShape extends Shape {
  /** The class's name as the file has it; `labelNamed` finds the project's. */
  readonly label: string;
}

export interface AnnotatedImage {
  /** The image's file as the annotations name it; YOLO knows no extension: 'train/000001_10'. */
  readonly file: string;
  /** Pixels; null when the file does not tell: the frame's own size counts then. */
  readonly width: number | null;
  readonly height: number | null;
  /** True when coordinates are fractions of the frame's width and height (YOLO). */
  readonly normalised: boolean;
  /** In drawing order: where shapes overlap, the last one counts (document order, or z_order where the format has it). */
  readonly shapes: readonly LabelledShape[];
}

export interface ReadAnnotations {
  readonly images: readonly AnnotatedImage[];
  readonly problems: readonly Problem[];
}

/** A class to write; of a palette's LabelClass all but the key. */
export interface WrittenClass {
  /** 1..255: label 0 is the background and is never written. */
  readonly id: number;
  readonly name: string;
  /** '#rrggbb'. */
  readonly colour: string;
}

export interface ImageToWrite {
  /** The frame's name: names files of the format that stand for one image. */
  readonly name: string;
  /** The image's file name, as the annotations name it. */
  readonly file: string;
  readonly map: LabelMap;
}

/** Takes one image after the other, so that a long export can yield in between and needs one label map at a time. */
export interface AnnotationWriter {
  /** Texts that are complete with this image. */
  add(image: ImageToWrite): readonly TextFile[];
  /** Texts that are complete with the last image. */
  end(): readonly TextFile[];
}

export interface WriteOptions {
  /** 'masks' (exact) or 'polygons'; a format that has one of them only takes no notice. */
  readonly as?: 'masks' | 'polygons';
  /** How far, in pixels, a polygon may leave the mask's outline, to have fewer points; 0 (exact) by default. */
  readonly tolerance?: number;
}

export interface AnnotationCodec {
  readonly name: 'coco' | 'cvat' | 'yolo' | 'labelme';
  /** Reads what it can; never throws for what the texts hold. */
  read(files: readonly TextFile[]): ReadAnnotations;
  /** `classes` are written in their order; labels of a map that have none are written as 'label_<id>'. */
  begin(classes: readonly WrittenClass[], options?: WriteOptions): AnnotationWriter;
}

/** Everything at once, for small sets. */
export function writeAll(
  codec: AnnotationCodec,
  images: Iterable<ImageToWrite>,
  classes: readonly WrittenClass[],
  options: WriteOptions = {},
): TextFile[] {
  const writer = codec.begin(classes, options);
  const files: TextFile[] = [];
  for (const image of images) files.push(...writer.add(image));
  files.push(...writer.end());
  return files;
}

/** The classes of an image's shapes in the order in which they come first, and how many shapes each has. */
export function labelsOf({ shapes }: AnnotatedImage): (readonly [label: string, shapes: number])[] {
  const counts = new Map<string, number>();
  for (const { label } of shapes) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts];
}

/** The id of the class called `name`: as written, else without regard to case; 'label_13' is 13 when no class has that name; null when unknown. */
export function labelNamed(name: string, classes: readonly { readonly id: number; readonly name: string }[]): number | null {
  const folded = name.trim().toLowerCase();
  const found = classes.find((one) => one.name === name) ?? classes.find((one) => one.name.trim().toLowerCase() === folded);
  if (found) return found.id;
  const numbered = /^label_(\d{1,3})$/.exec(folded);
  return numbered && Number(numbered[1]) <= 255 ? Number(numbered[1]) : null;
}
