// The overlay of mask and prediction, pixel by pixel: the window's canvas and the exported video draw this one.
import { IGNORE, OTHER, ROAD } from '../domain';
import { clipRect, wholeRect, type Rect } from '../mask/rect';
import { type LabelMap } from '../mask/labelMap';
import { cutOf } from '../prediction/probabilities';
import { patternOf, type Pattern } from './patterns';

/** Chosen to stay apart for colour-blind eyes; where it matters a pattern says it too. */
export const OVERLAY_COLOURS = {
  mask: '#35c9f0',
  prediction: '#ffb000',
  /** Where both say road. */
  agreement: '#4fb79a',
  ignoreLight: '#b4b8be',
  ignoreDark: '#5a5f67',
} as const;

export interface OverlayRequest {
  readonly width: number;
  readonly height: number;
  readonly mask: LabelMap | null;
  /** 8-bit probabilities at the frame's size [height*width]. */
  readonly probabilities: Uint8Array | null;
  /** A pixel is predicted road when value / 255 > threshold. */
  readonly threshold: number;
  /** What is asked for; what is missing (no mask, no prediction) is left away. */
  readonly show: 'mask' | 'prediction' | 'both';
  /** Opacity of each layer, 0..1; where both say road the stronger one holds. */
  readonly alphaMask: number;
  readonly alphaPrediction: number;
  /** '#rrggbb' of label ids besides road, other and ignore; they are left clear without one. */
  readonly classColours?: ReadonlyMap<number, string>;
  /** RGBA, straight alpha [height*width*4]. */
  readonly into: Uint8ClampedArray;
  /** Only this part is written; the whole without it. */
  readonly rect?: Rect | null;
}

/**
 * Writes the overlay. One layer alone is plain; with both, agreement is plain, mask only is hatched, prediction only is dotted.
 * Ignore pixels are a grey checker whenever the mask is shown, whatever is predicted there.
 */
export function composeOverlay(request: OverlayRequest): void {
  const { width, height, into } = request;
  const pixels = width * height;
  const mask = request.show === 'prediction' ? null : request.mask;
  const probabilities = request.show === 'mask' ? null : request.probabilities;
  if (into.length !== pixels * 4) throw new RangeError(`An overlay of ${width} x ${height} does not fit ${into.length} bytes.`);
  if (mask && (mask.width !== width || mask.height !== height))
    throw new RangeError(`The mask is ${mask.width} x ${mask.height}, the frame ${width} x ${height}.`);
  if (probabilities && probabilities.length !== pixels)
    throw new RangeError(`${probabilities.length} probabilities, but the frame is ${width} x ${height}.`);

  const rect = request.rect === undefined || request.rect === null ? wholeRect(request) : clipRect(request.rect, width, height);
  if (rect === null) return;
  const out = new Uint32Array(into.buffer, into.byteOffset, pixels);
  const { kinds, table } = colourTable(request, mask !== null, probabilities !== null);
  const cut = cutOf(request.threshold);
  // Patterns are drawn in the frame's pixels: twice as coarse on frames so large that they are looked at from afar.
  const coarse = width > 2000 ? 1 : 0;

  for (let y = rect.y; y < rect.y + rect.height; y++) {
    const phase = ((y >> coarse) & 7) << 3;
    const start = y * width + rect.x;
    const end = start + rect.width;
    if (mask && probabilities) {
      for (let i = start, x = rect.x; i < end; i++, x++) {
        const kind = kinds[mask.data[i]!]! + (probabilities[i]! > cut ? 1 : 0);
        out[i] = table[(kind << 6) | phase | ((x >> coarse) & 7)]!;
      }
    } else if (mask) {
      for (let i = start, x = rect.x; i < end; i++, x++) out[i] = table[(kinds[mask.data[i]!]! << 6) | phase | ((x >> coarse) & 7)]!;
    } else if (probabilities) {
      const road = table[(kinds[OTHER]! + 1) << 6]!;
      for (let i = start; i < end; i++) out[i] = probabilities[i]! > cut ? road : 0;
    } else out.fill(0, start, end);
  }
}

interface ColourTable {
  /** Label id -> the kind it is when not predicted road; one more is the kind when it is. */
  readonly kinds: Uint16Array;
  /** [kind][8 rows][8 columns], RGBA as one little-endian word. */
  readonly table: Uint32Array;
}

function colourTable(request: OverlayRequest, hasMask: boolean, hasPrediction: boolean): ColourTable {
  const { alphaMask, alphaPrediction, classColours } = request;
  const classes = hasMask ? [...(classColours ?? [])].filter(([id]) => id !== ROAD && id !== OTHER && id !== IGNORE) : [];
  const kinds = new Uint16Array(256);
  const table = new Uint32Array((6 + 2 * classes.length) * 64);
  const set = (kind: number, pattern: Pattern): void => table.set(pattern, kind << 6);

  const { mask, prediction, agreement, ignoreLight, ignoreDark } = OVERLAY_COLOURS;
  set(1, patternOf(hasMask ? 'dotted' : 'plain', word(prediction, alphaPrediction), word(prediction, alphaPrediction * 0.35)));
  if (hasMask) {
    kinds[ROAD] = 2;
    set(2, patternOf(hasPrediction ? 'hatched' : 'plain', word(mask, alphaMask), word(mask, alphaMask * 0.35)));
    set(3, patternOf('plain', word(agreement, Math.max(alphaMask, alphaPrediction))));
    kinds[IGNORE] = 4;
    const checker = patternOf('checker', word(ignoreLight, alphaMask * 0.8), word(ignoreDark, alphaMask * 0.8));
    set(4, checker);
    set(5, checker);
  }
  classes.forEach(([id, colour], n) => {
    const kind = 6 + 2 * n;
    kinds[id] = kind;
    set(kind, patternOf('plain', word(colour, alphaMask)));
    set(kind + 1, patternOf('dotted', word(prediction, alphaPrediction), word(colour, alphaMask)));
  });
  return { kinds, table };
}

/** '#rrggbb' and opacity 0..1 as one RGBA word; fully clear is 0. Every machine that Electron runs on is little endian. */
export function word(colour: string, alpha: number): number {
  const rgb = parseInt(colour.slice(1), 16);
  const a = Math.round(Math.min(1, Math.max(0, alpha)) * 255);
  if (a === 0) return 0;
  return ((a << 24) | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0;
}

/**
 * Lays the overlay over a frame, in place: `frame` RGB or RGBA [height*width*channels], `overlay` RGBA with straight alpha [height*width*4].
 * Rounded to nearest; the frame's own alpha stays as it is.
 */
export function blendOver(frame: Uint8Array | Uint8ClampedArray, channels: 3 | 4, overlay: Uint8ClampedArray): void {
  const pixels = overlay.length / 4;
  if (frame.length !== pixels * channels) throw new RangeError(`A frame of ${frame.length} bytes under an overlay of ${pixels} pixels.`);
  for (let i = 0, f = 0, o = 0; i < pixels; i++, f += channels, o += 4) {
    const a = overlay[o + 3]!;
    if (a === 0) continue;
    const rest = 255 - a;
    frame[f] = over(frame[f]! * rest + overlay[o]! * a);
    frame[f + 1] = over(frame[f + 1]! * rest + overlay[o + 1]! * a);
    frame[f + 2] = over(frame[f + 2]! * rest + overlay[o + 2]! * a);
  }
}

/** round(n / 255) for 0 <= n <= 255 * 255, without a division (Blinn 1994). */
function over(n: number): number {
  const t = n + 128;
  return (t + (t >> 8)) >> 8;
}
