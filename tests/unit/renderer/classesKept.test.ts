// What is painted, and over what, when classes go: by hand, or with the project that they belong to.
import { describe, expect, it } from 'vitest';
import { IGNORE, OTHER, ROAD } from '../../../src/shared/domain';
import { BUILT_IN } from '../../../src/shared/labels/palette';
import { classesKept } from '../../../src/renderer/state/view';

const palette = [...BUILT_IN, { id: 7 }];

describe('classes that are gone', () => {
  it('are painted no more, and lock nothing', () => {
    expect(classesKept({ paintClass: 9, paintOver: new Set([9, OTHER]) }, palette)).toEqual({
      paintClass: ROAD,
      paintOver: new Set([OTHER]),
    });
    // With none left all may be painted over.
    expect(classesKept({ paintClass: 7, paintOver: new Set([9]) }, palette)).toEqual({ paintClass: 7, paintOver: null });
  });

  it('leave the choice of classes that are there alone', () => {
    expect(classesKept({ paintClass: 7, paintOver: null }, palette)).toBeNull();
    expect(classesKept({ paintClass: IGNORE, paintOver: new Set([7, ROAD]) }, palette)).toBeNull();
  });
});
