// Files that are broken, hostile or meant for something else: one sentence each, and the rest is imported.
import { zipSync, strToU8 } from 'fflate';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { beforeEach, expect, it } from 'vitest';
import type { LabelMap } from '../../../src/shared/mask/labelMap';
import { decodeRle } from '../../../src/shared/mask/rle';
import { unwrap } from '../../../src/shared/result';
import { readMaskFile, writeMaskFile } from '../../../src/main/engine/images/maskFiles';
import { PictureIndex } from '../../../src/main/formats/pictureIndex';
import { frameOfRoad, roadName } from '../../../src/main/formats/kittiRoad';
import { importFrames, listClasses, listFrames, loadMask, lookAtSource, maskHistory, studioOf } from '../../../src/main/studio';
import type { Project } from '../../../src/main/project/project';
import { newProject, tempFolder } from '../project/helpers';
import { fakeEngine } from '../studio/fakeEngine';

let root: string;
beforeEach(() => void (root = tempFolder()));
let shade = 0;
async function picture(path: string, width = 6, height = 4): Promise<void> {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  const background = { r: ++shade & 255, g: 60, b: shade >> 8 };
  await sharp({ create: { width, height, channels: 3, background } })
    .png({ compressionLevel: 1 })
    .toFile(join(root, path));
}
function put(path: string, content: string | Uint8Array): string {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
  return join(root, path);
}
const greyMask = (path: string, labels: number[], width = 6): string => {
  const map: LabelMap = { width, height: labels.length / width, data: Uint8Array.from(labels) };
  return put(path, writeMaskFile(map, 'label-ids', []).png);
};
const filled = (label: number): number[] => new Array<number>(24).fill(label);
async function imported(path: string, project = newProject(), hints = {}) {
  const report = unwrap(await importFrames(studioOf(project, fakeEngine()), unwrap(await lookAtSource(path, hints)), { copy: false }));
  const why = Object.fromEntries(report.skipped.map((one) => [one.file.split('/').at(-1), one.why]));
  return { project, report, why };
}
const maskOf = (project: Project, name: string): number[] | null => {
  const frame = listFrames(project).find((one) => one.name === name);
  const rle = frame && unwrap(loadMask(project, frame.id)).rle;
  return rle ? [...decodeRle(rle).data] : null;
};
const SQUARE = [
  [0, 0],
  [3, 0],
  [3, 4],
  [0, 4],
];
const coco = (files: readonly string[], size = [6, 4]): string =>
  JSON.stringify({
    images: files.map((file_name, id) => ({ id, file_name, width: size[0], height: size[1] })),
    categories: [{ id: 1, name: 'road' }],
    annotations: files.map((_, id) => ({ id, image_id: id, category_id: 1, iscrowd: 0, segmentation: [SQUARE.flat()] })),
  });

it('a KITTI road folder: colours are read as the development kit does, lanes are left out, strange colours are counted', async () => {
  await picture('image_2/um_000000.png');
  await picture('image_2/uu_000001.png');
  const rgb = (pixels: number[][]): Buffer => Buffer.from(Array.from({ length: 24 }, (_, i) => pixels[i % pixels.length]!).flat());
  const raw = { raw: { width: 6, height: 4, channels: 3 as const } };
  mkdirSync(join(root, 'gt_image_2'));
  const odd = rgb([
    [255, 0, 255],
    [255, 0, 0],
    [0, 0, 0],
    [0, 255, 0],
  ]);
  await sharp(odd, raw).png().toFile(join(root, 'gt_image_2/um_road_000000.png'));
  await sharp(rgb([[255, 0, 255]]), raw)
    .png()
    .toFile(join(root, 'gt_image_2/um_lane_000000.png'));
  const { project, report } = await imported(root);
  expect(report).toMatchObject({ imported: 2, withMask: 1, classes: [] });
  expect(maskOf(project, 'um_000000')?.slice(0, 4)).toEqual([7, 0, 255, 255]);
  expect(report.notes.map(({ why }) => why)).toEqual(['Pixels that the format does not know: 6 of colour #00ff00.']);
  expect(report.skipped).toMatchObject([{ why: expect.stringContaining('hold the ego lane') }]);
  project.close();
});

it('names of KITTI road masks go there and back', () => {
  expect(roadName('um_000000')).toBe('um_road_000000');
  for (const name of ['um_000000', '0000000010', 'a_b_c', '_', 'x_']) expect(frameOfRoad(roadName(name))).toBe(name);
  expect(frameOfRoad('um_lane_000000')).toBeNull();
});

