// Spoils a road mask as a tired hand does, the same way each time: large spots left out, paint that ran over the verge, the whole road slipped sideways, a patch
// of meadow called road, a lane that was never painted. Ignore stays where it is.
import { OTHER, ROAD } from '../../../src/shared/domain';
import { paintSegment, type BrushOptions } from '../../../src/shared/mask/brush';
import { copyLabelMap, type LabelMap } from '../../../src/shared/mask/labelMap';
import { Random } from '../../../src/shared/random';
import { shift } from '../../../src/main/engine/sample/mistakes';

export const KINDS = ['holes', 'leak', 'slip', 'patch', 'cut short'] as const;
export type Kind = (typeof KINDS)[number];

const SEED = 20_260_502;
const ONLY_ROAD: BrushOptions = { over: new Set([ROAD]) };
const ONLY_OTHER: BrushOptions = { over: new Set([OTHER]) };

/** The kinds take turns; `clean` is left as it is. */
export const kindOf = (nth: number): Kind => KINDS[nth % KINDS.length]!;

export function spoiled(clean: LabelMap, nth: number): LabelMap {
  const mask = copyLabelMap(clean);
  SPOIL[kindOf(nth)](mask, Random.seeded(SEED, nth));
  return mask;
}

const SPOIL: Record<Kind, (mask: LabelMap, random: Random) => void> = {
  holes(mask, random) {
    const rows = roadRows(mask);
    for (let i = 0; i < 4; i++) {
      const { y, from, to } = rows[random.integer(Math.floor(rows.length * 0.3), rows.length - 1)]!;
      const x = random.between(from + (to - from) * 0.1, from + (to - from) * 0.8);
      paintSegment(
        mask,
        { x, y },
        { x: x + random.between(40, 130), y: y + random.between(-8, 8) },
        random.between(16, 28),
        OTHER,
        undefined,
        ONLY_ROAD,
      );
    }
  },
  leak(mask, random) {
    const rows = roadRows(mask);
    const { y, to } = rows[random.integer(Math.floor(rows.length * 0.3), Math.floor(rows.length * 0.7))]!;
    for (let i = 0; i < 7; i++) {
      const start = { x: to - 10, y: y + random.between(-26, 26) };
      paintSegment(
        mask,
        start,
        { x: to + random.between(60, 190), y: start.y + random.between(-14, 22) },
        random.between(12, 24),
        ROAD,
        undefined,
        ONLY_OTHER,
      );
    }
  },
  slip: shift,
  patch(mask, random) {
    const y = random.between(mask.height * 0.6, mask.height * 0.8);
    const row = roadRows(mask).find((one) => one.y >= y);
    const right = (row?.to ?? mask.width / 2) < mask.width * 0.75;
    const x = right ? random.between(mask.width * 0.8, mask.width * 0.9) : random.between(mask.width * 0.1, mask.width * 0.2);
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
  },
  'cut short'(mask, random) {
    const rows = roadRows(mask);
    const top = Math.floor(rows.length * random.between(0.15, 0.35));
    const left = random.chance(0.5);
    for (const { y, from, to } of rows.slice(top)) {
      const edge = from + (to - from) * (left ? 0.42 : 0.58);
      for (let x = left ? from : Math.ceil(edge); left ? x < edge : x <= to; x++) {
        const at = y * mask.width + x;
        if (mask.data[at] === ROAD) mask.data[at] = OTHER;
      }
    }
  },
};

/** Rows that hold road, from the top, with their first and last column of it. */
function roadRows({ width, height, data }: LabelMap): { y: number; from: number; to: number }[] {
  const rows: { y: number; from: number; to: number }[] = [];
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * width, (y + 1) * width);
    const from = row.indexOf(ROAD);
    if (from >= 0) rows.push({ y, from, to: row.lastIndexOf(ROAD) });
  }
  return rows;
}
