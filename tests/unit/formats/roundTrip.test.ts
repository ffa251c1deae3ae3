// Every format, written by an export and read by an import: the label maps come back as documented, through real files and real projects.
import fc from 'fast-check';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import sharp from 'sharp';
import { expect, it, test } from 'vitest';
import { FORMATS, type FormatName, type MaskKind } from '../../../src/shared/labels/formats';
import type { LabelMap } from '../../../src/shared/mask/labelMap';
import { decodeRle, encodeRle } from '../../../src/shared/mask/rle';
import { unwrap } from '../../../src/shared/result';
import { readMaskFile, writeMaskFile } from '../../../src/main/engine/images/maskFiles';
import { pngIndexes } from '../../../src/main/engine/images/pngIndexes';
import {
  exportMasks,
  frameFile,
  importFrames,
  listFrames,
  loadMask,
  lookAtSource,
  maskHistory,
  saveMask,
  setClasses,
  splitFrames,
  studioOf,
} from '../../../src/main/studio';
import { run } from '../../../src/main/project/database';
import { writable, type Project } from '../../../src/main/project/project';
import { planCounts } from '../../../src/main/studio/importWords';
import { newProject, tempFolder } from '../project/helpers';
import { fakeEngine } from '../studio/fakeEngine';

const WRITTEN = FORMATS.filter(({ writes }) => writes).map(({ name }) => name);
const CLASSES = [
  { id: 8, name: 'sidewalk', colour: '#f423e8', key: 3 },
  { id: 21, name: 'vegetation', colour: '#6b8e23', key: null },
  { id: 40, name: 'puddle', colour: '#4fd1b3', key: null },
];
/** What a format makes of each label; as it is where nothing is said. */
const BECOMES: Partial<Record<FormatName, Record<number, number>>> = {
  'kitti-road': { 8: 0, 21: 0, 40: 0 },
  binary: { 8: 0, 21: 0, 40: 0, 255: 0 },
  cityscapes: { 40: 0 },
};

/** Blocks of labels on a coarse grid, cut to the size: areas with corners and holes, as masks have them. */
const labelMap = fc
  .record({
    width: fc.integer({ min: 1, max: 33 }),
    height: fc.integer({ min: 1, max: 21 }),
    block: fc.integer({ min: 1, max: 6 }),
    labels: fc.array(fc.constantFrom(0, 7, 7, 8, 21, 40, 255), { minLength: 36, maxLength: 36 }),
  })
  .map(({ width, height, block, labels }): LabelMap => {
    const at = (i: number): number => {
      const [x, y] = [i % width, Math.floor(i / width)];
      return labels[(6 * Math.floor(y / block) + Math.floor(x / block)) % labels.length]!;
    };
    return { width, height, data: Uint8Array.from({ length: width * height }, (_, i) => at(i)) };
  });

let shade = 0;
/** A project with one frame a map, and its classes. */
async function projectOf(maps: readonly LabelMap[], names = maps.map((_, i) => `um_00000${i}`)): Promise<Project> {
  const images = join(tempFolder(), 'pictures');
  mkdirSync(images);
  for (const [i, { width, height }] of maps.entries()) {
    const background = { r: ++shade & 255, g: (shade >> 8) & 255, b: i };
    await sharp({ create: { width, height, channels: 3, background } })
      .png({ compressionLevel: 1 })
      .toFile(join(images, `${names[i]}.png`));
  }
  const project = newProject();
  unwrap(await setClasses(project, CLASSES));
  unwrap(await importFrames(studioOf(project, fakeEngine()), unwrap(await lookAtSource(images)), { copy: false }));
  listFrames(project).forEach(({ id }, i) =>
    unwrap(saveMask(project, { frame: id, base: null, rle: encodeRle(maps[i]!), author: 'human', note: 'stroke', key: `save-key-${i}` })),
  );
  return project;
}
const masksOf = (project: Project): (LabelMap | null)[] =>
  listFrames(project).map(({ id }) => {
    const { rle } = unwrap(loadMask(project, id));
    return rle && decodeRle(rle);
  });
const exported = async (project: Project, format: FormatName) => {
  const out = join(tempFolder(), format);
  return unwrap(await exportMasks(studioOf(project, fakeEngine()), { format, frames: [], classes: null, out }));
};
const becoming = (format: FormatName, { width, height, data }: LabelMap): LabelMap => ({
  ...{ width, height },
  data: data.map((label) => BECOMES[format]?.[label] ?? label),
});

