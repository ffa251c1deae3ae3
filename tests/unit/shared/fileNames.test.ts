// Files' names for frames: safe in every file system, and never one for two frames.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileStems } from '../../../src/shared/fileNames';

const stems = (...names: string[]): string[] => fileStems(names.map((name) => ({ name })));

describe('names of files that are written one a frame', () => {
  it('stay what they are where they can be', () => {
    expect(stems('um_000001', 'Straße 3', 'a.b')).toEqual(['um_000001', 'Straße 3', 'a.b']);
  });

  it('get a number where two frames would share a file, also where the file system does not tell A from a', () => {
    expect(stems('a', 'A', 'a', 'a-2')).toEqual(['a', 'A-2', 'a-3', 'a-2-2']);
    expect(stems('x/y', 'x:y')).toEqual(['x_y', 'x_y-2']);
  });

  it('lead nowhere else, and are never two of one', () => {
    const awkward = fc.string({ unit: fc.constantFrom('a', 'A', '.', '/', '\\', ':', ' ', '-', '2', '\u0000'), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(awkward, { maxLength: 12 }), (names) => {
        const found = stems(...names);
        expect(new Set(found.map((one) => one.toLowerCase())).size).toBe(names.length);
        // eslint-disable-next-line no-control-regex -- those must not be there
        for (const one of found) expect(one).not.toMatch(/[\u0000-\u001f/\\:]|^\.|^$|[. ]$/);
      }),
    );
  });
});
