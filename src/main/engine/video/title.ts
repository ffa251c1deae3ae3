// An export's title: a line above every picture, or a card before the first frame of a video.
import type { OverlayStyle, ScoredFrame } from '../protocol';
import { BACKGROUND, followedBy } from './readout';
import type { LaidText, TextStyle, Typesetter } from './text';

const DIM = '#c3c8d0';

/** Smaller where it would not fit, down to half; then cut. */
function fitting(text: string, room: number, style: TextStyle, typeset: Typesetter): LaidText {
  for (const share of [1, 0.85, 0.7, 0.6, 0.5]) {
    const laid = typeset(text, { ...style, size: style.size * share });
    if (laid.width <= room) return laid;
  }
  const letters = [...text];
  while (letters.length > 1) {
    letters.pop();
    const laid = typeset(`${letters.join('')}…`, { ...style, size: style.size * 0.5 });
    if (laid.width <= room) return laid;
  }
  return typeset('…', style);
}

export function titleLineSvg(title: string, width: number, height: number, typeset: Typesetter): string {
  const margin = height * 0.29;
  const laid = fitting(title, width - 2 * margin, { size: height * 0.48, weight: 600, fill: '#ffffff', still: true }, typeset);
  return svgOf(width, height, laid.svg(margin, height * 0.67));
}

/** The card's lines besides the title: the run, what its numbers were measured on, how many frames. */
export function cardLines(style: OverlayStyle, scores: readonly ScoredFrame[], fps: number): string[] {
  const heldOut = scores.filter(({ split, iou }) => split === 'held-out' && iou !== null);
  const mean = heldOut.reduce((sum, { iou }) => sum + iou!, 0) / heldOut.length;
  const scored =
    heldOut.length === 0 ? [] : [`mean IoU ${mean.toFixed(3)} on ${heldOut.length} held-out ${heldOut.length === 1 ? 'frame' : 'frames'}`];
  const run =
    style.runName === ''
      ? []
      : [
          [style.runName, `threshold ${style.threshold.toFixed(2)}`, followedBy(style), ...(style.treatment ?? [])]
            .filter(Boolean)
            .join(' · '),
        ];
  return [...run, ...scored, `${scores.length} ${scores.length === 1 ? 'frame' : 'frames'}, ${fps} a second`];
}

export function cardSvg(title: string, lines: readonly string[], width: number, height: number, typeset: Typesetter): string {
  const unit = Math.min(height / 12, width / 30);
  const room = width - 4 * unit;
  const big = fitting(title, room, { size: 1.7 * unit, weight: 600, fill: '#ffffff', still: true }, typeset);
  const small = lines.map((line) => fitting(line, room, { size: 0.8 * unit, weight: 500, fill: DIM, still: true }, typeset));
  const top = (height - (1.7 + 1.35 * lines.length) * unit) / 2;
  const x = (laid: LaidText): number => (width - laid.width) / 2;
  const drawn = [big.svg(x(big), top + 1.4 * unit), ...small.map((laid, i) => laid.svg(x(laid), top + (3.05 + 1.35 * i) * unit))];
  return svgOf(width, height, drawn.join(''));
}

/** Seconds that a card stays. */
export const CARD_SECONDS = 1.5;

const svgOf = (width: number, height: number, drawn: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="${BACKGROUND}"/>${drawn}</svg>`;
