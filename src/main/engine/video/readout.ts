// The read-out on exported pictures: a translucent bar with the frame's name, its set and its IoU, and on the right the run and what the colours mean.
import { postWords } from '../../../shared/prediction/decision';
import { loadSharp } from '../images/sharp';
import type { OverlayStyle } from '../protocol';
import { Parts, type LegendEntry, type Part } from './readoutParts';
import { loadTypesetter, type Typesetter } from './text';

export interface ReadoutFacts {
  readonly name: string;
  readonly split: string;
  /** Null when it is not known. */
  readonly iou: number | null;
  readonly hasMask: boolean;
  /** The mask has pixels that are never scored. */
  readonly hasIgnore: boolean;
  readonly hasPrediction: boolean;
}

/** The bar's height in pixels: 28 of KITTI's 375 rows, and no smaller than can be read where the picture is high enough. */
export function barHeight(width: number, height: number): number {
  const scale = Math.min(4, Math.max(0.85, Math.min(width / 1000, height / 375)));
  return Math.min(height, 2 * Math.round(14 * scale));
}

/** Lays the bar over the top of a picture, in place: sky as a rule, and seldom road. `rgb` [height*width*3]. */
export async function drawReadout(rgb: Uint8Array, width: number, height: number, facts: ReadoutFacts, style: OverlayStyle): Promise<void> {
  const svg = readoutSvg(facts, style, width, barHeight(width, height), await loadTypesetter());
  const sharp = await loadSharp();
  const bar = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer();
  for (let i = 0, at = 0; i < bar.length; i += 4, at += 3) {
    const alpha = bar[i + 3]! / 255;
    for (let c = 0; c < 3; c++) rgb[at + c] = Math.round(rgb[at + c]! + (bar[i + c]! - rgb[at + c]!) * alpha);
  }
}

export function readoutSvg(facts: ReadoutFacts, style: OverlayStyle, width: number, height: number, typeset: Typesetter): string {
  const margin = (12 * height) / 28;
  const { left, right } = arrange(facts, style, width - 2 * margin, new Parts(height / 28, typeset));
  const drawn: string[] = [];
  let x = margin;
  left.forEach((part, i) => {
    x += i === 0 ? 0 : part.gap;
    drawn.push(part.svg(x));
    x += part.width;
  });
  x = width - margin;
  right.forEach((part, i) => {
    x -= part.width + (i === 0 ? 0 : part.gap);
    drawn.push(part.svg(x));
  });
  const bar = `<rect width="${width}" height="${height}" fill="#0e0f11" fill-opacity="0.76"/>`;
  const edge = `<rect y="${height - 1}" width="${width}" height="1" fill="#ffffff" fill-opacity="0.12"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${bar}${edge}${drawn.join('')}</svg>`;
}

const NAME_AT_LEAST = 5;

/**
 * From the left edge on and from the right edge on. What matters least goes first where the picture is narrow: the legend, the threshold, the run, the
 * end of the name. A score never stands without the set that it was measured on.
 */
function arrange(facts: ReadoutFacts, style: OverlayStyle, room: number, parts: Parts): { left: Part[]; right: Part[] } {
  const inNoSet = facts.split === 'none';
  const set = inNoSet && facts.iou === null ? [] : [parts.badge(inNoSet ? 'in no set' : facts.split)];
  const score = facts.iou === null ? [] : [parts.score(facts.iou, facts.split !== 'held-out')];
  const rest = [...set, ...score];
  const legend = legendOf(facts, style).map((entry) => parts.legend(entry));
  const predicted = facts.hasPrediction && (style.show !== 'mask' || facts.iou !== null);
  const threshold = predicted
    ? [parts.note([`threshold ${style.threshold.toFixed(2)}`, followedBy(style)].filter(Boolean).join(', '))]
    : [];
  const run = predicted && style.runName !== '' ? [parts.note(style.runName)] : [];
  // Post-processing is told as long as anything is told of the prediction.
  const short = run.length > 0 && followedBy(style) ? [parts.note(`${style.runName}, post-processed`)] : run;

  const left = [parts.name(facts.name), ...rest];
  for (const right of [[...legend.toReversed(), ...threshold, ...run], [...threshold, ...run], short, []]) {
    if (breadth(left) + breadth(right) + (right.length > 0 ? parts.note('').gap : 0) <= room) return { left, right };
  }
  const letters = [...facts.name];
  for (let kept = letters.length - 1; kept >= NAME_AT_LEAST; kept--) {
    const shorter = [parts.name(`${letters.slice(0, kept).join('')}…`), ...rest];
    if (breadth(shorter) <= room) return { left: shorter, right: [] };
  }
  return { left: breadth(rest) <= room ? rest : [], right: [] };
}

const followedBy = ({ threshold, post }: OverlayStyle): string => (post ? postWords({ ...post, threshold }) : '');

const breadth = (row: readonly Part[]): number => row.reduce((sum, part, i) => sum + part.width + (i === 0 ? 0 : part.gap), 0);

/** What the overlay of this frame really shows. */
function legendOf({ hasMask, hasPrediction, hasIgnore }: ReadoutFacts, { show }: OverlayStyle): LegendEntry[] {
  const mask = hasMask && show !== 'prediction';
  const prediction = hasPrediction && show !== 'mask';
  const ignored: LegendEntry[] = mask && hasIgnore ? ['ignored'] : [];
  if (mask && prediction) return ['agreement', 'mask only', 'prediction only', ...ignored];
  if (mask) return ['mask', ...ignored];
  return prediction ? ['prediction'] : [];
}
