// Shapes of annotation files as pixels: rings (even-odd, so that holes are holes) or runs of pixels in a box.
import { paintSegment, type Point } from './brush';
import { type LabelMap } from './labelMap';
import { ringSpans } from './polygon';
import { Bounds, type Rect } from './rect';

/** A shape has rings, or pixels, never both. */
export interface Shape {
  /** Outlines in picture coordinates (the centre of the first pixel is (0.5, 0.5)); even-odd over all of them. */
  readonly rings?: readonly (readonly Point[])[];
  /**
   * The rings' points name whole pixels, and the outlines' own pixels belong to the shape, as PIL and OpenCV's fillPoly have it. A twentieth of a pixel below a whole
   * number still counts as that: files round to five digits.
   */
  readonly outlined?: boolean;
  readonly mask?: ShapeMask;
}

/** A mask as lengths of runs: as small as the text that it came from, whatever sizes that text claims. */
export interface ShapeMask {
  /** Where the pixels lie; may reach beyond the picture: what is outside is left out. */
  readonly box: Rect;
  /** The runs go along the rows of the box, or along its columns (COCO). */
  readonly order: 'rows' | 'columns';
  /** Lengths: not in the shape, in it, not in it ... Together at most the box; what they do not reach is not in it. */
  readonly runs: readonly number[];
}

/** Draws one shape over what is there. `scale` multiplies ring coordinates (fractions of the picture's size become pixels). */
export function paintShape(map: LabelMap, shape: Shape, value: number, scale: Point = { x: 1, y: 1 }): void {
  if (shape.mask) paintRuns(map, shape.mask, value);
  if (!shape.rings) return;
  const cut = (value: number): number => (shape.outlined ? Math.floor(value + 0.05) + 0.5 : value);
  const rings = shape.rings.map((ring) => ring.map((point) => ({ x: cut(point.x * scale.x), y: cut(point.y * scale.y) })));
  if (shape.outlined)
    for (const ring of rings) ring.forEach((point, i) => paintSegment(map, point, ring[(i + 1) % ring.length]!, 0, value));
  ringSpans(rings, map.width, map.height, (y, x0, x1) => map.data.fill(value, y * map.width + x0, y * map.width + x1));
}

function paintRuns(map: LabelMap, { box, order, runs }: ShapeMask, value: number): void {
  // 'Line' is a row or a column; `along` counts within it.
  const rows = order === 'rows';
  const length = rows ? box.width : box.height;
  const [lineFrom, alongFrom] = rows ? [box.y, box.x] : [box.x, box.y];
  const [lines, reach] = rows ? [map.height, map.width] : [map.width, map.height];
  const [lineStep, alongStep] = rows ? [map.width, 1] : [1, map.width];
  let at = 0;
  runs.forEach((run, i) => {
    const end = at + run;
    if (i % 2 === 1) {
      const last = Math.min(Math.floor((end - 1) / length), lines - 1 - lineFrom);
      for (let line = Math.max(Math.floor(at / length), -lineFrom); line <= last; line++) {
        const from = Math.max(at - line * length, 0, -alongFrom);
        const to = Math.min(end - line * length, length, reach - alongFrom);
        const start = (line + lineFrom) * lineStep + alongFrom * alongStep;
        for (let along = from; along < to; along++) map.data[start + along * alongStep] = value;
      }
    }
    at = end;
  });
}

/** The pixels of one label. */
export interface Region {
  readonly label: number;
  readonly box: Rect;
  /** [box.height * box.width], row-major, 1 = this label. */
  readonly pixels: Uint8Array;
  /** Pixels. */
  readonly area: number;
}

/** One region a label, ascending; label 0, the background, is none. Made one at a time: a map may have 255 of them. */
export function* labelRegions(map: LabelMap): Generator<Region> {
  const { width, height, data } = map;
  const bounds = new Map<number, Bounds>();
  for (let y = 0; y < height; y++) {
    for (let x = y * width, end = x + width; x < end;) {
      const label = data[x]!;
      const from = x;
      while (x < end && data[x] === label) x++;
      if (label === 0) continue;
      if (!bounds.has(label)) bounds.set(label, new Bounds());
      bounds.get(label)!.addSpan(y, from - y * width, x - y * width);
    }
  }
  for (const label of [...bounds.keys()].sort((a, b) => a - b)) {
    const box = bounds.get(label)!.rect()!;
    const pixels = new Uint8Array(box.width * box.height);
    let area = 0;
    for (let y = 0; y < box.height; y++) {
      const from = (box.y + y) * width + box.x;
      for (let x = 0; x < box.width; x++) {
        if (data[from + x] !== label) continue;
        pixels[y * box.width + x] = 1;
        area++;
      }
    }
    yield { label, box, pixels, area };
  }
}

/** Lengths of runs along the rows of a binary mask, as in ShapeMask; the last run is one of pixels in the shape. */
export function rowRuns(pixels: Uint8Array): number[] {
  const runs: number[] = [];
  let at = 0;
  for (let value = 0; at < pixels.length; value = 1 - value) {
    const from = at;
    while (at < pixels.length && (pixels[at] === 0 ? 0 : 1) === value) at++;
    if (at === pixels.length && value === 0) break;
    runs.push(at - from);
  }
  return runs;
}
