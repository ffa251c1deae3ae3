// The order of the table of two runs, and what a frame's set is to both.
import { describe, expect, it } from 'vitest';
import type { PairRow } from '../../../src/shared/contract/compare';
import type { FrameId } from '../../../src/shared/domain';
import { ordered, setOf } from '../../../src/renderer/comparing/order';

const row = (name: string, iouA: number | null, iouB: number | null, disagreement: number | null): PairRow => ({
  ...{ frame: name.charCodeAt(0) as FrameId, name, splitA: 'held-out', splitB: 'held-out', iouA, iouB, disagreement },
});
const rows = [row('a', 0.9, 0.8, 0.1), row('b', null, null, 0.3), row('c', 0.5, 0.7, 0.2), row('d', 0.6, 0.5, 0.1)];
const names = (...sort: [Parameters<typeof ordered>[1], boolean]): string =>
  ordered(rows, ...sort)
    .map(({ name }) => name)
    .join('');

describe('the rows', () => {
  it('are sorted either way, equals as the frames lie, unknown ones last', () => {
    expect(names('disagreement', true)).toBe('bcad');
    expect(names('disagreement', false)).toBe('adcb');
    expect(names('difference', true)).toBe('cadb');
    expect(names('iouA', false)).toBe('cdab');
    expect(names('name', true)).toBe('dcba');
  });
  it('are train as soon as either run trained on the frame', () => {
    expect(setOf({ splitA: 'held-out', splitB: 'train' })).toBe('train');
    expect(setOf({ splitA: 'held-out', splitB: 'none' })).toBe('none');
    expect(setOf({ splitA: 'held-out', splitB: 'held-out' })).toBe('held-out');
  });
});