it.each(WRITTEN)('%s: any label maps come back as they were, or as its losses are documented', async (format) => {
  const empty: LabelMap = { width: 5, height: 4, data: new Uint8Array(20) };
  const maps = [...fc.sample(labelMap, { numRuns: 6, seed: 5 }), empty];
  const project = await projectOf(maps);
  const made = await exported(project, format);
  expect(made).toMatchObject({ frames: maps.length, withoutMask: 0, folder: expect.stringContaining(format) });
  const lost = maps.some((map) => map.data.some((label, i) => becoming(format, map).data[i] !== label));
  expect(made.notes.length > 0).toBe(lost);

  // Onto frames that have other masks: new versions.
  const blank = maps.map(({ width, height }): LabelMap => ({ width, height, data: new Uint8Array(width * height).fill(33) }));
  listFrames(project).forEach(({ id, mask }, i) =>
    unwrap(saveMask(project, { frame: id, base: mask, rle: encodeRle(blank[i]!), author: 'human', note: 'stroke', key: `blank-key-${i}` })),
  );
  const plan = unwrap(await lookAtSource(made.folder));
  expect(plan.format).toBe(format);
  const report = unwrap(await importFrames(studioOf(project, fakeEngine()), plan, { copy: false }));
  expect(report.skipped).toEqual([]);
  expect(report.imported).toBe(0);
  masksOf(project).forEach((mask, i) => {
    const expected = becoming(format, maps[i]!);
    // Annotation files say nothing of a picture on which nothing is: its mask stays as it is.
    const silent = ['coco', 'cvat', 'yolo', 'labelme'].includes(format) && expected.data.every((label) => label === 0);
    expect(mask).toEqual(silent ? blank[i] : expected);
  });
  const histories = listFrames(project).map(({ id }) => unwrap(maskHistory(project, id)));
  const ours = histories.filter(([newest]) => newest!.author === 'import');
  expect(ours).toHaveLength(report.versions);
  for (const [newest, before] of ours) expect([newest!.parent, newest!.changed > 0]).toEqual([before!.id, true]);
  const again = unwrap(await importFrames(studioOf(project, fakeEngine()), plan, { copy: false }));
  expect(again).toMatchObject({ versions: 0, unchanged: report.versions });
  project.close();
});

it('mask files of every kind: any label map of any ids comes back exactly, or by the format’s own table', () => {
  const any = fc
    .record({ width: fc.integer({ min: 1, max: 20 }), height: fc.integer({ min: 1, max: 20 }) })
    .chain(({ width, height }) =>
      fc.uint8Array({ minLength: width * height, maxLength: width * height }).map((data): LabelMap => ({ width, height, data })),
    );
  fc.assert(
    fc.property(any, (map) => {
      const back = (as: MaskKind) => readMaskFile(writeMaskFile(map, as, [[7, '#35c9f0']]).png, as);
      expect(back('label-ids')).toEqual({ map, note: '' });
      expect(back('indexed').map).toEqual(map);
      const kept = (label: number, only: (label: number) => boolean, otherwise: number): number => (only(label) ? label : otherwise);
      const data = (as: MaskKind) => [...back(as).map.data];
      expect(data('binary')).toEqual([...map.data].map((label) => kept(label, (one) => one === 7, 0)));
      expect(data('kitti-road')).toEqual([...map.data].map((label) => kept(label, (one) => one === 7 || one === 255, 0)));
      const ids = [...map.data].map((label) => (label === 3 || label === 255 ? 255 : label <= 33 ? label : 0));
      expect(data('cityscapes-ids')).toEqual(ids);
      // Labels 0 to 4 are all black, pole and polegroup one grey.
      expect(data('cityscapes-colours')).toEqual(ids.map((id) => (id === 255 || id <= 4 ? 0 : id === 18 ? 17 : id)));
      const again = [...back('kitti-road').map.data, ...back('binary').map.data];
      expect(again.every((label) => [0, 7, 255].includes(label))).toBe(true);
    }),
    { numRuns: 40 },
  );
});

