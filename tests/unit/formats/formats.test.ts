// Which folders are understood, and how their files are paired: real folders.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it, test } from 'vitest';
import { unwrap } from '../../../src/shared/result';
import { planImport } from '../../../src/main/formats';

const root = mkdtempSync(join(tmpdir(), 'roadbrush-formats-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let serial = 0;
function folder(files: readonly string[]): string {
  const made = join(root, String(++serial));
  for (const file of files) {
    mkdirSync(join(made, file, '..'), { recursive: true });
    writeFileSync(join(made, file), '');
  }
  return made;
}

const KITTI = [
  'training/image_2/a_10.png',
  'training/image_2/a_9.png',
  'training/image_2/b.png',
  'training/semantic/a_10.png',
  'training/semantic/stray.png',
];

it('a KITTI folder is found from training/, from above it, and from image_2', async () => {
  const dir = folder(KITTI);
  for (const chosen of ['', 'training', 'training/image_2']) {
    const plan = unwrap(await planImport(join(dir, chosen)));
    expect(plan).toMatchObject({ format: 'kitti', formats: ['kitti'].concat(chosen === 'training/image_2' ? ['plain'] : []) });
    expect(plan.frames).toEqual([
      { name: 'a_9', image: join(dir, 'training/image_2/a_9.png'), mask: null },
      {
        name: 'a_10',
        image: join(dir, 'training/image_2/a_10.png'),
        mask: { kind: 'file', path: join(dir, 'training/semantic/a_10.png'), as: 'label-ids' },
      },
      { name: 'b', image: join(dir, 'training/image_2/b.png'), mask: null },
      { name: 'stray', image: null, mask: { kind: 'file', path: join(dir, 'training/semantic/stray.png'), as: 'label-ids' } },
    ]);
  }
});

it('a KITTI folder without semantic/ gives frames without masks', async () => {
  const plan = unwrap(await planImport(folder(['image_2/a.png'])));
  expect(plan).toMatchObject({ format: 'kitti', frames: [{ name: 'a', mask: null }] });
});

it('a plain folder gives its pictures in natural order, and nothing else', async () => {
  const dir = folder(['frame_10.png', 'frame_2.JPG', 'notes.txt', '._frame_2.JPG', 'sub/deep.png']);
  const plan = unwrap(await planImport(dir));
  expect(plan.format).toBe('plain');
  expect(plan.frames.map((frame) => frame.name)).toEqual(['frame_2', 'frame_10']);
});

it('masks may be named for any folder, and a format may be asked for', async () => {
  const dir = folder(['pictures/a.jpg', 'pictures/b.jpg', 'labels/a.png', 'labels/b.jpg']);
  const hints = { masks: join(dir, 'labels') };
  const { frames } = unwrap(await planImport(join(dir, 'pictures'), hints));
  expect(frames.map(({ mask }) => mask?.path ?? null)).toEqual([join(dir, 'labels/a.png'), null]);
  expect(unwrap(await planImport(join(dir, 'pictures'), { ...hints, format: 'kitti' })).format).toBe('kitti');
  expect(unwrap(await planImport(join(folder(KITTI), 'training/image_2'), { format: 'plain' })).frames[0]?.mask).toBeNull();
});

it('pictures and a whole data set of masks that lie apart are joined by name, whatever the format of the masks', async () => {
  const dir = folder(['pictures/a.png', 'pictures/b.png', 'empty/readme.txt']);
  const pictures = join(dir, 'pictures');
  for (const [format, file] of [
    ['kitti', 'semantic/a.png'],
    ['kitti-road', 'gt_image_2/road_a.png'],
    ['cityscapes', 'gtFine/train/roadbrush/a_gtFine_labelIds.png'],
    ['indexed', 'SegmentationClass/a.png'],
  ] as const) {
    const masks = folder([file]);
    for (const hints of [{ masks }, { masks, format }]) {
      const plan = unwrap(await planImport(pictures, hints));
      expect([plan.format, plan.frames]).toMatchObject([
        format,
        [
          { name: 'a', image: join(pictures, 'a.png'), mask: { path: join(masks, file) } },
          { name: 'b', image: join(pictures, 'b.png'), mask: null },
        ],
      ]);
    }
  }
  const coco = folder([]);
  mkdirSync(join(coco, 'annotations'), { recursive: true });
  const square = { id: 1, image_id: 1, category_id: 7, iscrowd: 0, segmentation: [[0, 0, 2, 0, 2, 2]] };
  const image = { id: 1, file_name: 'b.png', width: 4, height: 4 };
  const text = JSON.stringify({ images: [image], annotations: [square], categories: [{ id: 7, name: 'road' }] });
  writeFileSync(join(coco, 'annotations/instances_default.json'), text);
  const plan = unwrap(await planImport(pictures, { masks: coco }));
  expect([plan.format, plan.frames.map(({ mask }) => mask?.kind)]).toEqual(['coco', [undefined, 'shapes']]);
  expect(await planImport(pictures, { masks: join(dir, 'empty') })).toMatchObject({ ok: false, error: { code: 'empty' } });
});

it('what cannot be imported is refused by name', async () => {
  const dir = folder(['notes.txt']);
  expect(await planImport(join(dir, 'gone'))).toMatchObject({ ok: false, error: { code: 'not-found' } });
  expect(await planImport(dir)).toMatchObject({ ok: false, error: { code: 'not-a-dataset', message: expect.stringContaining(dir) } });
  expect(await planImport(dir, { format: 'paper' })).toMatchObject({ ok: false, error: { code: 'bad-input' } });
  expect(await planImport(dir, { masks: join(dir, 'gone') })).toMatchObject({ ok: false, error: { code: 'not-found' } });
  expect(await planImport(dir, { format: 'kitti' })).toMatchObject({ ok: false, error: { code: 'not-a-dataset' } });
  const empty = join(dir, 'image_2');
  mkdirSync(empty);
  expect(await planImport(empty)).toMatchObject({ ok: false, error: { code: 'empty' } });
});

const data = process.env['ROADBRUSH_DATA'] ?? resolve(__dirname, '../../../../shared/data');
const there = existsSync(join(data, 'kitti-road'));
if (!there) console.warn(`SKIPPED: no KITTI frames at ${data}; set ROADBRUSH_DATA to check the formats on real folders.`);
test.skipIf(!there)('the real KITTI folders are understood', async () => {
  const road = unwrap(await planImport(join(data, 'kitti-road')));
  expect(road).toMatchObject({ format: 'kitti', problems: [] });
  expect(road.frames).toHaveLength(200);
  expect(road.frames.every(({ image, mask }) => image !== null && mask !== null)).toBe(true);
  const drive = unwrap(await planImport(join(data, 'kitti-drive-0013/image_02/data')));
  expect([drive.format, drive.frames.length]).toEqual(['plain', 36]);
});