it('Cityscapes: split and city folders, ids before colours, out of roi is ignore, names and colours come along', async () => {
  await picture('leftImg8bit/train/aachen/aachen_000000_000019_leftImg8bit.png');
  await picture('leftImg8bit/val/bonn/bonn_000000_000019_leftImg8bit.png');
  greyMask('gtFine/train/aachen/aachen_000000_000019_gtFine_labelIds.png', [...filled(7).slice(2), 3, 26]);
  const colours = (map: LabelMap) => writeMaskFile(map, 'cityscapes-colours', []).png;
  const map = { width: 6, height: 4, data: Uint8Array.from([...filled(7).slice(1), 26]) };
  put('gtFine/train/aachen/aachen_000000_000019_gtFine_color.png', colours({ ...map, data: map.data.fill(8, 0, 9) }));
  put('gtFine/val/bonn/bonn_000000_000019_gtFine_color.png', colours(map));
  const { project, report } = await imported(root);
  expect(report).toMatchObject({ imported: 2, withMask: 2, skipped: [], classes: ['sidewalk', 'car'] });
  expect(maskOf(project, 'aachen_000000_000019')?.slice(-3)).toEqual([7, 255, 26]);
  expect(maskOf(project, 'bonn_000000_000019')?.slice(8, 10)).toEqual([8, 7]);
  expect(listClasses(project).find(({ id }) => id === 26)).toMatchObject({ name: 'car', colour: '#00008e' });
  project.close();
});

it('binary masks of 0 and 255, of 0 and 1, and of one bit; other greys become ignore and are counted', async () => {
  for (const name of ['full', 'ones', 'bit', 'grey']) await picture(`images/${name}.png`);
  greyMask('masks/full.png', [...filled(255).slice(12), ...filled(0).slice(12)]);
  greyMask('masks/ones.png', [...filled(1).slice(12), ...filled(0).slice(12)]);
  greyMask('masks/grey.png', [...filled(255).slice(12), 128, ...filled(0).slice(13)]);
  const half = Buffer.from([...filled(255).slice(12), ...filled(0).slice(12)]);
  const bits = sharp(half, { raw: { width: 6, height: 4, channels: 1 } }).png({ palette: true, colours: 2 });
  await bits.toFile(join(root, 'masks/bit.png'));
  const { project, report } = await imported(root);
  const expected = [...filled(7).slice(12), ...filled(0).slice(12)];
  expect(['full', 'ones', 'bit'].map((name) => maskOf(project, name))).toEqual([expected, expected, expected]);
  expect(maskOf(project, 'grey')?.slice(11, 14)).toEqual([7, 255, 0]);
  expect(report.notes).toMatchObject([{ file: expect.stringContaining('grey.png'), why: expect.stringContaining('1 of colour #808080') }]);
  // Read as ids by mistake, it says what may be meant.
  const ids = await imported(root, newProject(), { format: 'indexed' });
  expect(ids.report.notes.map(({ why }) => why)).toContain('It holds only 0 and 255: if 255 is road, import it as Binary PNG.');
  ids.project.close();
  project.close();
});

it('a mask that is cut short, of another size or no PNG is skipped; its picture and the others come in', async () => {
  for (const name of ['good', 'short', 'large', 'text']) await picture(`image_2/${name}.png`);
  for (const name of ['good', 'short']) greyMask(`semantic/${name}.png`, filled(7));
  truncateSync(join(root, 'semantic/short.png'), 50);
  greyMask('semantic/large.png', [...filled(7), ...filled(7)]);
  put('semantic/text.png', 'no picture');
  const { project, report, why } = await imported(root);
  expect(report).toMatchObject({ imported: 4, withMask: 1 });
  expect(why['short.png']).toContain('cut short');
  expect(why['large.png']).toContain('it is 6 x 8 pixels and its image is 6 x 4');
  expect(why['text.png']).toContain('not a PNG');
  project.close();
});

it('masks alone go to the frames of their names, as new versions that can be told from what was there', async () => {
  for (const name of ['a', 'b']) await picture(`image_2/${name}.png`);
  const { project } = await imported(join(root, 'image_2'));
  greyMask('semantic/a.png', filled(7));
  greyMask('semantic/stranger.png', filled(7));
  const { report, why } = await imported(join(root, 'semantic'), project, { format: 'kitti' });
  expect(report).toMatchObject({ imported: 0, versions: 1 });
  expect(why['stranger.png']).toBe('It has no picture, and no frame is called stranger.');
  const [a] = listFrames(project);
  expect(unwrap(maskHistory(project, a!.id))).toMatchObject([{ author: 'import', note: 'imported from KITTI semantics', changed: 24 }]);
  // The same picture under another name, and another picture under the same name.
  put('again/image_2/other.png', readFileSync(join(root, 'image_2/b.png')));
  await picture('again/image_2/a.png');
  for (const name of ['other', 'a']) greyMask(`again/semantic/${name}.png`, filled(0));
  const again = await imported(join(root, 'again'), project);
  expect(again.report).toMatchObject({ imported: 0, versions: 1 });
  expect(maskOf(project, 'b')).toEqual(filled(0));
  expect(again.why['a.png']).toContain('Another picture is called a in this project');
  project.close();
});

