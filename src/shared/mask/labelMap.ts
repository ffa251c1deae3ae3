// A label map: one label id a pixel, row-major, and what is asked of it everywhere.

export interface LabelMap {
  /** Pixels, >= 1. */
  readonly width: number;
  readonly height: number;
  /** Label ids [height*width], row-major; see ROAD, OTHER, IGNORE in domain.ts. */
  readonly data: Uint8Array;
}

/** A map of `width` x `height` pixels that are all OTHER (0). */
export function emptyLabelMap(width: number, height: number): LabelMap {
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1)
    throw new RangeError(`A label map cannot be ${width} x ${height}.`);
  return { width, height, data: new Uint8Array(width * height) };
}

export function copyLabelMap(map: LabelMap): LabelMap {
  return { width: map.width, height: map.height, data: map.data.slice() };
}

/** Pixels whose labels differ. The maps must have one size: anything else is a bug of the caller. */
export function countDifferent(a: LabelMap, b: LabelMap): number {
  assertSameSize(a, b);
  let different = 0;
  for (let i = 0; i < a.data.length; i++) if (a.data[i] !== b.data[i]) different++;
  return different;
}

/** Distinct label ids, ascending. */
export function labelsIn(map: LabelMap): number[] {
  const seen = new Uint8Array(256);
  for (let i = 0; i < map.data.length; i++) seen[map.data[i]!] = 1;
  const labels: number[] = [];
  seen.forEach((is, label) => is && labels.push(label));
  return labels;
}

export function assertSameSize(a: { width: number; height: number }, b: { width: number; height: number }): void {
  if (a.width !== b.width || a.height !== b.height)
    throw new RangeError(`Sizes differ: ${a.width} x ${a.height} and ${b.width} x ${b.height}.`);
}
