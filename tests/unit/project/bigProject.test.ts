// The helper that makes big projects: what it makes is a project like any other.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { unwrap } from '../../../src/shared/result';
import { listFrames, openProject } from '../../../src/main/studio';
import { bigName, bigProject } from '../../e2e/lib/bigProject';
import { tempFolder, WRITE } from './helpers';

it('a big project opens as any other, with frames in every state', () => {
  const folder = tempFolder();
  const path = join(folder, 'a.png');
  writeFileSync(path, 'not looked at');
  const made = bigProject(join(folder, 'big'), 60, [{ path, width: 20, height: 10 }]);
  const project = unwrap(openProject(made, WRITE));
  const frames = listFrames(project);
  const count = (of: (frame: (typeof frames)[number]) => boolean): number => frames.filter(of).length;
  expect(frames.map(({ name }) => name)).toEqual(Array.from({ length: 60 }, (_, i) => bigName(i)));
  expect(count((f) => f.mask === null)).toBe(2);
  expect(count((f) => f.split === 'held-out')).toBe(9);
  expect(count((f) => f.edited)).toBe(5);
  expect(count((f) => f.review === 'flagged' && f.note !== '')).toBe(3);
  expect(count((f) => f.review === 'reviewed')).toBe(14);
  project.close();
});
