// Splitting frames: by rule, by seed, by lists.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unwrap } from '../../../src/shared/result';
import { listFrames, splitFrames } from '../../../src/main/studio';
import type { Project } from '../../../src/main/project/project';
import { addFrames, newProject, writable } from '../project/helpers';

const withFrames = (masked: readonly string[], bare: readonly string[] = []): Project => {
  const project = newProject();
  addFrames(writable(project), masked);
  addFrames(writable(project), bare, null);
  return project;
};
const heldOut = (project: Project) =>
  listFrames(project)
    .filter((frame) => frame.split === 'held-out')
    .map((frame) => frame.name);

it('the last N by name are held out, as the reference has it', () => {
  const project = withFrames(['um_2', 'uu_1', 'um_10', 'umm_3']);
  expect(unwrap(splitFrames(project, { kind: 'last', count: 2 }))).toEqual({ train: 2, heldOut: 2, none: 0, unknown: [] });
  expect(heldOut(project)).toEqual(['umm_3', 'uu_1']);
  expect(splitFrames(project, { kind: 'last', count: 5 })).toMatchObject({ ok: false, error: { code: 'bad-input' } });
  project.close();
});

it('frames without a mask are neither trained on nor held out, unless no frame has one', () => {
  const project = withFrames(['a', 'b'], ['y', 'z']);
  expect(unwrap(splitFrames(project, { kind: 'last', count: 1 }))).toMatchObject({ train: 1, heldOut: 1, none: 2 });
  expect(heldOut(project)).toEqual(['b']);
  const bare = withFrames([], ['y', 'z']);
  expect(unwrap(splitFrames(bare, { kind: 'last', count: 1 }))).toMatchObject({ train: 1, heldOut: 1, none: 0 });
  project.close();
  bare.close();
});

it('a ratio holds out that share, the same for the same seed and another for another', () => {
  const names = Array.from({ length: 50 }, (_, i) => `f_${i}`);
  const project = withFrames(names);
  const held = (ratio: number, seed: number) => {
    unwrap(splitFrames(project, { kind: 'ratio', ratio, seed }));
    return heldOut(project).join();
  };
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(), (ratio, seed) => {
      const first = held(ratio, seed);
      expect(first === '' ? 0 : first.split(',').length).toBe(Math.round(50 * ratio));
      expect(held(ratio, seed)).toBe(first);
    }),
    { numRuns: 15 },
  );
  expect(held(0.2, 1)).not.toBe(held(0.2, 2));
  project.close();
});

it('two lists are obeyed, with or without extensions; unknown names are reported, a name in both is refused', () => {
  const project = withFrames(['a', 'b.c', 'd', 'e']);
  const lists = { kind: 'lists' as const, train: ['a.png', ' d ', '', 'gone.png'], heldOut: ['b.c'] };
  expect(unwrap(splitFrames(project, lists))).toEqual({ train: 2, heldOut: 1, none: 1, unknown: ['gone.png'] });
  expect(heldOut(project)).toEqual(['b.c']);
  expect(splitFrames(project, { kind: 'lists', train: ['a', 'd'], heldOut: ['d.png'] })).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('d') },
  });
  expect(splitFrames(project, { kind: 'lists', train: ['x'], heldOut: ['y'] })).toMatchObject({ ok: false, error: { code: 'bad-input' } });
  expect(heldOut(project)).toEqual(['b.c']);
  project.close();
});

it('a project without frames cannot be split', () => {
  const project = withFrames([]);
  expect(splitFrames(project, { kind: 'last', count: 0 })).toMatchObject({ ok: false, error: { code: 'empty' } });
  project.close();
});
