// COCO, CVAT, YOLO and labelme: what is written is read again, pixel by pixel; what is broken costs a sentence and nothing else.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnnotationCodec, labelNamed, writeAll } from '../../../src/main/formats/annotated';
import { coco } from '../../../src/main/formats/coco';
import { cocoCounts, cocoRuns, cocoString } from '../../../src/main/formats/cocoRle';
import { cvat } from '../../../src/main/formats/cvat';
import { labelme } from '../../../src/main/formats/labelme';
import { yolo } from '../../../src/main/formats/yolo';
import { namesInYaml } from '../../../src/main/formats/yoloNames';
import { labelRegions } from '../../../src/shared/mask/shapes';
import { CLASSES, drawn, labelMaps, named, thereAndBack } from './annotationSupport';

const CODECS: readonly AnnotationCodec[] = [coco, cvat, yolo, labelme];
const text = (codec: AnnotationCodec, content: string, path = 'a.json') => codec.read([{ path, text: content }]);

describe.each(CODECS.flatMap((codec) => (['masks', 'polygons'] as const).map((as) => ({ codec, as, name: codec.name }))))(
  '$name as $as',
  ({ codec, as }) => {
    it('is read back as the same pixels, whatever the label maps', () => {
      fc.assert(
        fc.property(fc.array(labelMaps, { minLength: 1, maxLength: 3 }), (maps) => {
          const back = thereAndBack(codec, maps, { as });
          expect(back.problems).toEqual([]);
          expect(back.maps.map(({ data }) => data)).toEqual(maps.map(({ data }) => data));
          back.images.forEach((image, i) => {
            expect(image.file).toBe(codec === yolo ? `frame_${i}` : `frame_${i}.png`);
            if (codec !== yolo) expect([image.width, image.height]).toEqual([maps[i]!.width, maps[i]!.height]);
          });
        }),
        { numRuns: 60 },
      );
    });

    it('loses only what lies along outlines when points are left out', () => {
      const size = 60;
      const data = Uint8Array.from({ length: size * size }, (_, i) =>
        Math.hypot((i % size) - 30, Math.floor(i / size) - 30) < 24 ? 7 : 0,
      );
      const [back] = thereAndBack(codec, [{ width: size, height: size, data }], { as, tolerance: 1 }).maps;
      const wrong = [...data.keys()].filter((i) => data[i] !== back!.data[i]);
      for (const i of wrong) expect(Math.abs(Math.hypot((i % size) - 30, Math.floor(i / size) - 30) - 24)).toBeLessThan(2.2);
    });

    it('a set without images is still a set', () => {
      const back = codec.read(writeAll(codec, [], CLASSES, { as }));
      expect(back).toEqual({ images: [], problems: [] });
    });
  },
);

it.each(CODECS)('$name keeps a large frame exact', (codec) => {
  const [width, height] = [3001, 90];
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data[y * width + x] = (x * 7 + y * 13) % 101 < 40 && x % 97 > 3 ? 7 : y > 40 + (x % 50) ? 26 : 0;
  const back = thereAndBack(codec, [{ width, height, data }], {});
  expect(back.problems).toEqual([]);
  expect(Buffer.compare(back.maps[0]!.data, data)).toBe(0);
});

it.each(CODECS)('$name never throws and never hangs, whatever a text holds', (codec) => {
  const [good] = writeAll(
    codec,
    named([{ width: 5, height: 4, data: Uint8Array.from({ length: 20 }, (_, i) => (i % 3 ? 7 : 0)) }]),
    CLASSES,
    {
      as: 'masks',
    },
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.nat(), fc.nat(), (noise, at, cut) => {
      const broken = good!.text.slice(0, at % good!.text.length) + noise + good!.text.slice((at + cut) % good!.text.length);
      for (const content of [noise, broken]) {
        const files = [
          { path: codec === yolo ? 'labels/a.txt' : 'a', text: content },
          { path: 'data.yaml', text: codec === yolo ? 'names: [road]' : content },
        ];
        for (const image of codec.read(files).images)
          expect(() => drawn({ ...image, shapes: image.shapes.map((s) => ({ ...s, label: 'road' })) }, 5, 4)).not.toThrow();
      }
    }),
    { numRuns: 150 },
  );
});

