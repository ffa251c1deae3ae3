// Saving masks: what an annotator may rely on.
import { expect, it } from 'vitest';
import type { FrameId, VersionId } from '../../../src/shared/domain';
import { encodeRle } from '../../../src/shared/mask/rle';
import { unwrap } from '../../../src/shared/result';
import {
  frameSummary,
  loadMask,
  maskHistory,
  maskVersion,
  openProject,
  reviewFrame,
  saveMask,
  splitFrames,
} from '../../../src/main/studio';
import { READ, addFrames, newProject, roadMask, writable } from '../project/helpers';

const setUp = (road: number | null = 50) => {
  const project = newProject();
  const [added] = addFrames(writable(project), ['a'], road);
  if (!added) throw new Error('no frame');
  return { project, frame: added.frame, version: added.version };
};
let serial = 0;
const edit = (frame: FrameId, base: VersionId | null, rle: Uint8Array) => ({
  frame,
  base,
  rle,
  author: 'human' as const,
  note: 'stroke',
  key: `key-${++serial}-of-a-test`,
});

it('a save appends a version, becomes the current mask and counts the changed pixels', () => {
  const { project, frame, version } = setUp();
  const rle = roadMask(20, 10, 70);
  const saved = unwrap(saveMask(project, edit(frame, version, rle)));
  expect(unwrap(loadMask(project, frame))).toMatchObject({ version: saved.version, width: 20, height: 10 });
  expect(Buffer.from(unwrap(loadMask(project, frame)).rle ?? []).equals(rle)).toBe(true);
  const history = unwrap(maskHistory(project, frame));
  expect(history.map(({ id, parent, author, changed }) => ({ id, parent, author, changed }))).toEqual([
    { id: saved.version, parent: version, author: 'human', changed: 20 },
    { id: version, parent: null, author: 'import', changed: 50 },
  ]);
  expect(Buffer.from(unwrap(maskVersion(project, history[1]!.id)).rle).equals(roadMask(20, 10, 50))).toBe(true);
  expect(unwrap(frameSummary(project, frame))).toMatchObject({ review: 'in-progress', edited: true, mask: saved.version });
  project.close();
});

it('the same save sent twice answers the same and adds nothing, even after a later save', () => {
  const { project, frame, version } = setUp();
  const first = edit(frame, version, roadMask(20, 10, 60));
  const saved = unwrap(saveMask(project, first));
  unwrap(saveMask(project, edit(frame, saved.version, roadMask(20, 10, 61))));
  expect(unwrap(saveMask(project, first))).toEqual(saved);
  expect(unwrap(maskHistory(project, frame))).toHaveLength(3);
  expect(saveMask(project, { ...first, rle: roadMask(20, 10, 62) })).toMatchObject({ ok: false, error: { code: 'bad-input' } });
  project.close();
});

it('an edit of an older version is refused and changes nothing', () => {
  const { project, frame, version } = setUp();
  unwrap(saveMask(project, edit(frame, version, roadMask(20, 10, 60))));
  for (const base of [version, null]) {
    expect(saveMask(project, edit(frame, base, roadMask(20, 10, 61)))).toMatchObject({ ok: false, error: { code: 'stale-base' } });
  }
  expect(unwrap(maskHistory(project, frame))).toHaveLength(2);
  project.close();
});

it('a mask of another size, or of broken bytes, is refused', () => {
  const { project, frame, version } = setUp();
  expect(saveMask(project, edit(frame, version, roadMask(10, 20, 5)))).toMatchObject({
    ok: false,
    error: { code: 'bad-input', message: expect.stringContaining('20 x 10') },
  });
  const broken = roadMask(20, 10, 5);
  broken[6]! ^= 1;
  expect(saveMask(project, edit(frame, version, broken))).toMatchObject({ ok: false, error: { code: 'damaged' } });
  expect(saveMask(project, edit(99 as FrameId, null, roadMask(20, 10, 5)))).toMatchObject({ ok: false, error: { code: 'not-found' } });
  project.close();
});

it('a first mask counts its labelled pixels, and joins the train set once frames are split by rule', () => {
  const project = newProject();
  const db = writable(project);
  const bare = addFrames(db, ['x', 'y'], null);
  addFrames(db, ['a', 'b', 'c']);
  expect(unwrap(splitFrames(project, { kind: 'last', count: 1 }))).toMatchObject({ train: 2, heldOut: 1, none: 2 });
  const frame = bare[0]!.frame;
  expect(unwrap(loadMask(project, frame))).toMatchObject({ version: null, rle: null });
  const data = new Uint8Array(200).fill(255, 0, 9);
  unwrap(saveMask(project, edit(frame, null, encodeRle({ width: 20, height: 10, data }))));
  expect(unwrap(maskHistory(project, frame))[0]).toMatchObject({ parent: null, changed: 9 });
  expect(unwrap(frameSummary(project, frame)).split).toBe('train');
  unwrap(splitFrames(project, { kind: 'lists', train: ['a'], heldOut: ['b'] }));
  unwrap(saveMask(project, edit(bare[1]!.frame, null, roadMask(20, 10, 1))));
  expect(unwrap(frameSummary(project, bare[1]!.frame)).split).toBe('none');
  project.close();
});

it('a review says what was said, and its note stays until another is given', () => {
  const { project, frame } = setUp();
  expect(unwrap(reviewFrame(project, { frame, state: 'flagged', note: 'shadow' }))).toMatchObject({ review: 'flagged', note: 'shadow' });
  expect(unwrap(reviewFrame(project, { frame, state: 'reviewed' }))).toMatchObject({ review: 'reviewed', note: 'shadow' });
  project.close();
});

it('a project opened to be read refuses every change with the reason', () => {
  const { project, frame, version } = setUp();
  const reading = unwrap(openProject(project.folder, READ));
  expect(saveMask(reading, edit(frame, version, roadMask(20, 10, 1)))).toMatchObject({ ok: false, error: { code: 'read-only' } });
  expect(reviewFrame(reading, { frame, state: 'reviewed' })).toMatchObject({ ok: false, error: { code: 'read-only' } });
  reading.close();
  project.close();
});
