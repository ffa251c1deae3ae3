// Which frames of the sample drive have no mask, and which have one that is wrong on purpose: work for the newcomer to find.
import { OTHER, ROAD } from '../../../shared/domain';
import { type BrushOptions, paintSegment } from '../../../shared/mask/brush';
import { copyLabelMap, type LabelMap } from '../../../shared/mask/labelMap';
import { Random } from '../../../shared/random';

export interface SampleMask {
  /** Null where the frame is left without one. */
  readonly mask: LabelMap | null;
  /** True where the mask is wrong on purpose. */
  readonly planted: boolean;
}

/** Frames are dealt in blocks of ten: one mask is wrong in each, and one or two are missing (about one in eight). */
const BLOCK = 10;

const MISTAKES: readonly ((mask: LabelMap, random: Random) => void)[] = [holes, leak, shift, blob, cutShort];

/** The mask that frame `index` is delivered with; `truth` is its exact one and stays as it is. */
export function sampleMask(index: number, seed: number, truth: LabelMap): SampleMask {
  const block = Math.floor(index / BLOCK);
  // The very first frame is what a newcomer sees first: it is always right.
  const places = Random.seeded(seed, 40, block).shuffle(Array.from({ length: BLOCK }, (_, i) => i));
  const dealt = block === 0 ? places.filter((place) => place !== 0) : places;
  const place = index % BLOCK;
  if (place === dealt[1] || (place === dealt[2] && block % 4 === 3)) return { mask: null, planted: false };
  if (place !== dealt[0]) return { mask: truth, planted: false };
  const mask = copyLabelMap(truth);
  MISTAKES[(block + seed) % MISTAKES.length]!(mask, Random.seeded(seed, 41, index));
  return { mask, planted: true };
}

const ONLY_ROAD: BrushOptions = { over: new Set([ROAD]) };
const ONLY_OTHER: BrushOptions = { over: new Set([OTHER]) };

/** First and last column of road in a row; null without road. */
function roadSpan(mask: LabelMap, y: number): [number, number] | null {
  const row = mask.data.subarray(y * mask.width, (y + 1) * mask.width);
  const from = row.indexOf(ROAD);
  return from < 0 ? null : [from, row.lastIndexOf(ROAD)];
}

/** Spots inside the road that somebody forgot to paint. */
function holes(mask: LabelMap, random: Random): void {
  for (let i = 0; i < 4; i++) {
    const y = random.integer(Math.round(mask.height * 0.66), mask.height - 20);
    const [from, to] = roadSpan(mask, y) ?? [0, mask.width];
    const x = random.between(from + (to - from) * 0.15, from + (to - from) * 0.8);
    const radius = random.between(18, 30) * (y / mask.height);
    paintSegment(mask, { x, y }, { x: x + random.between(40, 130), y: y + random.between(-8, 8) }, radius, OTHER, undefined, ONLY_ROAD);
  }
}

/** The road runs out over its right verge. */
function leak(mask: LabelMap, random: Random): void {
  const middle = random.integer(Math.round(mask.height * 0.72), Math.round(mask.height * 0.85));
  const [, right] = roadSpan(mask, middle) ?? [0, mask.width / 2];
  for (let i = 0; i < 7; i++) {
    const start = { x: right - 10, y: middle + random.between(-26, 26) };
    const end = { x: right + random.between(60, 190), y: start.y + random.between(-14, 22) };
    paintSegment(mask, start, end, random.between(12, 24), ROAD, undefined, ONLY_OTHER);
  }
}

/** The whole road slipped sideways. */
export function shift(mask: LabelMap, random: Random): void {
  const { width, height, data } = mask;
  const by = random.integer(45, 80) * (random.chance(0.5) ? 1 : -1);
  const before = data.slice();
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const from = before[y * width + Math.min(width - 1, Math.max(0, x - by))];
      if (before[at] === ROAD || before[at] === OTHER) data[at] = from === ROAD ? ROAD : OTHER;
    }
}

/** A large patch of meadow called road. */
function blob(mask: LabelMap, random: Random): void {
  const y = random.between(mask.height * 0.62, mask.height * 0.75);
  const x = random.between(mask.width * 0.76, mask.width * 0.88);
  for (let i = 0; i < 6; i++)
    paintSegment(
      mask,
      { x, y },
      { x: x + random.between(-70, 70), y: y + random.between(-22, 22) },
      random.between(22, 40),
      ROAD,
      undefined,
      ONLY_OTHER,
    );
}

/** The painter stopped half way: the left lane is missing from some row down. */
function cutShort(mask: LabelMap, random: Random): void {
  const top = Math.round(mask.height * random.between(0.6, 0.68));
  for (let y = top; y < mask.height; y++) {
    const span = roadSpan(mask, y);
    if (!span) continue;
    const to = span[0] + (span[1] - span[0]) * (0.42 + 0.03 * Math.sin(y / 9));
    for (let x = span[0]; x < to; x++) if (mask.data[y * mask.width + x] === ROAD) mask.data[y * mask.width + x] = OTHER;
  }
}
