// What the frame ruler draws: for each column of pixels the frames it stands for. 10,000 frames or ten, one pass over them.
import type { FrameId, FrameSummary } from '../../shared/domain';

export interface Column {
  /** CSS pixels. */
  readonly x: number;
  readonly width: number;
  /** Mean IoU of the column's frames, 0..1; null when none is known. */
  readonly iou: number | null;
  /** The lowest of them: the bad ones must not hide between good neighbours. */
  readonly worst: number | null;
  /** True when any frame has a mask. */
  readonly mask: boolean;
  /** 'held-out' when any is. */
  readonly split: FrameSummary['split'];
  /** False when the list's filter hides all of them. */
  readonly listed: boolean;
}

/** Width that a frame's tick and the gap after it need to be seen apart. */
const NARROWEST = 2;

export function columnsOf(
  frames: readonly FrameSummary[],
  width: number,
  iouOf: (frame: FrameId) => number | undefined,
  listed: (frame: FrameId) => boolean,
): Column[] {
  const count = Math.min(frames.length, Math.max(1, Math.floor(width / NARROWEST)));
  const columns: Column[] = [];
  for (let c = 0; c < count; c++) {
    const from = Math.floor((c * frames.length) / count);
    const to = Math.floor(((c + 1) * frames.length) / count);
    let sum = 0;
    let known = 0;
    let worst: number | null = null;
    let mask = false;
    let heldOut = false;
    let train = false;
    let seen = false;
    for (let i = from; i < to; i++) {
      const frame = frames[i]!;
      const score = iouOf(frame.id);
      if (score !== undefined) {
        sum += score;
        known++;
        worst = Math.min(worst ?? 1, score);
      }
      mask ||= frame.mask !== null;
      heldOut ||= frame.split === 'held-out';
      train ||= frame.split === 'train';
      seen ||= listed(frame.id);
    }
    const x = (c * width) / count;
    const iou = known === 0 ? null : sum / known;
    columns.push({ x, width: width / count, iou, worst, mask, split: heldOut ? 'held-out' : train ? 'train' : 'none', listed: seen });
  }
  return columns;
}

/** The frame under `x` of a ruler `width` wide; the ends hold outside of it. */
export const indexAt = (x: number, width: number, count: number): number =>
  Math.min(count - 1, Math.max(0, Math.floor((x / Math.max(1, width)) * count)));

export type Grade = 'good' | 'fair' | 'warn' | 'bad';

/** Height says it too: colour alone is for nobody who cannot tell it. */
export const gradeOf = (iou: number): Grade => (iou >= 0.9 ? 'good' : iou >= 0.8 ? 'fair' : iou >= 0.65 ? 'warn' : 'bad');

/** Share of the ruler's height, 0.2..1; below an IoU of 0.4 all is equally bad. */
export const heightOf = (iou: number): number => 0.2 + 0.8 * Math.max(0, (iou - 0.4) / 0.6);

/** Where a tip at `x` of a ruler lies, within the ruler from end to end. */
export function tipAt(x: number, width: number): { readonly left: number; readonly transform: string } {
  const at = Math.min(width, Math.max(0, x));
  return { left: at, transform: `translateX(${width > 0 ? (-100 * at) / width : -50}%)` };
}
