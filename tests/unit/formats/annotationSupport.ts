// Drawing what a codec read, as an import does it, and random label maps to write.
import fc from 'fast-check';
import {
  type AnnotatedImage,
  type AnnotationCodec,
  type ImageToWrite,
  labelNamed,
  writeAll,
  type WriteOptions,
} from '../../../src/main/formats/annotated';
import { emptyLabelMap, type LabelMap } from '../../../src/shared/mask/labelMap';
import { paintShape } from '../../../src/shared/mask/shapes';

export const CLASSES = [
  { id: 7, name: 'road', colour: '#804080' },
  { id: 255, name: 'ignore', colour: '#000000' },
  { id: 3, name: 'Sky & "clouds" <blue>', colour: '#4682b4' },
  { id: 26, name: "voiture: d'été, n° 1 #x", colour: '#00008e' },
];
/** 13 has no class: it is written under a name of its own. */
export const LABELS = [0, 7, 255, 3, 26, 13];

export const labelMaps = fc
  .tuple(fc.integer({ min: 1, max: 13 }), fc.integer({ min: 1, max: 11 }), fc.boolean())
  .chain(([width, height, full]) =>
    fc
      .array(fc.constantFrom(...(full ? LABELS.slice(1) : LABELS)), { minLength: width * height, maxLength: width * height })
      .map((values): LabelMap => ({ width, height, data: Uint8Array.from(values) })),
  );

/** The label map of what was read, at a size; names that no class has throw. */
export function drawn(image: AnnotatedImage, width: number, height: number): LabelMap {
  const map = emptyLabelMap(width, height);
  for (const shape of image.shapes) {
    const label = labelNamed(shape.label, CLASSES);
    if (label === null) throw new Error(`No class ${shape.label}.`);
    paintShape(map, shape, label, image.normalised ? { x: width, y: height } : undefined);
  }
  return map;
}

export const named = (maps: readonly LabelMap[]): ImageToWrite[] =>
  maps.map((map, i) => ({ name: `frame_${i}`, file: `frame_${i}.png`, map }));

export function thereAndBack(codec: AnnotationCodec, maps: readonly LabelMap[], options?: WriteOptions) {
  const read = codec.read(writeAll(codec, named(maps), CLASSES, options));
  return { ...read, maps: read.images.map((image, i) => drawn(image, maps[i]!.width, maps[i]!.height)) };
}