it('an indexed mask is a real palette PNG, in the project’s colours, whose indexes are the ids', async () => {
  const map: LabelMap = { width: 4, height: 1, data: Uint8Array.of(0, 7, 40, 255) };
  const project = await projectOf([map]);
  const { folder, files } = await exported(project, 'indexed');
  expect([...files].sort()).toEqual(['SegmentationClass/um_000000.png', 'classes.txt']);
  const file = readFileSync(join(folder, 'SegmentationClass/um_000000.png'));
  expect(pngIndexes(file)).toEqual(map);
  expect(await sharp(file).metadata()).toMatchObject({ isPalette: true });
  const { data } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  expect([...data.subarray(3, 9)]).toEqual([0x35, 0xc9, 0xf0, 0x4f, 0xd1, 0xb3]);
  expect(readFileSync(join(folder, 'classes.txt'), 'utf8').split('\n')).toContain('40 puddle #4fd1b3');
  project.close();
});

it('KITTI and Cityscapes lie where their readers look: with 16-bit instance files, and held-out frames under val', async () => {
  const map: LabelMap = { width: 3, height: 1, data: Uint8Array.of(0, 7, 255) };
  const project = await projectOf([map, map], ['um_0', 'um_1']);
  unwrap(splitFrames(project, { kind: 'lists', train: ['um_0'], heldOut: ['um_1'] }));
  const samples = async (folder: string, file: string): Promise<number[]> => {
    const raw = await sharp(join(folder, file)).toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer();
    return [0, 2, 4].map((at) => raw.readUInt16LE(at));
  };
  const kitti = await exported(project, 'kitti');
  expect(kitti.files).toEqual(['semantic/um_0.png', 'instance/um_0.png', 'semantic/um_1.png', 'instance/um_1.png']);
  expect(await samples(kitti.folder, 'instance/um_0.png')).toEqual([0, 7 << 8, 255 << 8]);
  const cityscapes = await exported(project, 'cityscapes');
  const [train, val] = ['gtFine/train/roadbrush/um_0_gtFine', 'gtFine/val/roadbrush/um_1_gtFine'];
  const ends = ['labelIds', 'color', 'instanceIds'];
  expect(cityscapes.files).toEqual([train, val].flatMap((path) => ends.map((end) => `${path}_${end}.png`)));
  expect(await samples(cityscapes.folder, `${val}_instanceIds.png`)).toEqual([0, 7, 3]);
  project.close();
});

it('frames whose names no file may have, or that are too long for one, get their masks back', async () => {
  const map: LabelMap = { width: 3, height: 1, data: Uint8Array.of(0, 7, 7) };
  const names = ['um#1 %20 & <b>?', '道'.repeat(84), 'plain'];
  const project = await projectOf([map, map, map], ['a', 'b', 'plain']);
  const db = writable(project);
  for (const [i, name] of ['a', 'b'].entries()) run(db, 'UPDATE frame SET name = ? WHERE name = ?', names[i]!, name);
  for (const format of WRITTEN) {
    const { folder } = await exported(project, format);
    const plan = unwrap(await lookAtSource(folder));
    expect(planCounts(project, plan.frames)).toMatchObject({ masksForFrames: 3, strays: 0 });
    const report = unwrap(await importFrames(studioOf(project, fakeEngine()), plan, { copy: false }));
    expect([format, report.unchanged, report.skipped]).toEqual([format, 3, []]);
  }
  project.close();
});

it('an export makes its folder whole or not at all, and writes over nothing', async () => {
  const project = await projectOf([{ width: 2, height: 2, data: Uint8Array.of(7, 7, 0, 0) }]);
  const studio = studioOf(project, fakeEngine());
  const parent = tempFolder();
  const what = { format: 'kitti' as const, frames: [], classes: null, out: join(parent, 'out') };
  mkdirSync(what.out);
  writeFileSync(join(what.out, 'mine.txt'), 'mine');
  expect(await exportMasks(studio, what)).toMatchObject({
    ok: false,
    error: { code: 'exists', message: expect.stringContaining('mine.txt') },
  });
  expect(await exportMasks(studio, { ...what, out: join(what.out, 'mine.txt') })).toMatchObject({ ok: false, error: { code: 'exists' } });
  const abort = new AbortController();
  const cancelled = exportMasks(studio, { ...what, out: join(parent, 'new') }, { signal: abort.signal, onProgress: () => abort.abort() });
  expect(await cancelled).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(readdirSync(parent)).toEqual(['out']);
  expect(await exportMasks(studio, { ...what, format: 'plain', out: join(parent, 'new') })).toMatchObject({ error: { code: 'bad-input' } });
  project.close();
});

