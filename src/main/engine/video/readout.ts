// The read-out on exported pictures: a translucent bar with the frame's name, its set and its IoU, and on the right the run and what the colours mean.
import { panelsOf, type Panel } from '../../../shared/overlay/pictureStyle';
import { postWords } from '../../../shared/prediction/decision';
import type { OverlayStyle } from '../protocol';
import { Parts, type LegendEntry, type Part } from './readoutParts';
import type { Typesetter } from './text';

export interface ReadoutFacts {
  readonly name: string;
  readonly split: string;
  /** Null when it is not known. */
  readonly iou: number | null;
  readonly hasMask: boolean;
  /** The mask has pixels that are never scored. */
  readonly hasIgnore: boolean;
  readonly hasPrediction: boolean;
  readonly untreated?: boolean;
}

interface Rows {
  readonly left: readonly Part[];
  readonly right: readonly Part[];
}

/** `opaque`: it stands by itself, with no picture beneath. */
export function readoutSvg(
  facts: ReadoutFacts,
  style: OverlayStyle,
  width: number,
  height: number,
  typeset: Typesetter,
  opaque = false,
): string {
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
  const bar = `<rect width="${width}" height="${height}" fill="${BACKGROUND}" fill-opacity="${opaque ? 1 : 0.76}"/>`;
  const edge = `<rect y="${height - 1}" width="${width}" height="1" fill="#ffffff" fill-opacity="0.12"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${bar}${edge}${drawn.join('')}</svg>`;
}

/** The window's canvas. */
export const BACKGROUND = '#0e0f11';

/** The bar's words from left to right: what it says, as text. */
export function readoutWords(facts: ReadoutFacts, style: OverlayStyle, width: number, height: number, typeset: Typesetter): string[] {
  const { left, right } = arrange(facts, style, width - (24 * height) / 28, new Parts(height / 28, typeset));
  return [...left, ...right.toReversed()].map((part) => part.words);
}

const NAME_AT_LEAST = 5;

/**
 * From the left edge on and from the right edge on. What matters least goes first where the picture is narrow: the legend, what is done to the
 * prediction, the threshold, the run, the end of the name. A score never stands without the set that it was measured on.
 */
function arrange(facts: ReadoutFacts, style: OverlayStyle, room: number, parts: Parts): Rows {
  const views = panelsOf(style);
  const inNoSet = facts.split === 'none';
  const set = inNoSet && facts.iou === null ? [] : [parts.badge(inNoSet ? 'in no set' : facts.split)];
  const score = facts.iou === null ? [] : [parts.score(facts.iou, facts.split !== 'held-out')];
  const rest = [...set, ...score];
  const legend = views.length === 1 ? legendOf(facts, views[0]!, style).map((entry) => parts.legend(entry)) : [];
  const predicted = facts.hasPrediction && (facts.iou !== null || views.some((view) => view !== 'mask' && view !== 'source'));
  const threshold = predicted
    ? [parts.note([`threshold ${style.threshold.toFixed(2)}`, followedBy(style)].filter(Boolean).join(', '))]
    : [];
  const treated = predicted && !facts.untreated ? (style.treatment ?? []).map((words) => parts.note(words)) : [];
  const run = predicted && style.runName !== '' ? [parts.note(style.runName)] : [];
  // That it was smoothed or post-processed is told as long as anything is told of the prediction.
  const done = [treated.length > 0 && 'smoothed', followedBy(style) !== '' && 'post-processed'].filter(Boolean);
  const short = run.length > 0 && done.length > 0 ? [parts.note([style.runName, ...done].join(', '))] : run;
  const without = treated.length > 0 ? short : [...threshold, ...run];

  const left = [parts.name(facts.name), ...rest];
  const cut = [...treated.toReversed(), ...threshold, ...run];
  for (const right of [[...legend.toReversed(), ...cut], cut, without, short, []]) {
    if (breadth(left) + breadth(right) + (right.length > 0 ? parts.note('').gap : 0) <= room) return { left, right };
  }
  const letters = [...facts.name];
  for (let kept = letters.length - 1; kept >= NAME_AT_LEAST; kept--) {
    const shorter = [parts.name(`${letters.slice(0, kept).join('')}…`), ...rest];
    if (breadth(shorter) <= room) return { left: shorter, right: [] };
  }
  return { left: breadth(rest) <= room ? rest : [], right: [] };
}

/** What follows the threshold, in words; empty where nothing does. */
export const followedBy = ({ threshold, post }: OverlayStyle): string => (post ? postWords({ ...post, threshold }) : '');

const breadth = (row: readonly Part[]): number => row.reduce((sum, part, i) => sum + part.width + (i === 0 ? 0 : part.gap), 0);

/** What a view of this frame really shows. */
export function legendOf(
  { hasMask, hasPrediction, hasIgnore }: ReadoutFacts,
  view: Panel,
  { borders }: Pick<OverlayStyle, 'borders'>,
): LegendEntry[] {
  if (view === 'source') return [];
  const mask = hasMask && view !== 'prediction';
  const prediction = hasPrediction && view !== 'mask';
  if (view === 'difference') return mask && prediction ? ['mask only', 'prediction only'] : [];
  const ignored: LegendEntry[] = mask && hasIgnore ? ['ignored'] : [];
  // Outlines alone are not filled with what the two have in common, or not.
  if (mask && prediction && borders === 'only') return ['mask', 'prediction', ...ignored];
  if (mask && prediction) return ['agreement', 'mask only', 'prediction only', ...ignored];
  if (mask) return ['mask', ...ignored];
  return prediction ? ['prediction'] : [];
}

/** A small sign in the corner of a view among several: what it is, and what its colours mean. SVG of its own width; `height` as of the bar. */
export function chipSvg(
  view: Panel,
  facts: ReadoutFacts,
  style: Pick<OverlayStyle, 'borders'>,
  most: number,
  height: number,
  typeset: Typesetter,
): { svg: string; width: number } {
  const parts = new Parts(height / 28, typeset);
  const legend = legendOf(facts, view, style).filter((entry) => entry !== view);
  const swatch = view === 'mask' || view === 'prediction';
  const label = swatch ? parts.legend(view) : parts.name(view === 'both' ? 'mask and prediction' : view);
  const full = [label, ...legend.map((entry) => parts.legend(entry))];
  const row = breadth(full) + height <= most ? full : [label];
  let x = (10 * height) / 28;
  const drawn = row.map((part, i) => {
    x += i === 0 ? 0 : part.gap;
    const svg = part.svg(x);
    x += part.width;
    return svg;
  });
  const width = Math.ceil(Math.min(most, x + (10 * height) / 28));
  const box = `<rect width="${width}" height="${height}" rx="${height / 6}" fill="${BACKGROUND}" fill-opacity="0.76"/>`;
  return { width, svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${box}${drawn.join('')}</svg>` };
}
