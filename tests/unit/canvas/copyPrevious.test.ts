// Copying the mask of the frame before: where from, and every reason not to.
import { expect, it } from 'vitest';
import type { FrameSummary } from '../../../src/shared/domain';
import { copyFrom, copyNote } from '../../../src/renderer/canvas/copyPrevious';

const frame = (n: number, more: Partial<FrameSummary> = {}): FrameSummary =>
  ({
    id: n,
    name: `00000${n}`,
    width: 20,
    height: 10,
    split: 'none',
    review: 'unseen',
    note: '',
    mask: n,
    edited: false,
    ...more,
  }) as FrameSummary;
const hasMask = ({ mask }: FrameSummary): boolean => mask !== null;

it('the mask comes from the frame before by name, and its step says so', () => {
  const frames = [frame(1), frame(2)];
  expect(copyFrom(frames, 1, hasMask)).toEqual({ frame: frames[1], from: frames[0] });
  expect(copyNote('000001', null)).toBe('copied from 000001');
  expect(copyNote('000001', { dx: 3, dy: -1 })).toBe('copied from 000001, moved by (3, -1)');
});

it('a first frame, one before without a mask, and another size are refused with a sentence', () => {
  expect(copyFrom([frame(1)], 0, hasMask)).toMatch(/000001 is the first frame/);
  expect(copyFrom([frame(1, { mask: null }), frame(2)], 1, hasMask)).toMatch(/000001, the frame before, has no mask/);
  expect(copyFrom([frame(1, { width: 30 }), frame(2)], 1, hasMask)).toMatch(/30 x 10 pixels and 000002 20 x 10/);
  expect(copyFrom([frame(1)], -1, hasMask)).toBe('No frame is shown.');
});
