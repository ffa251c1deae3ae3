// Masks out and in again by the command line alone: tiny pictures, real files, every format.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { WRITABLE_FORMATS } from '../../../src/shared/labels/formats';
import { tempFolder } from '../../unit/project/helpers';
import { kittiFolder } from '../../unit/studio/fakeEngine';
import { roadbrush } from './host';

let cwd: string;
let images: string;
beforeEach(async () => {
  cwd = tempFolder();
  images = await kittiFolder({ um_1: 'mask', um_2: 'mask', bare: null });
  for (const project of ['p', 'q']) expect((await roadbrush(['create', project], { cwd })).code).toBe(0);
  expect((await roadbrush(['import', 'p', '--images', images], { cwd })).code).toBe(0);
});

it.each(WRITABLE_FORMATS)('export-masks and import: %s', async (format) => {
  const made = await roadbrush(['export-masks', 'p', '--format', format, '--out', 'out', '--json'], { cwd });
  expect([made.code, made.json]).toMatchObject([0, { format, frames: 2, withoutMask: 1, notes: [], folder: join(cwd, 'out') }]);
  for (const file of made.json['files'] as string[]) expect(existsSync(join(cwd, 'out', file))).toBe(true);
  // Pictures from one place, masks from another; then the masks alone, which change nothing.
  const source = format === 'cityscapes' || format === 'kitti-road' || format === 'kitti' ? 'out' : join('out', masksIn(join(cwd, 'out')));
  expect((await roadbrush(['import', 'q', '--images', join(images, 'image_2'), '--format', 'plain'], { cwd })).code).toBe(0);
  const onto = await roadbrush(['import', 'q', '--masks', source, '--format', format, '--json'], { cwd });
  expect([onto.code, onto.json]).toMatchObject([0, { imported: 0, versions: 2, unchanged: 0, skipped: [], notes: [], format }]);
  const again = await roadbrush(['import', 'p', '--masks', source, '--format', format], { cwd });
  expect([again.code, again.out]).toEqual([0, '2 unchanged.\n']);
});

/** The one file or folder of an export that holds all of its masks. */
function masksIn(folder: string): string {
  const entries = readdirSync(folder);
  if (entries.includes('data.yaml')) return 'data.yaml';
  if (entries.includes('annotations')) return 'annotations/instances_default.json';
  return entries.find((name) => ['SegmentationClass', 'masks', 'annotations.xml'].includes(name)) ?? '';
}

it('pictures and annotations that lie apart come in together', async () => {
  expect((await roadbrush(['export-masks', 'p', '--format', 'coco', '--out', 'out'], { cwd })).code).toBe(0);
  const file = 'out/annotations/instances_default.json';
  const both = await roadbrush(['import', 'q', '--images', join(images, 'image_2'), '--masks', file], { cwd });
  expect([both.code, both.out]).toEqual([0, '3 frames imported, 2 with a mask.\n']);
});

it('nothing is written over, classes and frames may be chosen, wrong use ends with 2', async () => {
  writeFileSync(join(cwd, 'mine.txt'), 'mine');
  const full = await roadbrush(['export-masks', 'p', '--format', 'kitti', '--out', '.'], { cwd });
  expect([full.code, full.err]).toEqual([1, expect.stringContaining('is not empty')]);
  const few = ['--frames', 'um_2', '--classes', 'road', '--out', 'few'];
  const made = await roadbrush(['export-masks', 'p', '--format', 'kitti', ...few, '--json'], { cwd });
  expect(made.json).toMatchObject({ frames: 1, files: ['semantic/um_2.png', 'instance/um_2.png'] });
  for (const args of [
    ['export-masks', 'p', '--format', 'plain', '--out', 'x'],
    ['export-masks', 'p', '--format', 'kitti'],
    ['export-masks', 'p', '--format', 'kitti', '--out', 'x', '--classes', 'moon'],
    ['import', 'p'],
  ]) {
    expect([args.join(' '), (await roadbrush(args, { cwd })).code]).toEqual([args.join(' '), 2]);
  }
  const nothing = await roadbrush(['import', 'p', '--images', 'mine.txt'], { cwd });
  expect([nothing.code, nothing.err]).toEqual([1, expect.stringContaining('is nothing that Roadbrush can read')]);
});
