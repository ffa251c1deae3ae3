// Smoothing over time: exact means, only over neighbours of the same sequence.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smoothed, temporalParts, temporalWeights, temporalWords, type Temporal } from '../../../src/shared/prediction/temporal';

const frame = (name: string, width = 8) => ({ name, width, height: 4 });
const WINDOW: Temporal = { kind: 'window', radius: 1 };

describe('smoothing of a sequence', () => {
  it('is the weighted mean, halves up, for any values', () => {
    const part = fc.record({ values: fc.uint8Array({ minLength: 6, maxLength: 6 }), weight: fc.integer({ min: 1, max: 32 }) });
    fc.assert(
      fc.property(fc.array(part, { minLength: 2, maxLength: 9 }), (parts) => {
        const total = parts.reduce((sum, { weight }) => sum + weight, 0);
        const wanted = Array.from({ length: 6 }, (_, i) =>
          Math.floor(parts.reduce((sum, { values, weight }) => sum + values[i]! * weight, 0) / total + 0.5),
        );
        // An odd total has no exact half: then rounding is that of the nearest.
        expect([...smoothed(parts)]).toEqual(wanted);
      }),
    );
  });

  it('of one frame alone is that frame, byte for byte', () => {
    const values = new Uint8Array([0, 7, 255]);
    expect(smoothed([{ values, weight: 5 }])).toBe(values);
    expect(() => smoothed([])).toThrow('nothing');
    expect(() =>
      smoothed([
        { values, weight: 1 },
        { values: new Uint8Array(2), weight: 1 },
      ]),
    ).toThrow('cannot be smoothed');
  });

  it('takes neighbours by the numbers in their names, and none across a gap, another sequence or another size', () => {
    const frames = [
      frame('a_0007'),
      frame('a_0008'),
      frame('a_0009'),
      frame('a_0011'),
      frame('b_0012'),
      frame('b_0013'),
      frame('b_0014', 9),
    ];
    const names = (at: number): string[] => temporalParts(frames, at, WINDOW).map((part) => part.frame.name);
    expect(names(0)).toEqual(['a_0007', 'a_0008']);
    expect(names(1)).toEqual(['a_0007', 'a_0008', 'a_0009']);
    expect(names(2)).toEqual(['a_0008', 'a_0009']);
    expect(names(3)).toEqual(['a_0011']);
    expect(names(4)).toEqual(['b_0012', 'b_0013']);
    expect(names(5)).toEqual(['b_0012', 'b_0013']);
    expect(temporalParts(frames, 99, WINDOW)).toEqual([]);
  });

  it('over the past alone halves the weight with every frame, and says what it is', () => {
    expect(temporalWeights({ kind: 'exponential' }).slice(0, 3)).toEqual([
      { by: 0, weight: 32 },
      { by: -1, weight: 16 },
      { by: -2, weight: 8 },
    ]);
    expect(temporalWords({ kind: 'window', radius: 2 })).toBe('smoothed over 5 frames');
  });
});