describe('COCO', () => {
  const around = (annotations: unknown[], more: object = {}) =>
    JSON.stringify({
      images: [{ id: 5, file_name: 'a.png', width: 4, height: 3 }],
      categories: [{ id: 9, name: 'road' }],
      annotations,
      ...more,
    });
  const annotation = (segmentation: unknown, more: object = {}) => ({
    id: 1,
    image_id: 5,
    category_id: 9,
    iscrowd: 0,
    segmentation,
    ...more,
  });

  it('lists of runs, strings and polygons are the same mask; crowds count too', () => {
    const rows = (image: ReturnType<typeof coco.read>) =>
      [...drawn(image.images[0]!, 4, 3).data].map((label) => (label === 7 ? 1 : 0)).join('');
    const lists = text(coco, around([annotation({ size: [3, 4], counts: [4, 2, 1, 2, 3] }, { iscrowd: 1 })]));
    expect(rows(lists)).toBe('000001100110');
    expect(rows(text(coco, around([annotation({ size: [3, 4], counts: cocoString([4, 2, 1, 2, 3]) })])))).toBe('000001100110');
    expect(rows(text(coco, around([annotation([[1, 1, 3, 1, 3, 3, 1, 3]])])))).toBe('000001100110');
  });

  it('polygons of one annotation are joined, not cut out of one another', () => {
    const both = text(
      coco,
      around([
        annotation([
          [0, 0, 4, 0, 4, 3, 0, 3],
          [1, 1, 3, 1, 3, 2, 1, 2],
        ]),
      ]),
    );
    expect(drawn(both.images[0]!, 4, 3).data).toEqual(new Uint8Array(12).fill(7));
  });

  it('the string is the one that pycocotools documents', () => {
    expect(cocoString([0, 9])).toBe('09');
    expect(cocoString([6, 1, 40, 4, 5, 4, 5, 4, 21])).toBe('61X13mN000`0');
    expect(cocoRuns('61X13mN000`0', '')).toEqual([6, 1, 40, 4, 5, 4, 5, 4, 21]);
    fc.assert(fc.property(fc.array(fc.nat(2 ** 31 - 1)), (counts) => void expect(cocoRuns(cocoString(counts), '')).toEqual(counts)));
  });

  it('runs are all the pixels of the picture, and none of them twice', () => {
    fc.assert(
      fc.property(labelMaps, (map) => {
        for (const region of labelRegions(map)) {
          const counts = cocoCounts(region, map.width, map.height);
          expect(counts.reduce((sum, run) => sum + run)).toBe(map.data.length);
          expect(counts.slice(1).every((run) => run > 0)).toBe(true);
        }
      }),
    );
  });

  it('each broken annotation costs one sentence', () => {
    const broken = [
      annotation([[1, 1, 3, 1, 3]]),
      annotation([[1, 1, 3, 1]]),
      annotation([[1, 1, 3, 1, 1e300, 2]]),
      annotation([], {}),
      annotation({ size: [3, 4], counts: [4, -2, 1] }),
    ];
    const { images, problems } = text(coco, around([...broken, annotation({ size: [3, 4], counts: [0, 12] })]));
    expect(problems).toEqual([
      { file: 'a.json', why: 'Annotation 1 has a point without a second coordinate.' },
      { file: 'a.json', why: 'Annotation 1 has fewer than three points.' },
      { file: 'a.json', why: 'Annotation 1 has a point that is no point of a picture (1e+300, 2).' },
      { file: 'a.json', why: 'Annotation 1 has a box alone, and no outline or mask.' },
      { file: 'a.json', why: 'Annotation 1 has a run of -2 pixels.' },
    ]);
    expect(images[0]!.shapes).toHaveLength(1);
    const others = [
      [annotation({ size: [3, 4], counts: [4, 9] }), /13 pixels for 12/],
      [annotation({ size: [3, 1e9], counts: [0, 3e9] }), /impossible size/],
      [annotation({ size: [3, 5], counts: [0, 15] }), /mask of 5 x 3 pixels for an image of 4 x 3/],
      [annotation({ size: [3, 4], counts: 'o' }), /damaged or cut short/],
      [annotation({ size: [3, 4], counts: 'ooooooooooo0' }), /no picture has room/],
      [annotation([[0, 0, 1, 1, 0, 1]], { category_id: 1 }), /category \(1\) that the file does not name/],
      [annotation([[0, 0, 1, 1, 0, 1]], { image_id: '__proto__' }), /does not list/],
    ] as const;
    for (const [entry, why] of others)
      expect(text(coco, around([entry])).problems).toMatchObject([{ why: expect.stringMatching(why) as string }]);
  });

  it('more than five broken entries become a count', () => {
    const { problems } = text(coco, around(Array.from({ length: 9 }, () => annotation([[1]]))));
    expect(problems).toHaveLength(6);
    expect(problems[5]!.why).toBe('4 more entries of it were left out.');
  });

  it('files that are no COCO are refused, hostile ones calmly', () => {
    for (const content of ['', '[]', 'null', '{"images":1}', '{"__proto__":{"images":[],"annotations":[]}}', '['.repeat(100_000)])
      expect(text(coco, content)).toMatchObject({ images: [], problems: [{ file: 'a.json' }] });
    expect(({} as Record<string, unknown>)['images']).toBeUndefined();
    const zigzag = Array.from({ length: 100_000 }, (_, i) => [i % 4, i % 2 ? 1e6 : -1e6]).flat();
    expect(text(coco, around([annotation([zigzag])])).problems[0]!.why).toMatch(/too long an outline/);
    const huge = around([annotation({ size: [65_535, 65_535], counts: [0, 65_535 ** 2] })]).replace(
      '"width":4,"height":3',
      '"width":65535,"height":65535',
    );
    expect(drawn(text(coco, huge).images[0]!, 4, 3).data).toEqual(new Uint8Array(12).fill(7));
  });
});

