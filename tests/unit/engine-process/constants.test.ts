// Which power of batch, height and width a number of the recordings follows.
import { describe, expect, it } from 'vitest';
import type { Extent, Trace } from '../../../src/main/engine/tensorflow/graph/trace';
import { assertSameCourse, constantAt, numberAt, shapeAt } from '../../../src/main/engine/tensorflow/graph/constants';

const extents = [
  { batch: 2, height: 32, width: 32 },
  { batch: 3, height: 32, width: 32 },
  { batch: 2, height: 48, width: 32 },
  { batch: 2, height: 32, width: 48 },
];
const wanted = { batch: 16, height: 192, width: 640 };
const recorded = (f: (extent: { batch: number; height: number; width: number }) => number) => extents.map(f);

describe('a number of several recordings', () => {
  it('is found again at any size: what follows nothing, one side, several, or one over them', () => {
    for (const f of [
      () => 7,
      () => 0,
      ({ batch }: { batch: number }) => batch,
      ({ height }: { height: number }) => height / 16,
      ({ batch, height, width }: (typeof extents)[0]) => (batch * height * width) / 4,
      ({ batch, width }: (typeof extents)[0]) => width / batch,
      ({ batch, height, width }: (typeof extents)[0]) => 1 / (batch * height * width),
    ]) {
      expect(numberAt(recorded(f as (extent: (typeof extents)[0]) => number), extents, wanted)).toBeCloseTo(f(wanted as never), 9);
    }
  });

  it('that follows nothing of the kind is refused', () => {
    expect(() =>
      numberAt(
        recorded(({ batch }) => batch * batch),
        extents,
        wanted,
      ),
    ).toThrow('does not follow the batch');
    expect(() =>
      numberAt(
        recorded(({ height }) => height + 1),
        extents,
        wanted,
      ),
    ).toThrow('does not follow the height');
  });

  it('makes shapes side by side', () => {
    const shapes = extents.map(({ batch, height, width }) => [batch, height / 2, width / 2, 24]);
    expect(shapeAt(shapes, extents, wanted)).toEqual([16, 96, 320, 24]);
  });
});

describe('recordings of one function', () => {
  /** What recordings of a function with one constant hold. */
  const traces = (data: (extent: Extent) => number[], stride = (_: Extent): number => 1): Trace[] =>
    extents.map((extent) => {
      const values = Int32Array.from(data(extent));
      const uniform = values.every((value) => value === values[0]);
      const attributes = [{ name: 'stride', type: 0, value: stride(extent) }];
      return {
        ...{ extent, boundaries: new Map() },
        constants: [{ kind: 'constant', index: 0, shape: [values.length], dtype: 3, data: values, uniform }],
        ops: [{ index: 0, name: 'Op', attributes, inputs: [], outputs: [] }],
      };
    });

  it('tell a constant that was all the same in a square picture, and is not in a wide one', () => {
    const { data, uniform } = constantAt(
      0,
      traces(({ height, width }) => [height, width]),
      wanted,
    );
    expect([[...data], uniform]).toEqual([[192, 640], false]);
    expect(
      constantAt(
        0,
        traces(() => [3, 3]),
        wanted,
      ).uniform,
    ).toBe(true);
  });

  it('are refused where an attribute follows the size: it would be written as it was recorded', () => {
    expect(() => assertSameCourse(traces(() => [1]))).not.toThrow();
    const following = traces(
      () => [1],
      ({ width }) => width,
    );
    expect(() => assertSameCourse(following)).toThrow('different operations');
  });
});
