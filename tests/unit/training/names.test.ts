// Names that runs get by themselves.
import { expect, it } from 'vitest';
import { freeName, freshName } from '../../../src/shared/training/names';

it('a run without a name is counted on from the highest of its net', () => {
  expect(freshName([], 'unet')).toBe('unet 1');
  expect(freshName(['unet 4', 'unet x', 'unetpp 9', 'monday', 'unet 2'], 'unet')).toBe('unet 5');
});

it('a name that is taken is numbered', () => {
  expect(freeName(['a'], 'b')).toBe('b');
  expect(freeName(['a', 'a 2'], 'a')).toBe('a 3');
});
