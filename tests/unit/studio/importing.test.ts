// Import: what is taken, what is skipped and why, and that a cancelled one leaves nothing behind. Real pictures, real databases.
import { copyFileSync, existsSync, readdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { unwrap } from '../../../src/shared/result';
import { decodeRle } from '../../../src/shared/mask/rle';
import {
  frameFile,
  importFrames,
  listFrames,
  loadMask,
  lookAtSource,
  maskHistory,
  openProject,
  studioOf,
  thumbnail,
} from '../../../src/main/studio';
import { WRITE, newProject } from '../project/helpers';
import { fakeEngine, kittiFolder } from './fakeEngine';

const importFrom = async (folder: string, copy = false, engine = fakeEngine(), project = newProject()) => {
  const studio = studioOf(project, engine);
  const report = unwrap(await importFrames(studio, unwrap(await lookAtSource(folder)), { copy }));
  return { studio, project, report };
};

it('a KITTI folder comes in with its masks, and what cannot come in is named with its reason', async () => {
  const folder = await kittiFolder({ a_1: 'mask', a_2: null, broken: 'mask', odd: [21, 10], twin: 'mask', badmask: 'mask' });
  truncateSync(join(folder, 'image_2', 'broken.png'), 40);
  copyFileSync(join(folder, 'image_2', 'a_1.png'), join(folder, 'image_2', 'twin.png'));
  writeFileSync(join(folder, 'semantic', 'badmask.png'), 'no picture');
  writeFileSync(join(folder, 'semantic', 'stray.png'), '');
  const { project, report } = await importFrom(folder);
  expect(report).toMatchObject({ imported: 4, withMask: 1, versions: 0, unchanged: 0, cancelled: false });
  const why = Object.fromEntries(report.skipped.map((entry) => [entry.file.split('/').slice(-2).join('/'), entry.why]));
  expect(Object.keys(why).sort()).toEqual([
    ...['image_2/broken.png', 'image_2/twin.png', 'semantic/badmask.png', 'semantic/odd.png', 'semantic/stray.png'],
  ]);
  expect(why['semantic/odd.png']).toMatch(/21 x 10 .* 20 x 10/);
  expect(why['image_2/twin.png']).toContain('same picture as frame a_1');
  expect(why['image_2/broken.png']).toMatch(/^Cannot be read/);

  expect(why['semantic/stray.png']).toBe('It has no picture, and no frame is called stray.');

  const [a1, a2] = listFrames(project);
  expect([a1?.name, a1?.width, a1?.height, a1?.split, a2?.name, a2?.mask]).toEqual(['a_1', 20, 10, 'none', 'a_2', null]);
  if (!a1) throw new Error('no frame');
  const mask = unwrap(loadMask(project, a1.id));
  expect([...new Set(decodeRle(mask.rle ?? new Uint8Array()).data)].sort()).toEqual([0, 7]);
  expect(unwrap(maskHistory(project, a1.id))).toMatchObject([
    { author: 'import', note: 'imported from KITTI semantics', changed: 100, parent: null },
  ]);
  project.close();
});

it('importing the same folder again adds nothing and says so', async () => {
  const folder = await kittiFolder({ a: 'mask', b: 'mask', bare: null });
  const { studio, project } = await importFrom(folder);
  const again = unwrap(await importFrames(studio, unwrap(await lookAtSource(folder)), { copy: true }));
  expect(again).toMatchObject({ imported: 0, withMask: 0, versions: 0, unchanged: 3, skipped: [] });
  expect(readdirSync(join(project.folder, 'frames'))).toEqual([]);
  expect(listFrames(project).map(({ id }) => unwrap(maskHistory(project, id)).length)).toEqual([1, 1, 0]);
  project.close();
});

it('copied frames move with the project; frames in place are missed by name when their folder is gone', async () => {
  const folder = await kittiFolder({ a: 'mask' });
  const inPlace = await importFrom(folder);
  const copied = await importFrom(folder, true);
  expect(readdirSync(join(copied.project.folder, 'frames'))).toEqual(['a.png']);
  copied.project.close();
  const moved = copied.project.folder.replace('p.roadbrush', 'elsewhere.roadbrush');
  renameSync(copied.project.folder, moved);
  rmSync(folder, { recursive: true });
  const project = unwrap(openProject(moved, WRITE));
  const [frame] = listFrames(project);
  if (!frame) throw new Error('no frame');
  expect(unwrap(frameFile(project, frame.id))).toBe(join(moved, 'frames', 'a.png'));
  project.close();

  expect(frameFile(inPlace.project, frame.id)).toMatchObject({
    ok: false,
    error: { code: 'not-found', message: expect.stringContaining(`${folder}/image_2/a.png`) },
  });
  expect(await thumbnail(inPlace.studio, frame.id, 96)).toMatchObject({ ok: false, error: { code: 'not-found' } });
  inPlace.project.close();
});

it('cancelled while reading or while copying, nothing is left behind', async () => {
  const names = Array.from({ length: 40 }, (_, i) => `f_${i}`);
  const folder = await kittiFolder(Object.fromEntries(names.map((name) => [name, 'mask' as const])));
  const project = newProject();
  const abort = new AbortController();
  const engine = fakeEngine({ afterInspect: () => abort.abort() });
  const plan = unwrap(await lookAtSource(folder));
  const reading = unwrap(await importFrames(studioOf(project, engine), plan, { copy: true }, { signal: abort.signal }));
  expect(reading).toMatchObject({ imported: 0, cancelled: true });
  expect(engine.calls).toHaveLength(1);

  const later = new AbortController();
  const copying = unwrap(
    await importFrames(
      studioOf(project, fakeEngine()),
      plan,
      { copy: true },
      {
        signal: later.signal,
        onProgress: ({ what, done }) => {
          if (what !== 'Copying frames' || done < 7) return;
          expect(readdirSync(join(project.folder, 'frames'))).toHaveLength(7);
          later.abort();
        },
      },
    ),
  );
  expect(copying).toMatchObject({ imported: 0, cancelled: true });
  expect(readdirSync(join(project.folder, 'frames'))).toEqual([]);
  expect(listFrames(project)).toEqual([]);
  project.close();
});

it('an engine that dies is a failure, and the copies made so far are gone', async () => {
  const folder = await kittiFolder({ a: 'mask' });
  const project = newProject();
  const engine = fakeEngine();
  engine.call = async () => ({ ok: false, error: { code: 'engine-died', message: 'The engine died.' } });
  expect(await importFrames(studioOf(project, engine), unwrap(await lookAtSource(folder)), { copy: true })).toMatchObject({
    ok: false,
    error: { code: 'engine-died' },
  });
  expect(listFrames(project)).toEqual([]);
  project.close();
});

it('progress counts every file once, to the end', async () => {
  const names = Array.from({ length: 20 }, (_, i) => `f_${i}`);
  const folder = await kittiFolder(Object.fromEntries(names.map((name) => [name, null])));
  const project = newProject();
  const seen: number[] = [];
  await importFrames(
    studioOf(project, fakeEngine()),
    unwrap(await lookAtSource(folder)),
    { copy: false },
    { onProgress: ({ done }) => seen.push(done) },
  );
  expect(seen.at(-1)).toBe(20);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(existsSync(join(project.folder, 'project.db'))).toBe(true);
  project.close();
});