describe('CVAT', () => {
  const around = (inside: string) =>
    `<annotations><version>1.1</version><image id="0" name="a.png" width="4" height="3">${inside}</image></annotations>`;

  it('shapes are drawn by z_order, then in the order of the file', () => {
    const { images, problems } = text(
      cvat,
      around(
        '<polygon label="road" z_order="1" points="0,0;2,0;2,3;0,3"/><mask label="ignore" rle="0, 4" left="0" top="0" width="4" height="1" z_order="0"/>' +
          '<polygon label="ignore" z_order="1" points="1.00,1.00;4.00,1.00;4.00,3.00;1.00,3.00"><attribute name="x">1</attribute></polygon><tag label="wet"/>',
      ),
    );
    expect(problems).toEqual([]);
    expect([...drawn(images[0]!, 4, 3).data]).toEqual([7, 7, 255, 255, 7, 255, 255, 255, 7, 255, 255, 255]);
  });

  it('what has no pixels, tracks and broken shapes are named, the rest is read', () => {
    const { images, problems } = text(
      cvat,
      around(
        '<box label="road" xtl="0"/><box label="road"/><points points="1,1"/><polygon label="road" points="0,0;1;2,2"/><mask label="road" rle="5,x" left="0" top="0" width="2" height="1"/>' +
          '<mask label="road" rle="0,2" left="3" top="2" width="2" height="1"/>',
      ).replace('</annotations>', '<track id="0" label="road"/><image id="1"/></annotations>'),
    );
    expect(problems.map(({ why }) => why)).toEqual([
      "Tracks were left out: export the job as 'CVAT for images 1.1', not for video.",
      'A polygon of a.png has a point without a second coordinate.',
      'A mask of a.png has a run of NaN pixels.',
      'a.png: 2 box left out: only masks and polygons have pixels.',
      'a.png: 1 points left out: only masks and polygons have pixels.',
      '1 more entries of it were left out.',
    ]);
    expect([...drawn(images[0]!, 4, 3).data].lastIndexOf(7)).toBe(11);
  });

  it('entities that grow, broken XML and deep nesting are refused', () => {
    const bomb = `<!DOCTYPE a [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "&a;&a;">]>${around('')}`;
    expect(text(cvat, bomb).problems[0]!.why).toMatch(/document type/);
    for (const content of ['', 'no', '<annotations>', '<a/>', '<x>'.repeat(50_000), around('<mask').slice(0, 90)])
      expect(text(cvat, content)).toMatchObject({ images: [], problems: [{ file: 'a.json' }] });
    const strange = around('<polygon label="road" points="0,0;0,NaN;1,1"/><polygon label="road" points="0,0;1e999,0;1,1"/>');
    expect(text(cvat, strange)).toMatchObject({ images: [{ shapes: [] }], problems: [{}, {}] });
    expect(text(cvat, around('<polygon __proto__="1" label="road" points="0,0;1,0;1,1"/>')).problems).toHaveLength(1);
  });
});

