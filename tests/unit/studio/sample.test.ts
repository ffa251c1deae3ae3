// The sample project: whole or not there.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { unwrap } from '../../../src/shared/result';
import { createSample, listFrames, openProject, projectInfo } from '../../../src/main/studio';
import { readMeta } from '../../../src/main/project/meta';
import { WRITE, tempFolder } from '../project/helpers';
import { fakeEngine } from './fakeEngine';

it('holds its frames inside, masks for most of them, a split, and a note of what was planted', async () => {
  const folder = join(tempFolder(), 'Sample drive');
  const project = unwrap(await createSample(folder, fakeEngine(), { frames: 30, seed: 5 }, WRITE));
  expect(projectInfo(project)).toMatchObject({ name: 'Sample drive', frames: 30, sample: true, readOnly: null });
  const frames = listFrames(project);
  expect(frames.filter((frame) => frame.mask === null)).toHaveLength(3);
  expect(frames.filter((frame) => frame.split === 'held-out')).toHaveLength(5);
  expect(frames.filter((frame) => frame.split === 'train')).toHaveLength(22);
  expect(readMeta(project.db, 'sample')).toEqual({ seed: 5, planted: ['drive_3'] });
  project.close();
  expect(readdirSync(`${folder}.roadbrush`).sort()).toEqual(['frames', 'project.db']);
  expect(await createSample(folder, fakeEngine(), {}, WRITE)).toMatchObject({ ok: false, error: { code: 'exists' } });
});

it('cancelled, is gone', async () => {
  const folder = join(tempFolder(), 's.roadbrush');
  const abort = new AbortController();
  const engine = fakeEngine({ afterInspect: (n) => n === 4 && abort.abort() });
  expect(await createSample(folder, engine, {}, { ...WRITE, signal: abort.signal })).toMatchObject({
    ok: false,
    error: { code: 'cancelled' },
  });
  expect(existsSync(folder)).toBe(false);
});

it('half-made by a program that was killed, is told from a project and made anew', async () => {
  const folder = join(tempFolder(), 's.roadbrush');
  mkdirSync(join(folder, 'frames'), { recursive: true });
  writeFileSync(join(folder, '.unfinished'), '');
  writeFileSync(join(folder, 'frames', 'old.png'), '');
  expect(openProject(folder, WRITE)).toMatchObject({ ok: false, error: { code: 'not-a-project' } });
  unwrap(await createSample(folder, fakeEngine(), { frames: 5 }, WRITE)).close();
  expect(existsSync(join(folder, 'frames', 'old.png'))).toBe(false);
});

it('does not take the place of somebody’s folder', async () => {
  const folder = join(tempFolder(), 'mine.roadbrush');
  mkdirSync(folder);
  writeFileSync(join(folder, 'letter.txt'), 'mine');
  expect(await createSample(folder, fakeEngine(), {}, WRITE)).toMatchObject({ ok: false, error: { code: 'exists' } });
  expect(readdirSync(folder)).toEqual(['letter.txt']);
});
