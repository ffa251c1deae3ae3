// Every data set format by name: what it is, which tools read it, and how the pixels of its mask files stand for label ids.
import { z } from 'zod';

export const FormatName = z.enum(['kitti', 'kitti-road', 'cityscapes', 'indexed', 'binary', 'coco', 'cvat', 'yolo', 'labelme', 'plain']);
export type FormatName = z.infer<typeof FormatName>;

/**
 * What the pixels of a mask file are:
 * 'label-ids' 8-bit grey or palette indexes, the ids themselves; 'indexed' the same, written with a palette; 'cityscapes-ids' label ids with
 * 'out of roi' for ignore; 'cityscapes-colours'; 'kitti-road' magenta, red, black; 'binary' 255 road, 0 not.
 */
export const MASK_KINDS = ['label-ids', 'indexed', 'cityscapes-ids', 'cityscapes-colours', 'kitti-road', 'binary'] as const;
export type MaskKind = (typeof MASK_KINDS)[number];
/**
 * What is written besides, because other readers go by it, and never read: 16-bit grey without instances. KITTI's are label id * 256 + instance,
 * Cityscapes' the label id alone where there is no instance.
 */
export type WrittenKind = MaskKind | 'kitti-instances' | 'cityscapes-instances';

/** How an annotation file holds a mask; both exact, unless polygons are asked to have fewer points. */
export const ShapesAs = z.enum(['masks', 'polygons']);
export type ShapesAs = z.infer<typeof ShapesAs>;
/** The furthest that a polygon may be asked to leave an outline, in pixels. */
export const MAX_TOLERANCE = 20;

export interface FormatWords {
  readonly name: FormatName;
  readonly title: string;
  /** One line on what it is. */
  readonly about: string;
  /** Which tools read it. */
  readonly readBy: string;
  /** What of a mask does not survive it; empty when it comes back exactly. */
  readonly loses: string;
  readonly writes: boolean;
  /** Masks may hold more than road, other and ignore. */
  readonly manyClasses: boolean;
  /** What its files may hold, what is written unasked first; empty: its masks are pictures. */
  readonly shapes: readonly ShapesAs[];
}

const words = (
  name: FormatName,
  title: string,
  about: string,
  readBy: string,
  loses = '',
  more: Partial<FormatWords> = {},
): FormatWords => ({
  ...{ name, title, about, readBy, loses, writes: true, manyClasses: true, shapes: [] },
  ...more,
});
const ROAD_ONLY = { manyClasses: false };

export const FORMATS: readonly FormatWords[] = [
  words(
    'kitti',
    'KITTI semantics',
    'semantic/NAME.png: grey PNGs of label ids, 7 = road, 255 = ignore',
    'the KITTI semantics kit, datumaro, any script that wants ids',
  ),
  words(
    'kitti-road',
    'KITTI road',
    'gt_image_2/um_road_NNNNNN.png: road magenta, not road red, ignore black',
    'the KITTI road benchmark’s kit',
    'Classes other than road become not road.',
    ROAD_ONLY,
  ),
  words(
    'cityscapes',
    'Cityscapes',
    'gtFine: _labelIds.png and _color.png of every frame',
    'cityscapesScripts, datumaro, mmsegmentation, torchvision',
    'Classes that Cityscapes does not have become unlabeled; ignore is written as out of roi.',
  ),
  words(
    'indexed',
    'Indexed PNG',
    'SegmentationClass/NAME.png: palette PNGs, index = label id, in the project’s colours',
    'Pascal VOC loaders, GIMP, ImageJ, any viewer',
  ),
  words(
    'binary',
    'Binary PNG',
    'masks/NAME.png: 255 = road, 0 = not',
    'everything',
    'Other classes and ignore become not road.',
    ROAD_ONLY,
  ),
  words(
    'coco',
    'COCO',
    'instances_default.json: run-length masks or polygons, with categories',
    'pycocotools, Detectron2, FiftyOne, CVAT, Label Studio',
    '',
    { shapes: ['masks', 'polygons'] },
  ),
  words('cvat', 'CVAT for images 1.1', 'one annotations.xml with run-length masks or polygons', 'CVAT, datumaro', '', {
    shapes: ['masks', 'polygons'],
  }),
  words(
    'yolo',
    'YOLO segmentation',
    'labels/NAME.txt: polygons as fractions of the picture, holes cut open; data.yaml',
    'Ultralytics YOLO, Roboflow',
    '',
    {
      shapes: ['polygons'],
    },
  ),
  words('labelme', 'labelme', 'NAME.json beside the picture: polygons or masks', 'labelme, X-AnyLabeling', '', {
    shapes: ['polygons', 'masks'],
  }),
  words('plain', 'Folder of pictures', 'PNG or JPEG frames without masks', 'everything', '', { writes: false, manyClasses: false }),
];

export const formatWords = (name: FormatName): FormatWords => FORMATS.find((format) => format.name === name)!;
/** Formats that masks can be written in. */
export const WRITABLE_FORMATS: readonly FormatName[] = FORMATS.filter((format) => format.writes).map((format) => format.name);
