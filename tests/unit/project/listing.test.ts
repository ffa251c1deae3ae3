// Lists of frames: their order, their speed, what they say.
import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byName, naturalKey } from '../../../src/shared/naturalOrder';
import { frameSummaries } from '../../../src/main/project/frames';
import { appendVersion } from '../../../src/main/project/masks';
import { setReview, beginReview } from '../../../src/main/project/reviews';
import { setSplit } from '../../../src/main/project/splits';
import { writable } from '../../../src/main/project/project';
import { addFrames, newProject, roadMask, transaction } from './helpers';

it('frames come in natural order of their names', () => {
  const project = newProject();
  addFrames(writable(project), ['frame_10', 'frame_2', 'um_000001', 'frame_02', 'Frame_3', 'frame']);
  expect(frameSummaries(project.db).map((frame) => frame.name)).toEqual([
    'Frame_3',
    'frame',
    'frame_02',
    'frame_2',
    'frame_10',
    'um_000001',
  ]);
  project.close();
});

it('the key of a name sorts as the names do, and numbers by their value', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (a, b) => {
      expect(Math.sign(byName(`f${a}x`, `f${b}x`))).toBe(Math.sign(a - b));
      expect(naturalKey(`f${a}`) < naturalKey(`f${b}`)).toBe(a < b);
    }),
  );
});

it('a frame says its split, its review, its mask and whether a person edited it', () => {
  const project = newProject();
  const db = writable(project);
  const [a, b] = addFrames(db, ['a', 'b']);
  if (!a || !b) throw new Error('no frames');
  transaction(db, () => {
    setSplit(db, a.frame, 'held-out');
    beginReview(db, a.frame);
    setReview(db, b.frame, 'flagged', 'shadow');
    setReview(db, b.frame, 'reviewed', undefined);
    beginReview(db, b.frame);
  });
  const rle = roadMask(20, 10, 3);
  const { version } = appendVersion(db, {
    frame: a.frame,
    parent: a.version,
    author: 'human',
    note: 'stroke',
    rle,
    changed: 47,
    key: null,
  });
  expect(frameSummaries(project.db)).toEqual([
    { id: a.frame, name: 'a', width: 20, height: 10, split: 'held-out', review: 'in-progress', note: '', mask: version, edited: true },
    { id: b.frame, name: 'b', width: 20, height: 10, split: 'none', review: 'reviewed', note: 'shadow', mask: b.version, edited: false },
  ]);
  project.close();
});

it('10,000 frames with masks, splits and reviews list in under 100 ms', () => {
  const project = newProject();
  const db = writable(project);
  const frames = addFrames(
    db,
    Array.from({ length: 10_000 }, (_, i) => `drive_${i % 7}_${i}`),
  );
  transaction(db, () =>
    frames.forEach(({ frame }, i) => {
      setSplit(db, frame, i % 5 === 0 ? 'held-out' : 'train');
      setReview(db, frame, 'reviewed', '');
    }),
  );
  const times = Array.from({ length: 12 }, () => {
    const begun = performance.now();
    expect(frameSummaries(project.db)).toHaveLength(10_000);
    return performance.now() - begun;
  });
  project.close();
  console.info(`10,000 frames listed in ${times.map((time) => time.toFixed(0)).join(', ')} ms`);
  expect(Math.min(...times)).toBeLessThan(100);
});
