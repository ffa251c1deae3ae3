// Questions to stored masks that their runs alone answer, some hundred times quicker than their pixels (the codec is rle.ts).
import { OTHER } from '../domain';
import { assertWhole } from './rle';

/** Pixels that are not OTHER. Throws ExpectedFailure 'damaged', as decodeRle does. */
export function countLabelled(rle: Uint8Array): number {
  let labelled = 0;
  for (const runs = new Runs(rle); runs.next();) if (runs.label !== OTHER) labelled += runs.length;
  return labelled;
}

/** Pixels whose labels differ. The masks must have one size: anything else is a bug of the caller. Throws ExpectedFailure 'damaged'. */
export function countDifferentRuns(a: Uint8Array, b: Uint8Array): number {
  const [one, other] = [new Runs(a), new Runs(b)];
  if (one.width !== other.width || one.height !== other.height)
    throw new RangeError(`Sizes differ: ${one.width} x ${one.height} and ${other.width} x ${other.height}.`);
  let different = 0;
  let [left, right] = [0, 0];
  for (;;) {
    if (left === 0) left = one.next() ? one.length : 0;
    if (right === 0) right = other.next() ? other.length : 0;
    const both = Math.min(left, right);
    if (both === 0) return different;
    if (one.label !== other.label) different += both;
    left -= both;
    right -= both;
  }
}

/** Walks along the runs; `next` is false behind the last one. */
class Runs {
  readonly width: number;
  readonly height: number;
  length = 0;
  label = 0;
  private at = 3;
  private readonly end: number;

  constructor(private readonly rle: Uint8Array) {
    assertWhole(rle);
    this.end = rle.length - 4;
    this.width = this.varint();
    this.height = this.varint();
  }

  next(): boolean {
    if (this.at >= this.end) return false;
    this.length = this.varint();
    this.label = this.rle[this.at++]!;
    return true;
  }

  private varint(): number {
    let value = 0;
    for (let shift = 0; this.at < this.end; shift += 7) {
      const byte = this.rle[this.at++]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    return value;
  }
}
