// Which label ids a stored mask holds, from its runs alone: no map is made (the codec is rle.ts).

/** `rle` as `encodeRle` wrote it. Quick enough to look through thousands of masks: a few thousand runs each. */
export function labelsIn(rle: Uint8Array): Set<number> {
  const end = rle.length - 4;
  let at = 3;
  const skip = (): void => {
    while (at < end && rle[at++]! > 0x7f);
  };
  skip();
  skip();
  const found = new Set<number>();
  while (at < end) {
    skip();
    if (at < end) found.add(rle[at++]!);
  }
  return found;
}
