// Where everything of an exported picture lies: its views, the bar of the read-out, the title's line, the curve's strip. Whole pixels.
import type { Arrangement } from '../../../shared/overlay/pictureStyle';
import type { OverlayStyle } from '../protocol';

export interface Band {
  readonly y: number;
  readonly height: number;
}
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** The size of each view. */
  readonly cell: { readonly width: number; readonly height: number };
  /** The left upper corner of each view. */
  readonly cells: readonly { readonly x: number; readonly y: number }[];
  readonly title: Band | null;
  /** Of the read-out: over a single view's upper rim, above several. */
  readonly bar: Band | null;
  readonly strip: Band | null;
}

/** The bar's height in pixels: 28 of KITTI's 375 rows, and no smaller than can be read where the picture is high enough. Even. */
export function barHeight(width: number, height: number): number {
  const scale = Math.min(4, Math.max(0.85, Math.min(width / 1000, height / 375)));
  return Math.min(height, 2 * Math.round(14 * scale));
}

/** Wide and high as screens are. */
const SCREEN = 16 / 9;

/** `frame`: the size of the frames; `views`: how many of each are shown, 1 or more. */
export function layoutOf(
  frame: { readonly width: number; readonly height: number },
  views: number,
  style: Pick<OverlayStyle, 'arrange' | 'readout' | 'strip' | 'title' | 'titleAs' | 'width'>,
): Layout {
  const columns = columnsOf(frame, views, style.arrange);
  const rows = Math.ceil(views / columns);
  const gap = views === 1 ? 0 : Math.max(2, 2 * Math.round(frame.width / 620));
  const scale = style.width === null ? 1 : Math.min(1, (style.width - (columns - 1) * gap) / (columns * frame.width));
  const cell =
    scale === 1 ? frame : { width: Math.max(1, Math.floor(frame.width * scale)), height: Math.max(1, Math.round(frame.height * scale)) };
  const width = columns * cell.width + (columns - 1) * gap;
  const pictures = rows * cell.height + (rows - 1) * gap;
  const bar = barHeight(width, pictures);
  const titled = style.title !== '' && style.titleAs === 'line';

  let y = 0;
  const band = (height: number): Band => {
    const placed = { y, height };
    y += height;
    return placed;
  };
  const title = titled ? band(2 * Math.round(bar * 0.75)) : null;
  const over = views === 1;
  const readout = !style.readout ? null : over ? { y, height: bar } : band(bar);
  const top = y;
  y += pictures;
  const strip = style.strip ? band(2 * bar) : null;
  const cells = Array.from({ length: views }, (_, i) => ({
    x: (i % columns) * (cell.width + gap),
    y: top + Math.floor(i / columns) * (cell.height + gap),
  }));
  return { width, height: y, cell, cells, title, bar: readout, strip };
}

function columnsOf({ width, height }: { readonly width: number; readonly height: number }, views: number, arrange: Arrangement): number {
  if (arrange === 'row') return views;
  if (arrange === 'column') return 1;
  if (arrange === 'grid') return Math.ceil(Math.sqrt(views));
  const off = (columns: number): number => Math.abs(Math.log((columns * width) / (Math.ceil(views / columns) * height) / SCREEN));
  // Only those that leave no place empty.
  const full = Array.from({ length: views }, (_, i) => i + 1).filter((columns) => views % columns === 0);
  return full.reduce((best, columns) => (off(columns) < off(best) ? columns : best));
}
