// 'augment.sheet': samples as a step sees them, drawn with their masks on one picture, each with its frame's name and what was done to it.
import { IGNORE, OTHER, ROAD } from '../../../shared/domain';
import { blendOver, composeOverlay } from '../../../shared/overlay/compose';
import { Random } from '../../../shared/random';
import { refuse } from '../../../shared/result';
import { loadSharp } from '../images/sharp';
import { withPriority } from '../prediction/turns';
import type { EngineHandler } from '../protocol';
import { loadTypesetter, type TextStyle, type Typesetter } from '../video/text';
import { drawAugmentation, type Augmentation } from './augmentation';
import { TARGET_IGNORE, TARGET_ROAD, type Batch } from './batch';
import { batches } from './batches';

const MOST_PIXELS = 2 ** 26;
const GAP = 12;
/** Pixels across; what the net sees smaller is shown two or more times as large, so that it and its words can be made out. */
const LEAST_ACROSS = 96;
/** From a picture's lower edge to the name's baseline, and from there on for every line. */
const NAME_LINE = 17;
const LINE = 15;
const USUAL_LINES = 2;
/** The window's dark tokens. */
const CANVAS = [0x0e, 0x0f, 0x11] as const;
const NAME: TextStyle = { size: 13, weight: 600, fill: '#e7e9ec' };
const DONE: TextStyle = { size: 11, weight: 500, fill: '#9aa1ab' };
const ALPHA = 0.45;

/** `n` samples of the frames in turn, drawn with `seed`. Fails with 'bad-input' when there is no frame or the sheet would be too large, and as `batches` does. */
export const augmentSheet: EngineHandler<'augment.sheet'> = async ({ config, frames, n, seed }) => {
  const { width, height } = config;
  if (frames.length === 0) refuse('bad-input', 'There is no frame to show samples of.');
  if (n * width * height > MOST_PIXELS) {
    const most = Math.max(1, Math.floor(MOST_PIXELS / (width * height)));
    refuse('bad-input', `${n} samples of ${width} x ${height} pixels are too many for one sheet.`, `Ask for at most ${most}.`);
  }
  const random = Random.seeded(seed);
  const planned = Array.from({ length: n }, (_, i) => {
    const frame = frames[i % frames.length]!;
    return { frame, augmentation: drawAugmentation(random, config, frame) };
  });
  return withPriority(async () => {
    const { value } = await batches([planned], config).next();
    const { batch } = value as { batch: Batch };
    return drawSheet(
      batch,
      planned.map(({ frame, augmentation }) => ({ name: frame.name, done: inWords(augmentation) })),
    );
  });
};

interface Caption {
  readonly name: string;
  readonly done: string;
}