describe('YOLO', () => {
  const read = (lines: string, yaml = 'names: [road, ignore]', path = 'labels/train/a.txt') =>
    yolo.read([
      { path: 'data.yaml', text: yaml },
      { path, text: lines },
    ]);

  it('every way in which Ultralytics and its followers write names is understood', () => {
    const same = [
      'nc: 2\nnames:\n  0: road\n  1: side walk\n',
      "names: ['road', 'side walk']",
      'names: [road, side walk] # two\nnc: 2',
      'names: {0: road, 1: "side walk"}',
      'names:\n- road\n- side walk\nnc: 2',
      "path: x\nnames:\n  - road  # grey\n\n  # next\n  - 'side walk'\ntrain: y",
      "names: [\n  'road',\n  'side walk'\n]\nnc: 2",
    ];
    for (const yaml of same) expect([...namesInYaml(yaml)], yaml).toEqual([[0, 'road'], [1, 'side walk']]); // prettier-ignore
    for (const yaml of ['', 'nc: 2', 'names:', 'names: &a [*a]', 'names:\n  road: 0', 'names: !!python/object x'])
      expect(read('', yaml), yaml).toMatchObject({ images: [], problems: [{ file: 'data.yaml' }] });
    expect(yolo.read([{ path: 'labels/a.txt', text: '' }, { path: 'classes.txt', text: 'road\n' }])).toMatchObject({ images: [{ file: 'a' }], problems: [] }); // prettier-ignore
    expect(yolo.read([{ path: 'labels/a.txt', text: '' }])).toMatchObject({ images: [], problems: [{ file: 'data.yaml' }] });
  });

  it('an image is named by its path below labels; an empty file is an empty mask', () => {
    expect(read('').images[0]).toMatchObject({ file: 'train/a', width: null, normalised: true, shapes: [] });
    expect(read('', 'names: [a]', 'x/labels/b.txt').images[0]!.file).toBe('b');
    expect(read('', 'names: [a]', 'b.txt').images[0]!.file).toBe('b');
  });

  it('boxes and broken lines are named, the rest is read', () => {
    const { images, problems } = read('0 0.5 0.5 1 1\r\n5 0 0 1 0 1 1\n0 0 0 1 0 1\n0 0 0 x 0 1 1\n0 0 0 9 0 1 1\n1 0 0 1 0 1 1 0 1\r\n\n');
    expect(problems.map(({ why }) => why)).toEqual([
      'Line 2 is of class 5, which data.yaml does not name.',
      'Line 3 has a point without a second coordinate.',
      'Line 4 has a point that is no point of a picture (NaN, 0).',
      'Line 5 has a point that is no point of a picture (9, 0).',
      '1 line is a box and no polygon: left out.',
    ]);
    expect(drawn(images[0]!, 2, 2).data).toEqual(new Uint8Array(4).fill(255));
  });
});

describe('labelme', () => {
  const around = (shapes: unknown[]) =>
    JSON.stringify({ version: '5.0.1', flags: {}, shapes, imagePath: '..\\images\\a.png', imageData: null, imageHeight: 3, imageWidth: 4 });
  const shape = (more: object) => ({ label: 'road', points: [[0, 0], [2, 0], [2, 3], [0, 3]], shape_type: 'polygon', flags: {}, ...more }); // prettier-ignore

  it('later shapes lie over earlier ones; rectangles are read; other shapes are named', () => {
    const read = text(
      labelme,
      around([shape({}), shape({ shape_type: undefined, label: 'ignore', points: [[1, 1], [4, 1], [4, 2], [1, 2]] }), shape({ shape_type: 'rectangle', points: [[4, 3], [3, 2]] }), shape({ shape_type: 'circle' }), shape({ label: 3 }), shape({ points: null })]), // prettier-ignore
    );
    expect(read.images[0]).toMatchObject({ file: '../images/a.png', width: 4, height: 3 });
    expect([...drawn(read.images[0]!, 4, 3).data]).toEqual([7, 7, 7, 0, 7, 255, 255, 255, 7, 255, 255, 7]);
    expect(read.problems.map(({ why }) => why)).toEqual([
      'Shape 4 is a circle: only polygons, rectangles and masks have pixels.',
      'Shape 5 has no label.',
      'Shape 6 has fewer than three points.',
    ]);
  });

  it('masks that are no mask are refused', () => {
    const mask = (png: string, points: unknown = [[0, 0], [3, 2]]) => text(labelme, around([shape({ shape_type: 'mask', points, mask: png })])).problems[0]!.why; // prettier-ignore
    const [good] = writeAll(labelme, named([{ width: 4, height: 3, data: new Uint8Array(12).fill(7) }]), CLASSES, { as: 'masks' });
    const png = Buffer.from((JSON.parse(good!.text) as { shapes: { mask: string }[] }).shapes[0]!.mask, 'base64');
    const changed = (at: number, byte: number) => {
      const copy = Buffer.from(png);
      copy[at] = byte;
      return copy.toString('base64');
    };
    expect(mask('')).toMatch(/no PNG/);
    expect(mask(changed(19, 9))).toMatch(/not as large/);
    expect(mask(changed(24, 16))).toMatch(/greyscale/);
    expect(mask(changed(43, 0xff))).toMatch(/damaged|cut short/);
    expect(mask(png.subarray(0, 45).toString('base64'))).toMatch(/damaged|cut short/);
    expect(mask('', [[0, 0], [NaN, 1]])).toMatch(/impossible size/); // prettier-ignore
    expect(mask('', [[0, 0], [1e12, 1]])).toMatch(/impossible size/); // prettier-ignore
    expect(mask('', [[0, 0]])).toMatch(/two corners/);
  });
});

it('names find their classes: exactly, without regard to case, or by the number in label_13', () => {
  const classes = [...CLASSES, { id: 8, name: 'Road' }];
  expect(
    ['road', 'Road', 'ROAD', ' sky & "CLOUDS" <blue>', 'label_13', 'label_999', 'constructor'].map((name) => labelNamed(name, classes)),
  ).toEqual([7, 8, 7, 3, 13, null, null]);
});
