// Classes: what a palette takes, who keeps a class from being removed, and what marking many frames does.
import { expect, it } from 'vitest';
import type { LabelClass } from '../../../src/shared/domain';
import { freeId, paletteProblem, withClass, withNewClass, withPreset } from '../../../src/shared/labels/palette';
import { labelsIn } from '../../../src/shared/mask/labelsIn';
import { decodeRle, encodeRle } from '../../../src/shared/mask/rle';
import { unwrap } from '../../../src/shared/result';
import { appendVersion } from '../../../src/main/project/masks';
import { listClasses, listFrames, loadMask, markFrames, maskHistory, moveClass, openProject, setClasses } from '../../../src/main/studio';
import { addFrames, newProject, READ, transaction, writable } from '../project/helpers';

const POLE: LabelClass = { id: 17, name: 'pole', colour: '#999999', key: 3 };
const withPole = () => {
  const project = newProject();
  const db = writable(project);
  const frames = addFrames(db, ['a', 'b', 'c']);
  for (const { frame, version } of frames.slice(1)) {
    const data = new Uint8Array(200).fill(7, 0, 50).fill(17, 60, 64);
    const rle = encodeRle({ width: 20, height: 10, data });
    transaction(db, () => appendVersion(db, { frame, parent: version, author: 'human', note: 'stroke', rle, changed: 4, key: null }));
  }
  return { project, frames };
};

it('classes are kept with the project, and the built-in ones come back where they are left out', async () => {
  const { project } = withPole();
  expect(unwrap(await setClasses(project, [POLE])).map(({ id }) => id)).toEqual([7, 0, 17, 255]);
  const again = unwrap(openProject(project.folder, READ));
  expect(listClasses(again).map(({ name, key }) => [name, key])).toEqual([
    ['road', 1],
    ['other', 2],
    ['pole', 3],
    ['ignore', 0],
  ]);
  again.close();
  project.close();
});

it('two classes with one id, name or digit are refused with a sentence, and nothing changes', async () => {
  const { project } = withPole();
  const before = listClasses(project);
  for (const [other, words] of [
    [{ ...POLE, name: 'post', key: null }, 'the id 17'],
    [{ ...POLE, id: 18, name: 'Pole ', key: null }, "called 'Pole'"],
    [{ ...POLE, id: 18, name: 'post' }, "digit 3 is on both 'pole' and 'post'"],
    [{ ...POLE, id: 18, name: '  ', key: null }, 'no name'],
  ] as const) {
    const refused = await setClasses(project, [POLE, other]);
    expect(refused).toMatchObject({ ok: false, error: { code: 'bad-input', message: expect.stringContaining(words) } });
  }
  expect(listClasses(project)).toEqual(before);
  project.close();
});

it('a class that masks still use stays, and it is said how many do', async () => {
  const { project } = withPole();
  unwrap(await setClasses(project, [POLE]));
  expect(await setClasses(project, [])).toMatchObject({
    ok: false,
    error: { code: 'in-use', message: "2 masks (b is the first) still have pixels of 'pole', so the class stays." },
  });
  expect(listClasses(project)).toHaveLength(4);
  project.close();
});

it('moving a class changes its pixels alone, as new versions, and then removes it', async () => {
  const { project, frames } = withPole();
  unwrap(await setClasses(project, [POLE]));
  const moved = unwrap(await moveClass(project, 17, 7));
  expect(moved.frames).toEqual(frames.slice(1).map(({ frame }) => frame));
  for (const { frame } of frames.slice(1)) {
    expect(decodeRle(unwrap(loadMask(project, frame)).rle!).data).toEqual(new Uint8Array(200).fill(7, 0, 50).fill(7, 60, 64));
    expect(unwrap(maskHistory(project, frame))[0]).toMatchObject({ author: 'human', note: 'pole became road', changed: 4 });
  }
  expect(unwrap(maskHistory(project, frames[0]!.frame))).toHaveLength(1);
  expect(listClasses(project).some(({ id }) => id === 17)).toBe(false);
  expect(await moveClass(project, 7, 0)).toMatchObject({ ok: false, error: { message: expect.stringContaining('built in') } });
  project.close();
});

it('which labels a stored mask holds is read from its runs', () => {
  const data = new Uint8Array(300 * 200).fill(7, 1000, 40_000).fill(255, 59_999);
  expect([...labelsIn(encodeRle({ width: 300, height: 200, data }))].sort((a, b) => a - b)).toEqual([0, 7, 255]);
});

it('new classes get the lowest free id and digit; a digit given away is taken from who had it', () => {
  const classes = withNewClass(withNewClass([])!)!;
  expect(classes.map(({ id, key }) => [id, key])).toEqual([
    [7, 1],
    [0, 2],
    [1, 3],
    [2, 4],
    [255, 0],
  ]);
  const known = withNewClass(withPreset([], [{ id: 8, name: 'sidewalk', colour: '#f423e8' }]))!;
  expect(paletteProblem(withClass(known, 8, { key: 1 }))).toBeNull();
  expect(withClass(known, 8, { key: 1 }).find(({ id }) => id === 7)?.key).toBeNull();
  const full: LabelClass[] = Array.from({ length: 256 }, (_, id) => ({ id, name: `c${id}`, colour: '#000000', key: null }));
  expect(freeId(full)).toBeNull();
});

it('many frames are marked at once, or none of them', () => {
  const { project, frames } = withPole();
  const [a, b] = frames.map(({ frame }) => frame) as unknown as [number, number];
  const marks = [
    { frame: a, state: 'flagged', note: 'kerb' },
    { frame: b, split: 'held-out' },
  ] as never;
  expect(unwrap(markFrames(project, marks)).map(({ review, note, split }) => [review, note, split])).toEqual([
    ['flagged', 'kerb', 'none'],
    ['unseen', '', 'held-out'],
  ]);
  expect(markFrames(project, [{ frame: a, state: 'reviewed' }, { frame: 99 }] as never)).toMatchObject({ ok: false });
  expect(listFrames(project)[0]).toMatchObject({ review: 'flagged', note: 'kerb' });
  project.close();
});

it('a stroke that brings a class back while the masks are looked through keeps it', async () => {
  const project = newProject();
  const db = writable(project);
  // More than are looked at in one go.
  const names = Array.from({ length: 201 }, (_, i) => `f${i}`);
  const frames = addFrames(db, names);
  unwrap(await setClasses(project, [POLE]));
  const removed = setClasses(project, []);
  const { frame, version } = frames[0]!;
  const rle = encodeRle({ width: 20, height: 10, data: new Uint8Array(200).fill(POLE.id, 0, 4) });
  transaction(db, () => appendVersion(db, { frame, parent: version, author: 'human', note: 'stroke', rle, changed: 4, key: null }));
  expect(await removed).toMatchObject({ ok: false, error: { code: 'in-use' } });
  expect(listClasses(project).some(({ id }) => id === POLE.id)).toBe(true);
  project.close();
});