async function drawSheet(batch: Batch, captions: readonly Caption[]): Promise<{ png: Uint8Array; width: number; height: number }> {
  const typeset = await loadTypesetter();
  const times = Math.ceil(LEAST_ACROSS / batch.width);
  const [across, down] = [batch.width * times, batch.height * times];
  const lines = captions.map(({ done }) => broken(done, DONE, across, typeset));
  const tileHeight = down + NAME_LINE + LINE * Math.max(...lines.map(({ length }) => length)) + 4;
  // Whatever the seed: shuffled samples stay where they were.
  const columns = columnsFor(batch.size, across / (down + NAME_LINE + USUAL_LINES * LINE));
  const width = columns * (across + GAP) + GAP;
  const height = Math.ceil(batch.size / columns) * (tileHeight + GAP) + GAP;
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < rgb.length; i++) rgb[i] = CANVAS[i % 3]!;
  const words: string[] = [];
  for (let n = 0; n < batch.size; n++) {
    const x = GAP + (n % columns) * (across + GAP);
    const y = GAP + Math.floor(n / columns) * (tileHeight + GAP);
    const tile = enlarged(tileOf(batch, n), batch.width, times);
    for (let row = 0; row < down; row++) {
      rgb.set(tile.subarray(row * across * 3, (row + 1) * across * 3), ((y + row) * width + x) * 3);
    }
    const baseline = y + down + NAME_LINE;
    words.push(fitting(captions[n]!.name, NAME, across, typeset).svg(x, baseline));
    lines[n]!.forEach((line, i) => words.push(line.svg(x, baseline + LINE * (i + 1))));
  }
  const text = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${words.join('')}</svg>`);
  const sharp = await loadSharp();
  const image = sharp(rgb, { raw: { width, height, channels: 3 } }).composite([{ input: text }]);
  return { png: Uint8Array.from(await image.removeAlpha().png({ compressionLevel: 4 }).toBuffer()), width, height };
}

/** As near to three by two as the tiles' shape allows, a sheet with holes only where it is much nearer. */
function columnsFor(tiles: number, aspect: number): number {
  const badness = (columns: number): number => {
    const rows = Math.ceil(tiles / columns);
    return Math.abs(Math.log((columns * aspect) / rows / 1.5)) + (columns * rows - tiles) / tiles;
  };
  return [...Array(tiles).keys()].map((i) => i + 1).reduce((best, columns) => (badness(columns) < badness(best) ? columns : best));
}

/** The picture with its mask over it, RGB [height*width*3]. */
function tileOf({ images, targets, width, height }: Batch, n: number): Uint8Array {
  const pixels = width * height;
  const rgb = images.slice(n * pixels * 3, (n + 1) * pixels * 3);
  const data = targets
    .subarray(n * pixels, (n + 1) * pixels)
    .map((target) => (target === TARGET_ROAD ? ROAD : target === TARGET_IGNORE ? IGNORE : OTHER));
  const overlay = new Uint8ClampedArray(pixels * 4);
  composeOverlay({
    ...{ width, height, mask: { width, height, data }, probabilities: null, threshold: 0.5, show: 'mask', into: overlay },
    ...{ alphaMask: ALPHA, alphaPrediction: ALPHA },
  });
  blendOver(rgb, 3, overlay);
  return rgb;
}

/** RGB rows of `width` pixels, each pixel `times` as large. */
function enlarged(rgb: Uint8Array, width: number, times: number): Uint8Array {
  if (times === 1) return rgb;
  const across = width * times;
  const large = new Uint8Array(rgb.length * times * times);
  for (let i = 0; i < large.length / 3; i++) {
    const from = Math.floor(Math.floor(i / across) / times) * width + Math.floor((i % across) / times);
    large.set(rgb.subarray(from * 3, from * 3 + 3), i * 3);
  }
  return large;
}

/** Cut short with an ellipsis where it is too long. */
function fitting(text: string, style: TextStyle, width: number, typeset: Typesetter): ReturnType<Typesetter> {
  let laid = typeset(text, style);
  for (let kept = text; laid.width > width && kept.length > 1;) {
    kept = kept.slice(0, -1).trimEnd();
    laid = typeset(`${kept}…`, style);
  }
  return laid;
}

/** In lines that fit, broken after commas. */
function broken(text: string, style: TextStyle, width: number, typeset: Typesetter): ReturnType<Typesetter>[] {
  const lines: string[] = [];
  for (const part of text.split(/(?<=, )/)) {
    const longer = (lines.at(-1) ?? '') + part;
    if (lines.length > 0 && typeset(longer.trimEnd(), style).width <= width) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines.map((line) => fitting(line.trimEnd(), style, width, typeset));
}

/** 'flipped, crop 1087 x 324, hue +8°': what a person can check by eye. */
export function inWords({ flip, rotation, crop, shadows, light, hue, blur, noise }: Augmentation): string {
  const signed = (value: number, digits: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
  const words = [
    flip && 'flipped',
    rotation !== null && `turned ${signed(rotation, 1)}°`,
    crop && `crop ${crop.width} × ${crop.height}`,
    shadows.length > 0 && (shadows.length === 1 ? 'shadow' : `${shadows.length} shadows`),
    light && light.beta !== 0 && `brightness ${signed(light.beta / 255, 2)}`,
    light && light.alpha !== 1 && `contrast ${signed(light.alpha - 1, 2)}`,
    hue !== null && `hue ${signed(2 * hue, 0)}°`,
    blur !== null && `blur ${blur}`,
    noise && `noise ${(noise.deviation / 255).toFixed(3)}`,
  ].filter(Boolean);
  return words.length > 0 ? words.join(', ') : 'as it is';
}
