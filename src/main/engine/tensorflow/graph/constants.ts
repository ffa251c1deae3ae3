// Constants of a trace for any batch size: two recordings at different batch sizes show which are linear in it.
import type { ConstantRef, Trace } from './trace';

/**
 * The constant as it would be at batch size `batch`, given the same constant in a second recording.
 * Throws where the two cannot be explained by the batch size.
 */
export function atBatch(first: ConstantRef, traceA: Trace, traceB: Trace, batch: number): ConstantRef {
  const second = traceB.constants[first.index];
  if (!second) throw new Error(`Two recordings of one function differ: constant ${first.index} is missing from the second.`);
  const linear = (a: number, b: number): number => {
    if (a === b) return a;
    const each = a / traceA.batch;
    if (Math.abs(each - b / traceB.batch) <= 1e-6 * Math.abs(each)) return each * batch;
    // A mean over the batch divides by its size: such a constant is linear in 1 / batch.
    if (Math.abs(a * traceA.batch - b * traceB.batch) <= 1e-6 * Math.abs(a * traceA.batch)) return (a * traceA.batch) / batch;
    throw new Error(`Constant ${first.index} (${a} and ${b}) does not follow the batch size.`);
  };
  const shape = first.shape.map((side, axis) => linear(side, second.shape[axis] ?? side));
  const shapeChanged =
    shape.some((side, axis) => side !== first.shape[axis]) || first.shape.some((side, axis) => side !== second.shape[axis]);
  if (shapeChanged) {
    if (!first.uniform || !second.uniform)
      throw new Error(`Constant ${first.index} of shape [${first.shape.join(', ')}] holds data of one batch.`);
    const value = linear(first.data[0] as number, second.data[0] as number);
    return { ...first, shape, data: first.dtype === 1 ? Float32Array.of(value) : Int32Array.of(value) };
  }
  const data = first.data.slice();
  for (let k = 0; k < data.length; k++) data[k] = linear(first.data[k] as number, second.data[k] as number);
  return { ...first, data };
}

/** Throws unless both recordings ran the same operations, in the same order, with as many constants. */
export function assertSameShape(a: Trace, b: Trace): void {
  const names = (trace: Trace) => trace.ops.map((op) => op.name).join();
  if (names(a) !== names(b) || a.constants.length !== b.constants.length) {
    throw new Error('Two recordings of one function at different batch sizes ran different operations.');
  }
}