it('annotation files hold masks or polygons as asked, exact unless fewer points are wanted; what cannot be had is refused', async () => {
  const data = Uint8Array.from({ length: 900 }, (_, i) => (Math.hypot((i % 30) - 15, i / 30 - 15) < 12 ? 7 : 0));
  const project = await projectOf([{ width: 30, height: 30, data }]);
  const studio = studioOf(project, fakeEngine());
  const parent = tempFolder();
  let serial = 0;
  const asked = async (format: FormatName, shapes?: 'masks' | 'polygons', tolerance?: number) => {
    const out = join(parent, String(++serial));
    const made = await exportMasks(studio, { format, frames: [], classes: null, shapes, tolerance, out });
    return made.ok ? readFileSync(join(out, made.value.files[0]!), 'utf8') : made.error;
  };
  expect(await asked('coco')).toContain('"counts"');
  const exact = await asked('coco', 'polygons');
  expect(exact).toMatch(/"segmentation":\[\[/);
  expect(String(await asked('coco', 'polygons', 1)).length).toBeLessThan(String(exact).length * 0.8);
  expect(await asked('labelme')).toContain('"polygon"');
  expect(await asked('labelme', 'masks')).toContain('"mask"');
  expect(await asked('yolo', 'masks')).toMatchObject({ code: 'bad-input', message: 'YOLO segmentation has no masks.' });
  expect(await asked('kitti', 'polygons')).toMatchObject({ code: 'bad-input', hint: 'Its masks are pictures.' });
  expect(await asked('coco', 'masks', 1)).toMatchObject({ code: 'bad-input', hint: 'Ask for polygons too.' });
  expect(await asked('coco', 'polygons', NaN)).toMatchObject({ code: 'bad-input' });
  project.close();
});

it('only the classes asked for are written; ignore stays', async () => {
  const project = await projectOf([{ width: 5, height: 1, data: Uint8Array.of(0, 7, 8, 40, 255) }]);
  const out = join(tempFolder(), 'road');
  unwrap(await exportMasks(studioOf(project, fakeEngine()), { format: 'kitti', frames: [], classes: [7], out }));
  expect([...pngIndexes(readFileSync(join(out, 'semantic/um_000000.png'))).data]).toEqual([0, 7, 0, 0, 255]);
  project.close();
});

const data = process.env['ROADBRUSH_DATA'] ?? resolve(__dirname, '../../../../shared/data');
const there = existsSync(join(data, 'kitti-semantics'));
if (!there) console.warn(`SKIPPED: no KITTI frames at ${data}; set ROADBRUSH_DATA to check the formats on real masks.`);
const REAL = ['kitti-semantics/training/semantic/000000_10.png'];
test.skipIf(!there).each(WRITTEN)('%s: real masks come back too', async (format) => {
  const maps = REAL.map((file) => pngIndexes(readFileSync(join(data, file))));
  const project = await projectOf(maps);
  const { folder } = await exported(project, format);
  const other = newProject();
  const pictures = dirname(unwrap(frameFile(project, listFrames(project)[0]!.id)));
  unwrap(await importFrames(studioOf(other, fakeEngine()), unwrap(await lookAtSource(pictures)), { copy: false }));
  unwrap(await setClasses(other, CLASSES));
  const report = unwrap(await importFrames(studioOf(other, fakeEngine()), unwrap(await lookAtSource(folder)), { copy: false }));
  expect(report).toMatchObject({ versions: 1, skipped: [] });
  const only = BECOMES[format]?.[8] === 0 ? new Set(format === 'binary' ? [7] : [7, 255]) : null;
  const expected = maps.map(({ data: labels }) =>
    [...labels].map((label) => (only && !only.has(label) ? 0 : format === 'cityscapes' && label === 3 ? 255 : label)),
  );
  masksOf(other).forEach((mask, i) => expect(Buffer.compare(mask!.data, Uint8Array.from(expected[i]!))).toBe(0));
  project.close();
  other.close();
});
