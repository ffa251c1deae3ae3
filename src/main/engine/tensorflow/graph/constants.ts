// Constants of a trace for any size of batch and picture: recordings that differ in one of them at a time show what follows which.
import { isUniform, type ConstantRef, type Extent, type Trace } from './trace';

const AXES = ['batch', 'height', 'width'] as const;
/** Sides of pictures are halved and multiplied, a mean divides: nothing here follows a square. */
const POWERS = [0, 1, -1] as const;
const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.abs(b);

/**
 * A number that was `values[k]` in recording k, as it would be at `extent`: a product of powers -1, 0 or 1 of batch, height and width.
 * @param extents of the recordings: the first, and others that each differ from it in one axis
 * Throws where no such powers explain the numbers.
 */
export function numberAt(values: readonly number[], extents: readonly Extent[], extent: Extent): number {
  const [base = 0] = values;
  let result = base;
  for (const axis of AXES) {
    const other = extents.findIndex((each) => each[axis] !== extents[0]![axis]);
    if (other < 0) continue;
    const from = extents[0]![axis];
    const power = POWERS.find((power) => close(values[other]!, base * (extents[other]![axis] / from) ** power));
    if (power === undefined) throw new Error(`A constant (${values.join(', ')}) does not follow the ${axis}.`);
    result *= (extent[axis] / from) ** power;
  }
  return result;
}

/** Each side of a shape, likewise. */
export const shapeAt = (shapes: readonly (readonly number[])[], extents: readonly Extent[], extent: Extent): number[] =>
  shapes[0]!.map((_, axis) =>
    numberAt(
      shapes.map((shape) => shape[axis]!),
      extents,
      extent,
    ),
  );

/** The constant of the first trace as it would be at `extent`. Throws for one that holds data of one recording. */
export function constantAt(index: number, traces: readonly Trace[], extent: Extent): ConstantRef {
  const refs = traces.map((trace) => trace.constants[index]!);
  const first = refs[0]!;
  const extents = traces.map((trace) => trace.extent);
  const shapes = refs.map((ref) => ref.shape);
  const shape = shapeAt(shapes, extents, extent);
  const valueAt = (k: number): number =>
    numberAt(
      refs.map((ref) => ref.data[k]!),
      extents,
      extent,
    );
  if (shapes.some((each) => each.join() !== first.shape.join())) {
    if (refs.some(({ uniform }) => !uniform))
      throw new Error(`Constant ${index} of shape [${first.shape.join(', ')}] holds data of one recording.`);
    return { ...first, shape, data: first.dtype === 1 ? Float32Array.of(valueAt(0)) : Int32Array.of(valueAt(0)) };
  }
  const data = first.data.slice();
  for (let k = 0; k < data.length; k++) data[k] = valueAt(k);
  // [height, width] of a square recording is all the same, and need not be any more.
  return { ...first, data, uniform: isUniform(data) };
}

/** Throws unless all recordings ran the same operations with the same attributes, in the same order, with as many constants. */
export function assertSameCourse(traces: readonly Trace[]): void {
  const course = ({ constants, ops }: Trace) => JSON.stringify([constants.length, ops.map(({ name, attributes }) => [name, attributes])]);
  if (traces.some((trace) => course(trace) !== course(traces[0]!))) {
    throw new Error('Recordings of one function at different sizes ran different operations.');
  }
}