it('COCO: what is not JSON, a missing image, a wrong size and a name that is there twice are said; the rest is drawn', async () => {
  await picture('images/a.png');
  await picture('images/deep/b.png');
  await picture('images/deep/b2.png');
  await picture('images/other/b2.png');
  put('annotations/instances.json', coco(['a.png', 'gone.png', 'deep/b.png', 'b2.png']));
  put('annotations/short.json', coco(['a.png']).slice(0, 200));
  put('annotations/sized.json', coco(['other/b2.png'], [60, 40]));
  const { project, report } = await imported(root);
  expect(report).toMatchObject({ versions: 0, withMask: 2 });
  expect(maskOf(project, 'a')).toEqual(Array.from({ length: 24 }, (_, i) => (i % 6 < 3 ? 7 : 0)));
  const whys = report.skipped.map(({ file, why }) => `${file.split('/').at(-1)}: ${why}`).join('\n');
  expect(whys).toContain('short.json: It is not JSON: damaged or cut short.');
  expect(whys).toContain('instances.json: It has no picture, and no frame is called gone.');
  expect(whys).toContain('instances.json: Several pictures may be its b2.png: left out.');
  expect(whys).toContain('are for 60 x 40 pixels and the picture is 6 x 4');
  project.close();
});

it('no path in a file leads out of its folder: pictures are found by name among those that are there', async () => {
  await picture('outside/secret.png');
  await picture('inside/a.png');
  put('inside/instances.json', coco(['../outside/secret.png', '/etc/passwd', 'C:\\Windows\\a.png']));
  const { project, report } = await imported(join(root, 'inside'));
  expect(listFrames(project).map(({ name }) => name)).toEqual(['a']);
  expect(report.skipped.map(({ why }) => why)).toEqual([
    'It has no picture, and no frame is called passwd.',
    'It has no picture, and no frame is called secret.',
  ]);
  expect(new PictureIndex(['x/a.png', 'y/a.png', 'b.jpg']).find('../y/a.png')).toBe('y/a.png');
  expect(new PictureIndex(['x/a.png', 'y/a.png']).find('a.png')).toBe('several');
  expect(new PictureIndex(['b.jpg']).find('train/b')).toBe('b.jpg');
  project.close();
});

it('a CVAT archive: its masks go to frames that are there, paths that lead out of it are left out, rubbish is no archive', async () => {
  await picture('a.png');
  const { project } = await imported(root);
  const image = '<image id="0" name="a.png" width="6" height="4">';
  const shape = '<polygon label="puddle" points="0,0;3,0;3,4;0,4" z_order="0"></polygon>';
  const xml = `<annotations><version>1.1</version>${image}${shape}</image></annotations>`;
  const zip = { 'annotations.xml': strToU8(xml), '../evil.xml': strToU8(xml), 'images/a.png': new Uint8Array(9) };
  const archive = put('elsewhere/job.zip', zipSync(zip));
  const { report, why } = await imported(archive, project);
  expect(report).toMatchObject({ imported: 0, versions: 1, classes: ['puddle'] });
  expect(report.skipped.map((one) => one.why)).toEqual([
    'It holds ../evil.xml, a path that leads out of the archive: left out.',
    'The 1 pictures in it are not unpacked: unpack it yourself to import them.',
  ]);
  expect(Object.keys(why)).toEqual(['job.zip']);
  const puddle = listClasses(project).find(({ name }) => name === 'puddle');
  expect(maskOf(project, 'a')?.[0]).toBe(puddle?.id);
  expect(await lookAtSource(put('bad.zip', 'PK no'))).toMatchObject({ ok: false, error: { code: 'not-a-dataset' } });
  expect(await lookAtSource(put('bad.zip', 'PK no'), { format: 'cvat' })).toMatchObject({ error: { code: 'unreadable' } });
  project.close();
});

it('classes that the project lacks may be left where they are: their shapes are counted', async () => {
  await picture('a.png');
  const { shapes, ...rest } = {
    ...{ version: '5', imagePath: 'a.png', imageWidth: 6, imageHeight: 4 },
    shapes: ['puddle', 'Road', 'background'].map((label) => ({ label, shape_type: 'polygon', points: SQUARE })),
  };
  put('a.json', JSON.stringify({ ...rest, shapes: shapes.slice(0, 2) }));
  const project = newProject();
  const plan = unwrap(await lookAtSource(root));
  expect([plan.format, plan.classes.map(({ name }) => name)]).toEqual(['labelme', ['puddle', 'Road']]);
  const report = unwrap(await importFrames(studioOf(project, fakeEngine()), plan, { copy: false, classes: false }));
  expect(report).toMatchObject({ imported: 1, withMask: 1, classes: [] });
  expect(report.notes).toMatchObject([{ why: "A.png: the project has no such class, so these were left out: 1 shape of 'puddle'." }]);
  expect(maskOf(project, 'a')?.[0]).toBe(7);
  project.close();
});

it('every damaged byte of a coloured mask is noticed', () => {
  const { png } = writeMaskFile({ width: 9, height: 5, data: new Uint8Array(45).fill(7, 0, 20) }, 'kitti-road', []);
  for (let at = 0; at < png.length; at++) {
    const changed = Buffer.from(png);
    changed[at]! ^= 0x10;
    expect(() => readMaskFile(changed, 'kitti-road'), `byte ${at}`).toThrow();
  }
});
