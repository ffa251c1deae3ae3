// The pieces of the read-out bar: words, the set's badge, the score, the legend's swatches. Sizes are in units: 1/28 of the bar's height.
import { OVERLAY_COLOURS } from '../../../shared/overlay/compose';
import type { Typesetter, Weight } from './text';

/** Drawn from its left edge; `gap` is the space between it and its neighbour towards the middle of the bar. */
export interface Part {
  readonly width: number;
  readonly gap: number;
  /** What it says, as text. */
  readonly words: string;
  svg(x: number): string;
}

/** The window's dark tokens; dim is a little lighter than there, since the picture shines through the bar. */
const TEXT = '#ffffff';
const DIM = '#c3c8d0';
const BADGES: Readonly<Record<string, string>> = { 'held-out': '#f5b84b', train: '#9cc3ff' };

export type LegendEntry = 'mask' | 'prediction' | 'agreement' | 'mask only' | 'prediction only' | 'ignored';

export class Parts {
  constructor(
    private readonly unit: number,
    private readonly typeset: Typesetter,
  ) {}

  name(text: string): Part {
    return this.words(text, 600, TEXT, 0);
  }

  /** 'IoU 0.913'; on a training frame it is dimmed: it says little. */
  score(iou: number, training: boolean): Part {
    const label = this.words('IoU', 500, DIM, 14);
    const value = this.words(iou.toFixed(3), 600, training ? DIM : TEXT, 5);
    const offset = label.width + value.gap;
    const words = `IoU ${value.words}`;
    return { words, width: offset + value.width, gap: label.gap, svg: (x) => label.svg(x) + value.svg(x + offset) };
  }

  note(text: string): Part {
    return this.words(text, 500, DIM, 18);
  }

  badge(split: string): Part {
    const { unit } = this;
    const colour = BADGES[split] ?? DIM;
    const text = this.typeset(split, { size: 12 * unit, weight: 600, fill: colour });
    const padding = 7 * unit;
    const width = text.width + 2 * padding;
    const box = `y="${5 * unit}" width="${width}" height="${18 * unit}" rx="${4 * unit}" fill="${colour}" fill-opacity="0.2"`;
    return { words: split, width, gap: 10 * unit, svg: (x) => `<rect x="${x}" ${box}/>${text.svg(x + padding, 18.3 * unit)}` };
  }

  legend(entry: LegendEntry): Part {
    const { unit } = this;
    const words = this.words(entry, 500, DIM, 16);
    const side = 13 * unit;
    const offset = side + 6 * unit;
    const svg = (x: number): string => swatch(entry, x, 7.5 * unit, side) + words.svg(x + offset);
    return { words: entry, width: offset + words.width, gap: words.gap, svg };
  }

  private words(text: string, weight: Weight, fill: string, gap: number): Part {
    const laid = this.typeset(text, { size: 14 * this.unit, weight, fill });
    return { words: text, width: laid.width, gap: gap * this.unit, svg: (x) => laid.svg(x, 19 * this.unit) };
  }
}

/** In the overlay's own colour, with its pattern drawn large enough to be told apart. */
function swatch(entry: LegendEntry, left: number, top: number, side: number): string {
  const { mask, prediction, agreement, ignoreDark } = OVERLAY_COLOURS;
  const colour = entry === 'agreement' ? agreement : entry === 'ignored' ? ignoreDark : entry.startsWith('mask') ? mask : prediction;
  // On whole pixels: a swatch is too small for blurred edges.
  const [x, y, s] = [Math.round(left), Math.round(top), Math.round(side)];
  const box = (opacity: number): string =>
    `<rect x="${x}" y="${y}" width="${s}" height="${s}" rx="${s / 5}" fill="${colour}" fill-opacity="${opacity}"/>`;
  if (entry === 'mask' || entry === 'prediction' || entry === 'agreement') return box(1);
  const id = entry.replace(' ', '-');
  const clip = `<clipPath id="${id}"><rect x="${x}" y="${y}" width="${s}" height="${s}" rx="${s / 5}"/></clipPath>`;
  const marks = { 'mask only': hatching, 'prediction only': dots, ignored: checker }[entry](x, y, s);
  return `${clip}${box(entry === 'ignored' ? 1 : 0.28)}<g clip-path="url(#${id})" fill="${colour}" stroke="${colour}" stroke-width="0">${marks}</g>`;
}

/** Lines rising to the right. */
const hatching = (x: number, y: number, s: number): string =>
  [0.5, 1, 1.5].map((at) => `<path d="M${x + (at - 1) * s},${y + s} l${s},${-s}" stroke-width="${s / 6}"/>`).join('');

const dots = (x: number, y: number, s: number): string =>
  [0.28, 0.72].map((dx) => [0.28, 0.72].map((dy) => `<circle cx="${x + dx * s}" cy="${y + dy * s}" r="${s * 0.16}"/>`).join('')).join('');

const checker = (x: number, y: number, s: number): string =>
  `<path d="M${x},${y}h${s / 2}v${s}h${s / 2}v${-s / 2}h${-s}z" fill="${OVERLAY_COLOURS.ignoreLight}"/>`;
