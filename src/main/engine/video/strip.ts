// The curve beneath an exported picture: the IoU of every frame, which set each was in, and where one is.
import type { ScoredFrame } from '../protocol';
import { BACKGROUND } from './readout';
import type { Typesetter } from './text';

const DIM = '#9aa1ab';
const COLOURS: Readonly<Record<string, string>> = { 'held-out': '#f5b84b', train: '#9cc3ff' };
const colourOf = (split: string): string => COLOURS[split] ?? DIM;

export interface StripPlace {
  readonly width: number;
  readonly height: number;
  /** A pixel of the read-out's bar in units of it (1/28 of its height). */
  readonly unit: number;
}

const inner = ({ width, height, unit }: StripPlace) => ({
  left: 92 * unit,
  right: width - 72 * unit,
  top: 9 * unit,
  bottom: height - 13 * unit,
});

/** The lowest value of the axis: a tenth below which no score lies. */
export function floorOf(scores: readonly ScoredFrame[]): number {
  const known = scores.flatMap(({ iou }) => (iou === null ? [] : [iou]));
  return known.length === 0 ? 0 : Math.min(0.9, Math.floor(Math.min(...known) * 10) / 10);
}

/** Where a frame's place is across the strip. */
const across = (index: number, count: number, left: number, right: number): number =>
  count < 2 ? (left + right) / 2 : left + ((right - left) * index) / (count - 1);

/** All but the playhead: the same for every frame of a video. */
export function stripSvg(scores: readonly ScoredFrame[], place: StripPlace, typeset: Typesetter): string {
  const { width, height, unit } = place;
  const { left, right, top, bottom } = inner(place);
  const floor = floorOf(scores);
  const x = (i: number): number => across(i, scores.length, left, right);
  const y = (iou: number): number => bottom - ((bottom - top) * (iou - floor)) / (1 - floor);
  const label = (text: string, baseline: number, fill: string, size = 11): string => {
    const laid = typeset(text, { size: size * unit, weight: 500, fill });
    return laid.svg(left - 8 * unit - laid.width, baseline);
  };
  const line = (at: number, opacity: number): string =>
    `<rect x="${left}" y="${at - 0.5}" width="${right - left}" height="1" fill="#ffffff" fill-opacity="${opacity}"/>`;
  const name = typeset('IoU', { size: 13 * unit, weight: 600, fill: '#ffffff' });
  const parts = [
    `<rect width="${width}" height="${height}" fill="${BACKGROUND}"/>`,
    name.svg(12 * unit, (top + bottom) / 2 + 4.5 * unit),
    ...[line(top, 0.16), line((top + bottom) / 2, 0.08), line(bottom, 0.16)],
    label('1.0', top + 4 * unit, DIM),
    label(floor.toFixed(1), bottom + 4 * unit, DIM),
    ...band(scores, x, bottom + 4 * unit, 4 * unit, (right - left) / Math.max(1, scores.length - 1), left, right),
    ...curve(scores, x, y, unit),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${parts.join('')}</svg>`;
}

/** The sets, as under the frame ruler. */
function band(
  scores: readonly ScoredFrame[],
  x: (i: number) => number,
  y: number,
  height: number,
  step: number,
  left: number,
  right: number,
): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < scores.length;) {
    let to = from;
    while (to + 1 < scores.length && scores[to + 1]!.split === scores[from]!.split) to++;
    const begin = Math.max(left, x(from) - step / 2);
    const end = Math.min(right, x(to) + step / 2);
    const { split } = scores[from]!;
    if (split !== 'none')
      pieces.push(
        `<rect x="${begin}" y="${y}" width="${Math.max(1, end - begin)}" height="${height}" fill="${colourOf(split)}" fill-opacity="0.75"/>`,
      );
    from = to + 1;
  }
  return pieces;
}

/** Lines where neighbours are known, points where one stands alone. */
function curve(scores: readonly ScoredFrame[], x: (i: number) => number, y: (iou: number) => number, unit: number): string[] {
  const pieces: string[] = [];
  let path = '';
  let length = 0;
  const end = (): void => {
    if (length > 1) pieces.push(`<path d="${path}" fill="none" stroke="#ffffff" stroke-width="${1.6 * unit}" stroke-linejoin="round"/>`);
    path = '';
    length = 0;
  };
  scores.forEach(({ iou }, i) => {
    if (iou === null) return end();
    const [px, py] = [x(i).toFixed(2), y(iou).toFixed(2)];
    path += `${length === 0 ? 'M' : 'L'}${px},${py}`;
    length++;
    if (scores.length <= 60) pieces.push(`<circle cx="${px}" cy="${py}" r="${2 * unit}" fill="#ffffff"/>`);
  });
  end();
  return pieces;
}

/** The playhead of one frame, over the strip: a line, a point on the curve, and the number at the right. */
export function playheadSvg(scores: readonly ScoredFrame[], index: number, place: StripPlace, typeset: Typesetter): string {
  const { width, height, unit } = place;
  const { left, right, top, bottom } = inner(place);
  const floor = floorOf(scores);
  const at = across(index, scores.length, left, right);
  const { iou, split } = scores[index]!;
  const value = typeset(iou === null ? '–' : iou.toFixed(3), {
    size: 14 * unit,
    weight: 600,
    fill: split === 'held-out' ? '#ffffff' : '#c3c8d0',
  });
  const line = `<rect x="${at - 0.75 * unit}" y="${top - 5 * unit}" width="${1.5 * unit}" height="${bottom - top + 9 * unit}" fill="#5b9cff"/>`;
  const y = iou === null ? null : bottom - ((bottom - top) * (iou - floor)) / (1 - floor);
  const point =
    y === null ? '' : `<circle cx="${at}" cy="${y}" r="${4.5 * unit}" fill="#5b9cff" stroke="${BACKGROUND}" stroke-width="${1.5 * unit}"/>`;
  const number = value.svg(width - 12 * unit - value.width, (top + bottom) / 2 + 5 * unit);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${line}${point}${number}</svg>`;
}
