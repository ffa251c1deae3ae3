// COCO's run-length code: runs down the columns of the picture, first of zeros; as a list of numbers, or as a string.
// Source: rleEncode, rleToString and rleFrString of maskApi.c in pycocotools (P. Dollar, T.-Y. Lin; Simplified BSD), written anew from their description.
import type { Region } from '../../shared/mask/shapes';
import { Unusable } from './reading';

/** Runs of a region in a picture of `width` x `height` pixels; together they are all its pixels. */
export function cocoCounts({ box, pixels }: Region, width: number, height: number): number[] {
  const counts: number[] = [];
  let [run, value] = [box.x * height, 0];
  for (let x = 0; x < box.width; x++) {
    if (value === 1 && box.height < height) {
      counts.push(run);
      [run, value] = [0, 0];
    }
    run += box.y;
    for (let y = 0; y < box.height; y++) {
      const pixel = pixels[y * box.width + x]!;
      if (pixel !== value) {
        counts.push(run);
        [run, value] = [0, pixel];
      }
      run++;
    }
    const below = height - box.y - box.height;
    if (below > 0 && value === 1) {
      counts.push(run);
      [run, value] = [0, 0];
    }
    run += below;
  }
  const right = (width - box.x - box.width) * height;
  if (right > 0 && value === 1) {
    counts.push(run);
    run = 0;
  }
  if (run + right > 0) counts.push(run + right);
  return counts;
}

/** Five bits a character from '0' on, the lowest first, bit 5 says that more follow, bit 4 of the last is the sign; from the fourth run on, the difference to the run two before. */
export function cocoString(counts: readonly number[]): string {
  let text = '';
  counts.forEach((count, i) => {
    let rest = i > 2 ? count - counts[i - 2]! : count;
    for (let more = true; more;) {
      const bits = rest & 0x1f;
      rest >>= 5;
      more = (bits & 0x10) !== 0 ? rest !== -1 : rest !== 0;
      text += String.fromCharCode(48 + (more ? bits | 0x20 : bits));
    }
  });
  return text;
}

/** The runs of a string. What no run can be is for `runsOf` to refuse. */
export function cocoRuns(text: string, what: string): number[] {
  const counts: number[] = [];
  for (let at = 0; at < text.length;) {
    let value = 0;
    for (let shift = 0, more = true; more; shift += 5) {
      const bits = text.charCodeAt(at++) - 48;
      if (!(bits >= 0 && bits < 64)) throw new Unusable(`${what} has a run-length code that is damaged or cut short.`);
      if (shift > 35) throw new Unusable(`${what} has a run that no picture has room for.`);
      value += (bits & 0x1f) * 2 ** shift;
      more = (bits & 0x20) !== 0;
      if (!more && (bits & 0x10) !== 0) value -= 2 ** (shift + 5);
    }
    counts.push(counts.length > 2 ? value + counts[counts.length - 2]! : value);
  }
  return counts;
}
